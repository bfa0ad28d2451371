"""jieba's tokenizer and the parts of speech of its dictionary.

jieba is loaded at the first Chinese text. Its dictionary is read without its cache file: that lies in the shared
temporary folder, which may be read-only and is anyone's to write.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Any, Final, NamedTuple

from ..words import sections

_lock = Lock()
_FREQUENT: Final = 3000
"""How often words that the dictionary lacks are taken to occur, as often as common nouns there."""


class Dictionary(NamedTuple):
    """What cuts Chinese text into words, and what the words are (`tags`, in jieba's letters: n, v, nr, ...)."""

    tokenizer: Any
    tags: dict[str, str]


def dictionary() -> Dictionary:
    """Load jieba once, whichever thread asks first."""
    with _lock:
        return _loaded()


@cache
def _loaded() -> Dictionary:
    tokenizer = _tokenizer()
    frequencies: dict[str, int] = {}
    tags: dict[str, str] = {}
    total = 0
    with tokenizer.get_dict_file() as lines:
        for line in lines:
            word, count, tag = line.decode("utf-8").split()
            frequencies[word] = int(count)
            tags[word] = tag
            total += int(count)
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
    for word in (*sections("chinese/lexicon")["new"], *_unknown_pastimes(tags)):
        total += _FREQUENT - frequencies.get(word, 0)
        frequencies[word], tags[word] = _FREQUENT, "n"
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    tags.update(dict.fromkeys(sections("chinese/lexicon")["thing"], "n"))
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    return Dictionary(tokenizer, tags)


def _unknown_pastimes(tags: dict[str, str]) -> Iterator[str]:
    """Yield the pastimes that the dictionary lacks; of deeds ("逛展") the lists know the verb."""
    for section, words in sections("chinese/pastimes").items():
        if section != "deeds":
            yield from (word for word in words if word not in tags)


def _tokenizer() -> Any:
    with warnings.catch_warnings():  # invalid escapes in its source, and pkg_resources, warn on import
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.ERROR)
    return jieba.Tokenizer()
