"""Text to phrases: what a person's own words name, whether they like it, and whether it is theirs.

Local and deterministic: no model, no network. There are three readers: of English, of Chinese, and of Spanish, German and
French, of which only what is stated outright or named is read; sentences in other languages give nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final, Protocol

from .cleaning import a_text
from .language.chinese import reader as chinese
from .language.english import reader as english
from .language.english.names import is_presentable
from .language.european import reader as european
from .language.foreign import is_english, is_foreign
from .language.switched import begins_in_english, clauses
from .reading.listed import as_sentences
from .reading.material import material
from .reading.pasted import pasted
from .reading.quotations import quotations
from .records import Phrase

MAX_CHARACTERS: Final = 20_000
"""Longer texts are read up to here: what comes behind is pasted material more often than a person speaking."""

MAX_PHRASES: Final = 8
"""A text gives at most this many phrases."""

MAX_CANDIDATES: Final = 16
"""And at most this many to choose from where the vectors of text and phrases decide (ranking.py)."""


MOST_NAMED: Final = 40
"""Of all that a text names, at most so many are looked at."""


class Extractor(Protocol):
    """Anything that turns a person's text into phrases that stand in it verbatim."""

    def __call__(self, text: str, /) -> tuple[Phrase, ...]:
        """Return the phrases of `text` in text order, none overlapping."""


def extract(text: str) -> tuple[Phrase, ...]:
    """Return what `text` names, at most eight phrases in text order; what is stated goes before what is mentioned.

    >>> [(phrase.text, phrase.polarity, phrase.stance) for phrase in extract("I love jazz but I can't stand opera.")]
    [('jazz', 1, 'stated'), ('opera', -1, 'stated')]
    >>> extract("My sister loves chess.")
    ()
    """
    return _chosen(_found(a_text(text)), MAX_PHRASES)


def candidates(text: str) -> tuple[Phrase, ...]:
    """Return what `text` names as `extract` does, but up to sixteen phrases of it."""
    return _chosen(_found(text), MAX_CANDIDATES)


def everything(text: str) -> tuple[Phrase, ...]:
    """Return all that a text names, whoever it is of, in text order: what a person is asked to join stands in others' clauses.

    >>> [phrase.text for phrase in everything("My sister has booked a cruise for us. How do I get out of it?")]
    ['cruise']
    """
    source = _blanked(text[:MAX_CHARACTERS])
    spans = (span for start, end, read in _runs(source) for span in read.everything(source, start, end))
    named = (Phrase(source[start:end], start, end) for start, end in spans)
    return tuple(one for one in islice(named, MOST_NAMED) if is_presentable(one.text))


def _found(text: str) -> list[Phrase]:
    source = as_sentences(_blanked(text[:MAX_CHARACTERS]))
    found: list[Phrase] = []
    before: _Reader | None = None
    for start, end, read in _runs(source):
        some = read.phrases(source, start, end)
        if read is english and before not in (None, english):
            some = english.going_on(source, start, end, found, some)
        found.extend(some)
        before = read
    return found


# What is not the person speaking, each replaced by line breaks so that places stay the same.
_NOISE: Final = re.compile(
    r"```.*?(?:```|\Z)"  # code
    r"|`[^`\n]{1,200}`"
    r"|^[ \t]{0,8}>[^\n]*"  # quoted lines
    r"|^\s{0,8}/[a-z]\w{0,30}(?![/\w])[^\n]*"  # commands
    r"|\b(?:https?|ftp|file)://[^\s<>\u3000-\uffff]*"
    r"|\bwww\.[^\s<>\u3000-\uffff]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
    re.DOTALL | re.MULTILINE,
)
_TAG: Final = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z!?][\w:.-]{0,60})(?P<rest>[^<>\n]{0,300})>")


def prose(text: str) -> str:
    r"""Return what of a text is the person speaking; all else is line breaks, so that places stay the same.

    >>> prose("I like `jazz`.")
    'I like \n\n\n\n\n\n.'
    """
    return _blanked(text[:MAX_CHARACTERS])


def _blanked(text: str) -> str:
    """Return `text` with everything that is not the person's own prose turned into line breaks."""
    text = _NOISE.sub(lambda match: "\n" * len(match.group()), text)
    text = _without(text, material(text))
    tags = list(_tagged(text))  # before what a machine wrote is taken out: a name such as tool_result is that too
    text = _without(_without(text, pasted(text)), tags)
    return _without(text, quotations(text))


def _without(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """Return `text` with these stretches turned into line breaks."""
    pieces: list[str] = []
    kept = 0
    for start, end in stretches:
        pieces += [text[kept:start], "\n" * (end - start)]
        kept = end
    return "".join([*pieces, text[kept:]])


def _tagged(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches from an opening tag to its closing one, and tags without a partner; none overlap."""
    tags = list(_TAG.finditer(text))
    closing: dict[str, list[int]] = {}
    for index, tag in enumerate(tags):
        if tag["close"]:
            closing.setdefault(tag["name"].lower(), []).append(index)
    index = 0
    for stack in closing.values():
        stack.reverse()
    while index < len(tags):
        tag = tags[index]
        partners = [] if tag["close"] else closing.get(tag["name"].lower(), [])
        while partners and partners[-1] < index:
            partners.pop()
        last = partners.pop() if partners else index
        yield tag.start(), tags[last].end()
        index = last + 1


class _Reader(Protocol):
    """The reader of one language."""

    def phrases(self, source: str, start: int, end: int, /) -> list[Phrase]: ...

    def everything(self, source: str, start: int, end: int, /) -> Iterator[tuple[int, int]]: ...


_SENTENCE: Final = re.compile(r"[^\n.!?。！？；;]+[\n.!?。！？；;]*|[\n.!?。！？；;]+")
_CLAUSE: Final = re.compile(r"[^,，]+[,，]?|[,，]")
_JOIN = r"(?:and|but|or|so|because|while)"
_WITHIN: Final = re.compile(
    rf"(?:(?<!\S)|\b{_JOIN}\s+)(?P<han>(?=[\u4e00-\u9fff]*(?:我|喜欢|讨厌))[\u4e00-\u9fff]{{4,}})(?=\s*(?:$|[,，.。!！?？\n]|{_JOIN}\b))"
)
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN_WORD: Final = re.compile(r"[A-Za-zÀ-ɏ]+")
_KANA: Final = re.compile(r"[\u3041-\u30ff\uac00-\ud7af]")
_ENGLISH: Final = re.compile(r"\b(?:I|i|the|my|is|are|you|and|but|love|like|hate|we)\b")


def _runs(source: str) -> Iterator[tuple[int, int, _Reader]]:
    """Yield stretches of the source each with its reader; sentences in other languages are left out."""
    run: tuple[int, int, _Reader] | None = None
    for start, end, reader in _read_by(source):
        if reader is not None and run is not None and run[2] is reader and run[1] == start:
            run = (run[0], end, reader)
            continue
        if run is not None:
            yield run
        run = None if reader is None else (start, end, reader)
    if run is not None:
        yield run


def _read_by(source: str) -> Iterator[tuple[int, int, _Reader | None]]:
    """Yield the sentences each with its reader; one that might be any language's goes with the others around it."""
    pieces = [(start, end, _reader_of(source[start:end])) for start, end in _pieces(source)]
    latin = [source[start:end] for start, end, reader in pieces if reader is english]
    foreign = {piece for piece in latin if is_foreign(piece)}
    if foreign and not any(is_english(piece) for piece in latin if piece not in foreign):
        foreign.update(latin)
    for start, end, reader in pieces:
        theirs = source[start:end] in foreign and not begins_in_english(source[start:end])
        yield start, end, european if reader is english and theirs else reader


def _pieces(source: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of the source, those with two scripts cut at their commas, others where the language changes."""
    for match in _SENTENCE.finditer(source):
        sentence = match.group()
        if not _HAN.search(sentence):
            yield from clauses(source, *match.span())
            continue
        if not _LATIN_WORD.search(sentence):
            yield match.span()
            continue
        for clause in _CLAUSE.finditer(source, match.start(), match.end()):
            yield from _parted(source, *clause.span())


def _parted(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a clause of two scripts, cut around the Chinese ones within it ("I like tea but 我不喜欢咖啡")."""
    for inner in _WITHIN.finditer(source, start, end):
        if start < inner.start("han"):
            yield start, inner.start("han")
        yield inner.span("han")
        start = inner.end("han")
    if start < end:
        yield start, end


def _reader_of(piece: str) -> _Reader | None:
    if piece.isascii():
        return english
    if _KANA.search(piece):
        return None
    han = len(_HAN.findall(piece))
    if not han:
        return english if _LATIN_WORD.search(piece) else None
    words = _LATIN_WORD.findall(piece)
    return english if len(words) > han or (len(words) * 2 > han and _ENGLISH.search(piece)) else chinese


def _chosen(found: list[Phrase], limit: int) -> tuple[Phrase, ...]:
    """Return each phrase once, the last stated one first, cut to the limit and put back into text order."""
    best: dict[str, Phrase] = {}
    for phrase in found:
        key = phrase.text.casefold()
        old = best.get(key)
        if old is None or phrase.stance == "stated":
            ended = old is not None and old.ends and phrase.polarity < 0
            best[key] = replace(phrase, ends=True) if ended else phrase
    stated = sorted(best.values(), key=lambda phrase: (phrase.stance != "stated", phrase.start))
    return tuple(sorted(stated[:limit], key=lambda phrase: phrase.start))
