"""How an extractor reads turns of which somebody has said what they mean: what it finds, with which sign, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...memory.extraction import Extractor
from ...memory.records import Phrase
from ..labelled import Label, Sentence, compare, same
from ..measured import Measured
from ..metrics.reading import Became, Whose, person_accuracy, polarity_accuracy
from ..spool import Turn

OWNERS: tuple[tuple[Whose, str], ...] = (("own", "own"), ("other", "others"), ("supposed", "supposed"))


def read_turn(found: Measured, turn: Turn, extractor: Extractor) -> None:
    """Measure how a turn's words are read, where it has labels for that."""
    labels = [Label(name, sign) for named, sign in (("likes", 1), ("dislikes", -1)) for name in turn.named(named)]
    whose: list[tuple[Whose, str]] = [("own", one.object) for one in labels]
    whose += [(owner, name) for owner, label in OWNERS for name in turn.named(label)]
    if not whose:
        return
    phrases = tuple(extractor(turn.text))
    _signs(found, turn, labels, phrases)
    for owner, name in dict.fromkeys(whose):
        right = person_accuracy([owner], [became(name, phrases)])
        assert right is not None  # noqa: S101 - for the type checker: there is one
        found.add(turn.user, "person accuracy", right)
        if owner != "own":
            found.add(turn.user, "taken for one's own" if owner == "other" else "supposed and believed", 1 - right)


def _signs(found: Measured, turn: Turn, labels: Sequence[Label], phrases: tuple[Phrase, ...]) -> None:
    if not labels:
        return
    score = compare([Sentence(turn.text, tuple(labels))], lambda _text: phrases)
    found.add(turn.user, "interests found", score.found, score.labels)
    for told, read in signs(labels, phrases):
        value = polarity_accuracy([told], [read])
        assert value is not None  # noqa: S101 - for the type checker: there is one
        found.add(turn.user, "polarity accuracy", value)


def signs(labels: Sequence[Label], phrases: Sequence[Phrase]) -> Iterator[tuple[int, int]]:
    """Yield the sign of each label that a stated phrase names, and the one that was read; of several the right one, if it is there."""
    for one in labels:
        read = [phrase.polarity for phrase in phrases if phrase.stance == "stated" and same(phrase.text, one.object)]
        if read:
            yield one.polarity, one.polarity if one.polarity in read else read[0]


def became(name: str, phrases: Sequence[Phrase]) -> Became:
    """Return what became of a thing that a text names."""
    stances = {phrase.stance for phrase in phrases if same(phrase.text, name)}
    return "stated" if "stated" in stances else "mentioned" if stances else "left out"


def read_values(found: Measured, person: str, said: Sequence[str], values: Sequence[str], extractor: Extractor) -> None:
    """Measure which of a session's values are among the phrases of the person's own turns: precision, recall and F1 (T3(d))."""
    phrases = list(dict.fromkeys(phrase.text.lower() for text in said for phrase in extractor(text)))
    hits = sum(any(same(phrase, value) for phrase in phrases) for value in values)
    right = sum(any(same(phrase, value) for value in values) for phrase in phrases)
    found.add(person, "micro R of extraction", hits, len(values))
    found.add(person, "micro P of extraction", right, len(phrases))
