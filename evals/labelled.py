"""Sentences with the interests that a person labelled in them, and how an extractor's phrases compare with those.

Used by bench/extraction.py, and by the tests for the two sets that belong to this project (tests/data).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal
from unicodedata import normalize

from ..memory.records import Phrase

Part = Literal["development", "held out"]
ENOUGH: Final = 0.5
"""A phrase and an object are the same when their token F1 is at least this."""


@dataclass(frozen=True, slots=True)
class Label:
    """One object of a sentence; an optional one is right where it is found and not missed where it is not."""

    object: str
    polarity: int = 1
    ends: bool = False
    strength: Literal["strong", "plain", "weak"] = "plain"
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text, the speaker's own interests in it, and what is someone else's or only supposed."""

    text: str
    interests: tuple[Label, ...] = ()
    others: tuple[str, ...] = ()
    supposed: tuple[str, ...] = ()


def load(file: Path, part: Part | None = None) -> list[Sentence]:
    """Return the sentences of a set in JSON lines, of one part or of both."""
    lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [_sentence(line) for line in lines if part in (None, line["part"])]


def _sentence(line: dict[str, Any]) -> Sentence:
    interests = tuple(Label(**label) for label in line["interests"])
    return Sentence(line["text"], interests, tuple(line.get("others", ())), tuple(line.get("supposed", ())))


_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_TOKEN: Final = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


def tokens(text: str) -> list[str]:
    """Return the lower-case words of a text without their plural endings, Chinese ones character by character."""
    found = _TOKEN.findall(normalize("NFC", text).lower())
    return [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in found]


def token_f1(one: str, other: str) -> float:
    """Return the harmonic mean of the shares of tokens that two texts have in common.

    >>> token_f1("science fiction films", "science fiction")
    0.8
    """
    left, right = tokens(one), tokens(other)
    shared = sum(min(left.count(word), right.count(word)) for word in set(left))
    return 2 * shared / (len(left) + len(right)) if shared else 0.0


def same(phrase: str, thing: str) -> bool:
    """Tell whether a phrase names a labelled object."""
    return token_f1(phrase, thing) >= ENOUGH


@dataclass(slots=True)
class Score:
    """Counts over sentences. A label is found, and a phrase right, where object and polarity agree."""

    labels: int = 0
    found: int = 0
    phrases: int = 0
    right: int = 0
    named: int = 0
    """Labels whose object was found, with whatever polarity."""
    signed: int = 0
    """Of those, the ones with the right polarity."""
    ended: int = 0
    """Of the labels that end an interest and were named: those whose phrase ends it too."""
    endings: int = 0
    wrongly_ended: int = 0
    """Phrases that end an interest where none of the labels that they name does."""
    others: int = 0
    taken: int = 0
    """Of the objects that are someone else's: those that came out as a phrase at all, stated or mentioned."""
    supposed: int = 0
    believed: int = 0
    """Of the objects that were only supposed: those that came out as stated."""
    strengths: dict[str, list[float]] = field(default_factory=dict)
    """Strengths of the phrases that were found, by their labels' words for it."""

    @property
    def precision(self) -> float:
        """Return the share of stated phrases that are right."""
        return self.right / max(self.phrases, 1)

    @property
    def recall(self) -> float:
        """Return the share of labels that were found."""
        return self.found / max(self.labels, 1)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)

    @property
    def polarity(self) -> float:
        """Return the share of named labels whose polarity is right."""
        return self.signed / max(self.named, 1)

    @property
    def leaked(self) -> float:
        """Return the share of other people's interests that were taken for the speaker's."""
        return self.taken / max(self.others, 1)

    def orders_strengths(self) -> float:
        """Return how often a strong label's phrase is stronger than a plain one's, and that than a weak one's; ties count half."""
        pairs = [
            (high, low)
            for more, less in (("strong", "plain"), ("plain", "weak"), ("strong", "weak"))
            for high in self.strengths.get(more, ())
            for low in self.strengths.get(less, ())
        ]
        return sum((high > low) + 0.5 * (high == low) for high, low in pairs) / max(len(pairs), 1)


def compare(sentences: Iterable[Sentence], extract: Callable[[str], Iterable[Phrase]]) -> Score:
    """Compare an extractor's stated phrases with the labels."""
    score = Score()
    for sentence in sentences:
        phrases = list(extract(sentence.text))
        stated = [phrase for phrase in phrases if phrase.stance == "stated"]
        _count_labels(score, sentence.interests, stated)
        _count_phrases(score, sentence.interests, stated)
        score.others += len(sentence.others)
        strange = [phrase for phrase in phrases if not any(same(phrase.text, own.object) for own in sentence.interests)]
        score.taken += sum(any(same(phrase.text, thing) for phrase in strange) for thing in sentence.others)
        score.supposed += len(sentence.supposed)
        score.believed += sum(any(same(phrase.text, thing) for phrase in stated) for thing in sentence.supposed)
    return score


def _count_labels(score: Score, labels: tuple[Label, ...], stated: list[Phrase]) -> None:
    for label in labels:
        if label.optional:
            continue
        score.labels += 1
        named = [phrase for phrase in stated if same(phrase.text, label.object)]
        agreeing = [phrase for phrase in named if phrase.polarity == label.polarity]
        score.named += bool(named)
        score.signed += bool(agreeing)
        score.found += bool(agreeing)
        if agreeing:
            score.strengths.setdefault(label.strength, []).append(max(phrase.strength for phrase in agreeing))
        if named and label.ends:
            score.endings += 1
            score.ended += any(phrase.ends for phrase in named)


def _count_phrases(score: Score, labels: tuple[Label, ...], stated: list[Phrase]) -> None:
    score.phrases += len(stated)
    for phrase in stated:
        meant = [label for label in labels if same(phrase.text, label.object)]
        score.right += any(label.polarity == phrase.polarity for label in meant)
        score.wrongly_ended += phrase.ends and not any(label.ends for label in meant)


def errors(sentences: Iterable[Sentence], extract: Callable[[str], Iterable[Phrase]]) -> Iterator[str]:
    """Yield a line for each sentence that the extractor reads otherwise than its labels say."""
    for sentence in sentences:
        score = compare([sentence], extract)
        ends = score.ended < score.endings or score.wrongly_ended
        if score.found < score.labels or score.right < score.phrases or score.taken or score.believed or ends:
            phrases = [(p.text, p.polarity, p.stance[0], p.strength, p.ends) for p in extract(sentence.text)]
            labels = [(label.object, label.polarity, label.ends) for label in sentence.interests]
            yield f"{sentence.text}\n    => {phrases}\n    labelled {labels} others {list(sentence.others)}"
