"""Measure whose interests the extractor takes for the speaker's, on sentences labelled with an owner.

    python bench/others.py FILE… [--show]

A line of FILE is a sentence (`text`, `lang`) with one thing in it (`phrase`) and whose that is (`owner`): the speaker's (`me`),
someone else's (`other`), or only supposed (`hypothetical`). What is someone else's is *taken* where a phrase names it at all,
stated or mentioned; what is supposed is *believed* where a stated phrase names it; what is the speaker's is *found* where a stated
phrase names it. A phrase names a thing when their token F1 is at least 0.5. `--show` prints every sentence read otherwise.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from files import over_files
from penchant.evals.labelled import same
from penchant.memory.extraction import extract

Owner = Literal["me", "other", "hypothetical"]


@dataclass(frozen=True, slots=True)
class Owned:
    """A sentence, one thing that it names, and whose interest that is."""

    text: str
    lang: str
    phrase: str
    owner: Owner


def load(file: Path) -> list[Owned]:
    """Return the sentences of a file of JSON lines."""
    lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [Owned(line["text"], line["lang"], line["phrase"], line["owner"]) for line in lines]


def outcome(one: Owned) -> Literal["stated", "mentioned", "left out"]:
    """Return what became of the thing."""
    stances = {phrase.stance for phrase in extract(one.text) if same(phrase.text, one.phrase)}
    return "stated" if "stated" in stances else "mentioned" if stances else "left out"


def is_wrong(one: Owned, became: str) -> bool:
    """Tell whether the speaker's was not stated, someone else's was named, or what is supposed was stated."""
    if one.owner == "other":
        return became != "left out"
    return (became == "stated") is (one.owner == "hypothetical")


def report(file: Path, show: bool) -> None:
    """Print, by language and owner, how many things came out as what."""
    print(file.name)
    sentences = load(file)
    counts: Counter[tuple[str, str, str]] = Counter()
    for one in sentences:
        became = outcome(one)
        counts[one.lang, one.owner, became] += 1
        if show and is_wrong(one, became):
            print(
                f"  {one.owner:<13}{one.phrase} | {one.text}\n    {[(p.text, p.polarity, p.stance) for p in extract(one.text)]}"
            )
    for lang in sorted({one.lang for one in sentences}):
        for owner in ("me", "other", "hypothetical"):
            ways = {way: counts[lang, owner, way] for way in ("stated", "mentioned", "left out")}
            print(
                f"{lang} {owner:<13} {sum(ways.values()):>4}   " + "   ".join(f"{way} {n}" for way, n in ways.items())
            )


if __name__ == "__main__":
    over_files(__doc__, report)
