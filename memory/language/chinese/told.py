"""The clauses of a Chinese sentence that has been read, the pastimes in it and the phrases read of it: for a second look at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import pairwise
from operator import add
from typing import Final, Literal, NamedTuple

from ...records import Phrase
from ..degrees import PLAIN
from ..who import Who
from ..words import sections
from .reading import Named, Reading
from .sentence import Sentence
from .words import PAUSE

_REACH: Final = 80
_RECENT: Final = 16
_WHATEVER: Final = re.compile("(?:什么|谁|哪).{0,6}[都也]|在[^想哪什谁怎几多]{1,8}呢$")
"""No question: "什么烦心事都忘了", "在山上露营呢"."""
_LEFT: Final = re.compile("(?<=..)(?:都|全|早)?(?:退|停|卖|送人)$")
"""What jieba takes into a name: "瑜伽课退(了)"."""


class Stretch(NamedTuple):
    """A clause: its words from `first` to before `stop`, and its text in simplified characters, beside those around it."""

    first: int
    stop: int
    text: str
    before: str
    """The last characters of the clauses before it."""
    behind: str
    """The clause behind it."""

    @property
    def words(self) -> range:
        """The places of its words."""
        return range(self.first, self.stop)


def asks(sentence: Sentence, stretch: Stretch) -> bool:
    """Tell whether a clause is a question."""
    return sentence.asks(stretch.first) and not _WHATEVER.search(stretch.text)


def stretches(sentence: Sentence, texts: list[str]) -> Iterator[Stretch]:
    """Yield the clauses of a sentence of these words in turn."""
    before, clauses = "", list(_clauses(sentence, texts))
    for (first, stop, text), (_, _, behind) in pairwise([*clauses, (0, 0, "")]):
        yield Stretch(first, stop, text, before, behind)
        before = f"{before}{text},"[-_REACH:]


def _clauses(sentence: Sentence, texts: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield where the clauses begin and end, with their texts; an enumeration comma (、) ends none."""
    first = 0
    for at, word in enumerate([*sentence.words, None]):
        if word is None or (word.tag == PAUSE and word.text != "、"):
            if at > first:
                yield first, at, "".join(texts[first:at])
            first = at + 1


@cache
def pastimes() -> frozenset[str]:
    """Return the names of pastimes."""
    listed = sections("chinese/pastimes")
    return frozenset(word for section, words in listed.items() if section != "gear" for word in words)


@cache
def gear() -> frozenset[str]:
    """Return what is sold where a pastime is given up."""
    return frozenset(sections("chinese/pastimes")["gear"])


@cache
def deeds() -> frozenset[str]:
    """Return those that say the doing themselves: "爬山"."""
    return frozenset(sections("chinese/pastimes")["deeds"])


def find(texts: list[str]) -> list[tuple[int, int]]:
    """Return where pastimes stand, as places of their first word and of the one behind the last: "川剧", "撸" and "猫"."""
    pairs = list(map(add, texts, texts[1:]))
    known, longer = _searched(), [text for text in texts if len(text) > _SHORT]
    if known.isdisjoint(texts) and known.isdisjoint(pairs) and not any(map(_holds, longer)):
        return []
    spans, ends = list[tuple[int, int]](), 0
    for at, text in enumerate(texts):
        if at < ends:
            continue
        if at < len(pairs) and pairs[at] in known:
            ends = at + 2
        elif (text in known and _is_kept(texts, at)) or _holds(text):
            ends = at + 1
        if ends > at:
            spans.append((at, ends))
    return spans


_SHORT: Final = 2
_PETS: Final = frozenset("猫狗")


@cache
def _searched() -> frozenset[str]:
    """Return the pastimes, the animals that are some where they are kept, and "弹弹琴" for "弹琴"."""
    return pastimes() | _PETS | {word[0] + word for word in deeds() if len(word) == _SHORT}


def _holds(text: str) -> bool:
    """Tell whether a longer word ends or begins with a pastime: "写毛笔字", "壁球课"."""
    return len(text) > _SHORT and not pastimes().isdisjoint((text[1:], text[:-1], text[_SHORT:]))


def _is_kept(texts: list[str], at: int) -> bool:
    """Tell "养了两只猫" from "猫"; anything but an animal of one character is a pastime anyhow."""
    return texts[at] not in _PETS or any(text[0] == "养" for text in texts[max(0, at - 6) : at])


def follows_others(reading: Reading) -> bool:
    """Tell whether the sentence before was, in the end, about somebody else: one without a subject may go on with that."""
    return reading.last is not None and reading.last.whose[-1:] == [Who.OTHERS]


class Told:
    """What has been read of a sentence and of the one before, by its places."""

    def __init__(self, reading: Reading, spans: list[tuple[int, int]], first: int) -> None:
        self.reading, self.sentence = reading, reading.sentence
        self.pastimes = {at: span for span in spans for at in range(*span)}
        """The span of the pastime at each place that has one."""
        self._found, self._first = reading.found, max(0, first - _RECENT)

    def is_read(self, at: int) -> bool:
        """Tell whether a phrase was read of the word at `at`."""
        word = self.sentence.words[at]
        return self._index(word.start, word.end) is not None

    def named(self, at: int, end: int) -> Named:
        """Return the words from `at` to `end`; whatever was read there is meant by them."""
        return Named(self.sentence.words[at].start, self.sentence.words[end - 1].end, at)

    def state(self, named: Named, strength: float, *, more: bool = False) -> None:
        """State as liked what was no more than mentioned, or not read at all; `more` also what was weakly liked."""
        index = self._index(named.start, named.end)
        old = None if index is None else self._found[index]
        if old is None or old.stance != "stated" or (more and old.polarity > 0 and old.strength < strength):
            self._put(named, 1, strength, ends=False)

    def refuse(self, named: Named, *, ends: bool, whole: bool = True) -> None:
        """State as disliked, whatever has been read of it; where not `whole`, without what goes on behind these words."""
        self._put(named, -1, PLAIN, ends=ends, whole=whole)

    def drop(self, named: Named) -> None:
        """Drop what was read of no more than these words: of "玩腻了" that is no thing."""
        kept = [one for one in self._found[self._first :] if not (named.start <= one.start and one.end <= named.end)]
        if len(kept) < len(self._found) - self._first:
            self._found[self._first :] = kept
            self.__dict__.pop("_by_place", None)

    @cached_property
    def _by_place(self) -> dict[int, int]:
        """The number of the phrase that was read at each place of the source that has one."""
        read = ((index, self._found[index]) for index in range(self._first, len(self._found)))
        return {place: index for index, one in read for place in range(one.start, one.end)}

    def _index(self, start: int, end: int) -> int | None:
        return next((self._by_place[place] for place in range(start, end) if place in self._by_place), None)

    def _put(self, named: Named, polarity: Literal[1, -1], strength: float, *, ends: bool, whole: bool = True) -> None:
        index, start, end = self._index(named.start, named.end), named.start, named.end
        if index is None:
            index = len(self._found)
            self._found.append(Phrase("", start, end))
            self._by_place.update(dict.fromkeys(range(start, end), index))
        elif whole or self._found[index].end == end:
            one = self._found[index]
            start, end = one.start, one.start + len(_LEFT.sub("", one.text))
        text = self.reading.source[start:end]
        self._found[index] = Phrase(text, start, end, polarity, "stated", strength, ends)
