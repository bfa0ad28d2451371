"""Measure what the extractor makes of feelings that are said roundabout, on sentences labelled with one thing and its feeling.

    python bench/feelings.py FILE… [--show]

A line of FILE is a sentence (`text`) with one thing in it (`thing`) and what its writer feels for that (`sign`): 1, -1, or 0 where
nothing is said of their own taste. The thing is *liked* or *disliked* where a stated phrase names it; else *mentioned* or *left out*. A
phrase names a thing when their token F1 is at least 0.5, or the thing stands in it. Where lines tell their `part` ("development",
"held out"), each is counted apart. `--show` prints every sentence that is read otherwise, but none that is held out.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from files import over_files
from penchant.evals.labelled import same
from penchant.memory.extraction import extract

Outcome = Literal["liked", "disliked", "mentioned", "left out"]

RIGHT: Final[dict[int, tuple[Outcome, ...]]] = {1: ("liked",), -1: ("disliked",), 0: ("mentioned", "left out")}
"""What each label should come out as."""


@dataclass(frozen=True, slots=True)
class Felt:
    """A sentence, one thing that it names, and what the writer feels for it."""

    text: str
    thing: str
    sign: Literal[-1, 0, 1]
    part: str = ""


def load(file: Path) -> list[Felt]:
    """Return the sentences of a file of JSON lines."""
    lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [Felt(line["text"], line["thing"], line["sign"], line.get("part", "")) for line in lines]


def outcome(one: Felt) -> Outcome:
    """Return what became of the thing."""
    named = [phrase for phrase in extract(one.text) if _names(phrase.text, one.thing)]
    stated = [phrase.polarity for phrase in named if phrase.stance == "stated"]
    if stated:
        return "liked" if stated[0] > 0 else "disliked"
    return "mentioned" if named else "left out"


def _names(phrase: str, thing: str) -> bool:
    return same(phrase, thing) or f" {thing.lower()} " in f" {phrase.lower()} "


def report(file: Path, show: bool) -> None:
    """Print, by part and label, how many things came out as what."""
    sentences = load(file)
    for part in sorted({one.part for one in sentences}):
        print(file.name, part)
        _report([one for one in sentences if one.part == part], show and part != "held out")


def _report(sentences: list[Felt], show: bool) -> None:
    counts: Counter[tuple[int, Outcome]] = Counter()
    for one in sentences:
        became = outcome(one)
        counts[one.sign, became] += 1
        if show and became not in RIGHT[one.sign]:
            phrases = [(p.text, p.polarity, p.stance) for p in extract(one.text)]
            print(f"  {one.sign:+} {one.thing} | {one.text}\n    {phrases}")
    for sign in (1, -1, 0):
        ways: tuple[Outcome, ...] = ("liked", "disliked", "mentioned", "left out")
        told = "   ".join(f"{way} {counts[sign, way]:>3}" for way in ways)
        print(f"{sign:+d} {sum(counts[sign, way] for way in ways):>4}   {told}")


if __name__ == "__main__":
    over_files(__doc__, report)
