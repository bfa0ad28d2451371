"""A person's own words for things in another language, and how they write in it: both from the sentences that their interests were
learned from.

Languages are told by their script, so that a text and a translation of one script, such as English and French, give nothing here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...memory import Source, UserMemory
from ...memory.cleaning import one_line
from ...memory.extraction import candidates
from ..bias import Candidate
from .leaning import biases, counted

MOST_TERMS = 8

MOST_SAMPLES = 3

SAMPLE = 120
"""Characters of a sentence that is shown for its tone."""

LOOKED_AT = 30
"""Pieces of evidence of a topic that are looked at, newest first."""

TONED = 3
"""Of the strongest interests so many lend sentences where the text's own topics have none."""

SAME_THING = 0.9
"""The relevance from which on what a text says and what the person speaks of are one thing: translations of each other have .99."""

MOST_SPANS = 400
"""Runs of words of a text that are looked at: half a second of the embedding model."""

SHORTEST = 3
"""Letters of a word that a term may begin or end with."""

_SCRIPTS = {
    "CJK": ("chinese", "mandarin", "cantonese", "zh", "中文", "汉语", "漢語", "中国", "普通话", "国语", "粤语", "简体", "繁体"),
    "HIRAGANA": ("japanese", "ja", "日语", "日文", "日本語"),
    "HANGUL": ("korean", "ko", "韩语", "韩文", "한국어"),
    "CYRILLIC": ("russian", "ukrainian", "bulgarian", "ru", "uk", "俄语", "俄文", "русский"),
    "ARABIC": ("arabic", "persian", "farsi", "urdu", "ar", "fa", "阿拉伯语"),
    "DEVANAGARI": ("hindi", "hi", "印地语"),
    "GREEK": ("greek", "el", "希腊语"),
    "HEBREW": ("hebrew", "he", "希伯来语"),
    "THAI": ("thai", "th", "泰语"),
}  # fmt: skip
"""Languages by the script that tells them, as `unicodedata.name` begins with; all others are written in LATIN."""


@dataclass(frozen=True, slots=True)
class Term:
    """What the text says, and the person's own word for it."""

    said: str
    own: str


@dataclass(frozen=True, slots=True)
class Manner:
    """A person's terms for what is in a text, sentences of theirs that show their tone, and the interests that these are from."""

    terms: tuple[Term, ...] = ()
    samples: tuple[str, ...] = ()
    liked: tuple[Candidate, ...] = ()


def script_to(language: str) -> str:
    """Return the script that a language is told by, from its name or code.

    >>> script_to("Simplified Chinese"), script_to("zh-CN"), script_to("French")
    ('CJK', 'CJK', 'LATIN')
    """
    words = language.casefold().replace("-", " ").replace("_", " ").split()
    for script, names in _SCRIPTS.items():
        if any(name in words if name.isascii() else name in language.casefold() for name in names):
            return script
    return "LATIN"


def script_of(text: str) -> str:
    """Return the script that a text is written in; a few signs of Chinese among Latin words make it Chinese.

    >>> script_of("我在学 machine learning"), script_of("カレーが好き"), script_of("I like 茶")
    ('CJK', 'HIRAGANA', 'LATIN')
    """
    found = Counter(unicodedata.name(c, " ").split(" ")[0].split("-")[0] for c in text if c.isalpha())
    found["HIRAGANA"] += found.pop("KATAKANA", 0)
    if found["HIRAGANA"]:
        return "HIRAGANA"
    if found["CJK"] > 1:  # a sign says as much as some six letters
        found["CJK"] *= 6
    return max(found, key=lambda script: found[script]) if found.total() else "LATIN"


def manner(text: str, to: str, person: UserMemory) -> Manner:
    """Return how a person would say what a text says in another language; nothing where the scripts are the same.

    Raises:
        EmbeddingError: the embedding model failed.
    """
    script, source = script_to(to), script_of(text)
    if script == source:
        return Manner()
    written = _Written(person, script)
    named = _named(spans_of(text, source), person)
    terms = [(Term(said, own), one) for said, one in named if (own := written.word_for(one.interest.topic))][
        :MOST_TERMS
    ]
    topics = [one.interest.topic for _, one in terms] or written.strongest()
    return Manner(tuple(term for term, _ in terms), written.samples(topics), tuple(one for _, one in terms))


def spans_of(text: str, script: str) -> list[str]:
    """Return what in a text may be a term: of words with blanks between them runs of up to three, else what the extractor finds.

    >>> spans_of("Rock climbing is fun.", "LATIN")
    ['Rock', 'climbing', 'fun', 'Rock climbing', 'climbing is fun']
    """
    if script in ("CJK", "HIRAGANA", "THAI"):
        return list(dict.fromkeys(phrase.text for phrase in candidates(text)))
    runs = [re.findall(r"[^\W_][\w'’+#-]*", piece) for piece in re.split(r"[.,;:!?()\n\"“”]+", text)]
    found = (run[i : i + size] for size in (1, 2, 3) for run in runs for i in range(len(run) - size + 1))
    edged = (" ".join(words) for words in found if len(words[0]) >= SHORTEST and len(words[-1]) >= SHORTEST)
    return list(dict.fromkeys(edged))[:MOST_SPANS]


def _named(spans: Sequence[str], person: UserMemory) -> list[tuple[str, Candidate]]:
    """Return the interests that spans of a text name, each with the span that names it best, strongest first."""
    if not spans:
        return []
    best: dict[int, tuple[str, Candidate]] = {}
    for span, bias in zip(spans, biases(person.bearing(spans)), strict=True):
        for one in bias.liked[:1]:
            known = best.get(one.interest.topic)
            if one.relevance >= SAME_THING and (known is None or one.relevance > known[1].relevance):
                best[one.interest.topic] = span, one
    return sorted(best.values(), key=lambda pair: -pair[1].score)


class _Written:
    """What a person wrote in a script, topic by topic."""

    def __init__(self, person: UserMemory, script: str) -> None:
        self._person, self._script = person, script
        self._known: dict[int, list[Source]] = {}

    def word_for(self, topic: int) -> str:
        """Return what the person most often calls a topic, the latest of several; "" if nothing."""
        words = Counter(source.phrase for source in self.sources(topic))
        return one_line(words.most_common(1)[0][0]) if words else ""

    def strongest(self) -> list[int]:
        """Return the topics of the person's strongest interests."""
        return [one.topic for one in self._person.interests() if counted(one) > 0][:TONED]

    def samples(self, topics: Sequence[int]) -> tuple[str, ...]:
        """Return sentences that the person wrote of some topics in conversations, newest first."""
        said = [one for topic in topics for one in self.sources(topic) if one.event.kind == "chat"]
        said.sort(key=lambda one: -one.event.number)
        sentences = dict.fromkeys(one_line(one.sentence) for one in said)
        return tuple(one for one in sentences if 0 < len(one) <= SAMPLE)[:MOST_SAMPLES]

    def sources(self, topic: int) -> list[Source]:
        """Return a topic's evidence that is in the person's own words and in the script."""
        if topic not in self._known:
            found = self._person.explain(topic, LOOKED_AT).sources
            self._known[topic] = [
                one
                for one in found
                if one.mass > 0 and one.event.item is None and script_of(one.sentence) == self._script
            ]
        return self._known[topic]
