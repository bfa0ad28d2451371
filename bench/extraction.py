"""Measure the extractor: gold preferences found (LAPS), polarity of plain statements (PrefEval), time a text.

    python bench/extraction.py DATA [--part val|train] [--show N]

DATA is the folder that holds `laps/`, `nc/prefeval/`, `memorybank/`. A gold value counts as found when a phrase of the
user's own turns of that session has token F1 of at least .5 with it.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from penchant.memory.extraction import extract
from penchant.memory.records import Phrase

ENOUGH = 0.5


def tokens(text: str) -> list[str]:
    """Return the lower-case words of a value, plural endings cut."""
    return [
        word[:-1] if len(word) > 3 and word.endswith("s") else word for word in re.findall(r"[^\W_]+", text.lower())
    ]


def token_f1(one: str, other: str) -> float:
    """Return the harmonic mean of the shares of words that two values have in common."""
    left, right = tokens(one), tokens(other)
    shared = sum(min(left.count(word), right.count(word)) for word in set(left))
    return 2 * shared / (len(left) + len(right)) if shared else 0.0


@dataclass
class Score:
    """Counts over sessions: gold values, those that stand in the turns, those found, phrases, those that are gold."""

    gold: int = 0
    standing: int = 0
    found: int = 0
    given: int = 0
    right: int = 0

    def line(self) -> str:
        """Return precision, recall, F1 and the share of gold that stands in the turns at all."""
        precision, recall = self.right / max(self.given, 1), self.found / max(self.gold, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        stands = self.standing / max(self.gold, 1)
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  (gold {self.gold}, standing {stands:.3f}, phrases {self.given})"


def sessions(file: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield per LAPS session the user's turns and the gold values."""
    for person in json.loads(file.read_text(encoding="utf-8")):
        for session in person["sessions"]:
            turns = [turn["message"] for turn in session["dialogue"] if turn["role"] == "User"]
            yield turns, [value for values in session["preferences"].values() for value in _strings(values)]


def _strings(values: Any) -> list[str]:
    if isinstance(values, str):
        return [values]
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def laps(file: Path, keep: Callable[[Phrase], bool]) -> Score:
    """Score the phrases that `keep` lets through against a LAPS file's gold values."""
    score = Score()
    for turns, gold in sessions(file):
        phrases = {phrase.text.lower() for turn in turns for phrase in extract(turn) if keep(phrase)}
        spoken = {token for turn in turns for token in tokens(turn)}
        score.gold += len(gold)
        score.standing += sum(len(spoken & set(tokens(value))) * 2 >= len(set(tokens(value))) for value in gold)
        score.found += sum(any(token_f1(phrase, value) >= ENOUGH for phrase in phrases) for value in gold)
        score.given += len(phrases)
        score.right += sum(any(token_f1(phrase, value) >= ENOUGH for value in gold) for phrase in phrases)
    return score


_REFUSAL = re.compile(
    r"\b(?:dislike|hate|loathe|avoid|without|opposed|uncomfortable|uninterested|sensitive to|allergy|allergic|aversion|intoleran|phobia"
    r"|refuse|detest|despise|fear|afraid|scared|averse|cannot stand"
    r"|can't stand|not to|(?:do not|don't|don’t|not|never|no|cannot|can't) [^,.;]*?(?:like|enjoy|want|interest|fan|prefer|eat|use"
    r"|watch|tolerate|drink|wear|find|care|play))",
    re.IGNORECASE,
)


def statements(folder: Path) -> list[str]:
    """Return PrefEval's explicit statements, topic after topic."""
    files = sorted((folder / "nc" / "prefeval" / "explicit_preference").glob("*.json"))
    return [item["preference"] for file in files for item in json.loads(file.read_text(encoding="utf-8"))]


def report_statements(texts: list[str], show: int) -> None:
    """Print how many statements give a phrase, a stated one, and one of the sign that their refusing words ask for."""
    refusing = [text for text in texts if _REFUSAL.search(text)]
    liking = [text for text in texts if not _REFUSAL.search(text)]
    print(f"PrefEval, {len(texts)} statements")
    signs = {text: [phrase.polarity for phrase in extract(text)] for text in texts}
    stated = sum(any(phrase.stance == "stated" for phrase in extract(text)) for text in texts)
    refused = sum(-1 in signs[text] for text in refusing)
    liked = sum(bool(signs[text]) and -1 not in signs[text] for text in liking)
    print(f"  with a phrase          {sum(map(bool, signs.values())) / len(texts):.3f}")
    print(f"  with a stated phrase   {stated / len(texts):.3f}")
    print(f"  refusing, -1 stated    {refused / len(refusing):.3f}  of {len(refusing)}")
    print(f"  liking, none -1        {liked / len(liking):.3f}  of {len(liking)}")
    wrong = [text for text in refusing if not any(p.polarity < 0 for p in extract(text))]
    wrong += [text for text in liking if any(p.polarity < 0 for p in extract(text)) or not extract(text)]
    for text in wrong[:show]:
        print("   ?", text, "=>", [(p.text, p.polarity, p.stance) for p in extract(text)])


def turns_of(file: Path) -> list[str]:
    """Return the user turns of a MemoryBank file."""
    people = json.loads(file.read_text(encoding="utf-8")).values()
    return [turn["query"] for person in people for day in person["history"].values() for turn in day]


def median_us(texts: list[str]) -> float:
    """Return the median time of one text in microseconds, the first call left out."""
    extract(texts[0])
    spans = []
    for text in texts:
        began = time.perf_counter_ns()
        extract(text)
        spans.append(time.perf_counter_ns() - began)
    return statistics.median(spans) / 1000


def main() -> None:
    """Run all three measurements and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder with laps/, nc/prefeval/ and memorybank/")
    parser.add_argument("--part", choices=("val", "train"), default="val", help="which part of LAPS")
    parser.add_argument("--show", type=int, default=0, help="print this many statements whose polarity looks wrong")
    options = parser.parse_args()
    for topic in ("movie", "recipe"):
        file = options.data / "laps" / f"{topic}_dataset_{options.part}.json"
        print(f"LAPS {topic} {options.part}, all     ", laps(file, lambda _: True).line())
        print(f"LAPS {topic} {options.part}, stated  ", laps(file, lambda phrase: phrase.stance == "stated").line())
    report_statements(statements(options.data), options.show)
    for language in ("en", "cn"):
        texts = turns_of(options.data / "memorybank" / f"memory_bank_{language}.json")
        print(f"median time a turn, {language}: {median_us(texts):.0f} us over {len(texts)} turns")


if __name__ == "__main__":
    main()
