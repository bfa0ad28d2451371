"""Measure the extractor against two baselines: keywords by YAKE, and the whole sentence as a topic.

    python bench/extraction.py DATA [--part val|train] [--held-out] [--show N]

DATA is the folder that holds `laps/`, `nc/prefeval/`, `memorybank/`; YAKE is in the extra `dev`. Measured are the gold values of
free conversation (LAPS, a person's own turns), 110 labelled statements of PrefEval, the two sets in tests/data (the
development half, or the half that was held out), and the time a text takes. A phrase and a value are the same when their token F1 is at
least 0.5; on statements the polarity has to agree too, and only what is stated counts. `--show` prints so many errors of each labelled set.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from penchant.evals.labelled import Label, Score, Sentence, compare, errors, load, same, tokens
from penchant.memory.extraction import MAX_PHRASES, extract
from penchant.memory.records import Phrase

HERE = Path(__file__).parent
SETS = HERE.parent / "tests" / "data"
Extract = Callable[[str], tuple[Phrase, ...]]


# Baselines


def whole(text: str) -> tuple[Phrase, ...]:
    """Return the whole text as the one phrase."""
    return (Phrase(text, 0, len(text), 1, "stated"),)


def yake_keywords(count: int) -> Extract:
    """Return an extractor that gives the `count` best keywords of YAKE (at most three words); Chinese is cut by jieba first."""
    import jieba
    import yake

    models = {language: yake.KeywordExtractor(lan=language, n=3, top=count) for language in ("en", "zh")}

    def keywords(text: str) -> tuple[Phrase, ...]:
        chinese = any("\u4e00" <= letter <= "\u9fff" for letter in text)
        words = " ".join(jieba.cut(text)) if chinese else text
        found = [word for word, _ in models["zh" if chinese else "en"].extract_keywords(words)]
        return tuple(Phrase(word.replace(" ", "") if chinese else word, 0, 0, 1, "stated") for word in found)

    return keywords


# LAPS


@dataclass
class Counts:
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


NO_INTERESTS = {"time_availability", "skill_level", "companions", "viewing_companions"}
"""Slots of LAPS that say how much time there is, how well somebody cooks and who else is there."""


def sessions(file: Path, without: Set[str] = frozenset()) -> Iterator[tuple[list[str], list[str]]]:
    """Yield per LAPS session the user's turns and the gold values, those of some slots left out."""
    for person in json.loads(file.read_text(encoding="utf-8")):
        for session in person["sessions"]:
            turns = [turn["message"] for turn in session["dialogue"] if turn["role"] == "User"]
            kept = [values for slot, values in session["preferences"].items() if slot not in without]
            yield turns, [value for values in kept for value in _strings(values)]


def _strings(values: Any) -> list[str]:
    if isinstance(values, str):
        return [values]
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def laps(file: Path, found_in: Extract, without: Set[str] = frozenset()) -> Counts:
    """Score an extractor's phrases against a LAPS file's gold values, those of some slots left out."""
    counts = Counts()
    for turns, gold in sessions(file, without):
        phrases = {phrase.text.lower() for turn in turns for phrase in found_in(turn)}
        spoken = {token for turn in turns for token in tokens(turn)}
        counts.gold += len(gold)
        counts.standing += sum(len(spoken & set(tokens(value))) * 2 >= len(set(tokens(value))) for value in gold)
        counts.found += sum(any(same(phrase, value) for phrase in phrases) for value in gold)
        counts.given += len(phrases)
        counts.right += sum(any(same(phrase, value) for value in gold) for phrase in phrases)
    return counts


def stated(text: str) -> tuple[Phrase, ...]:
    """Return what the extractor takes for stated."""
    return tuple(phrase for phrase in extract(text) if phrase.stance == "stated")


def report_laps(folder: Path, part: str) -> None:
    """Print the figures of both LAPS files."""
    ways: dict[str, Extract] = {
        "all phrases": extract,
        "stated ones": stated,
        "YAKE, as many": yake_keywords(MAX_PHRASES),
        "YAKE, top 3": yake_keywords(3),
        "whole turn": whole,
    }
    for topic in ("movie", "recipe"):
        file = folder / "laps" / f"{topic}_dataset_{part}.json"
        for name, way in ways.items():
            print(f"LAPS {topic} {part}, {name:<14}{laps(file, way).line()}")
        for name in ("all phrases", "YAKE, as many"):
            print(
                f"LAPS {topic} {part}, {name:<14}{laps(file, ways[name], NO_INTERESTS).line()}  without time, skill, company"
            )


# Labelled statements


def prefeval(folder: Path) -> list[Sentence]:
    """Return the statements of PrefEval that prefeval_labels.txt has labels for."""
    found = []
    for line in (HERE / "prefeval_labels.txt").read_text(encoding="utf-8").splitlines():
        place, _, labels = line.partition("|")
        if line.startswith("#") or not labels:
            continue
        topic, number = place.split()
        file = folder / "nc" / "prefeval" / "explicit_preference" / f"{topic}.json"
        text = json.loads(file.read_text(encoding="utf-8"))[int(number)]["preference"]
        found.append(Sentence(text, tuple(map(_label, labels.split(";")))))
    return found


def _label(text: str) -> Label:
    bare = text.strip().strip("()")
    return Label(bare[1:], 1 if bare[0] == "+" else -1, optional=text.strip().startswith("("))


def line(score: Score) -> str:
    """Return a score in one line."""
    parts = [
        f"P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}  polarity {score.polarity:.3f} of {score.named}"
    ]
    if score.others:
        parts.append(f"others' taken {score.taken} of {score.others}")
    if score.supposed:
        parts.append(f"supposed believed {score.believed} of {score.supposed}")
    if score.endings:
        parts.append(f"endings {score.ended} of {score.endings}, wrong ones {score.wrongly_ended}")
    if len(score.strengths) > 1:
        parts.append(f"strengths in order {score.orders_strengths():.3f}")
    return "  ".join(parts)


def report_statements(folder: Path, held_out: bool, show: int) -> None:
    """Print the figures of the labelled sets, each beside the baselines."""
    part = "held out" if held_out else "development"
    sets = {
        "PrefEval, 110 labelled": prefeval(folder),
        f"English set, {part}": load(SETS / "english_interests.jsonl", "held out" if held_out else "development"),
        f"Chinese set, {part}": load(SETS / "chinese_interests.jsonl", "held out" if held_out else "development"),
    }
    for name, sentences in sets.items():
        print(f"{name}, {len(sentences)} sentences")
        for way, found_in in {"extractor": extract, "YAKE, top 3": yake_keywords(3), "whole sentence": whole}.items():
            print(f"  {way:<15}{line(compare(sentences, found_in))}")
        for index, error in enumerate(errors(sentences, extract)):
            if index < show:
                print("   ?", error)


# Time


def turns_of(file: Path) -> list[str]:
    """Return the user turns of a MemoryBank file."""
    people = json.loads(file.read_text(encoding="utf-8")).values()
    return [turn["query"] for person in people for day in person["history"].values() for turn in day]


def median_us(texts: list[str]) -> float:
    """Return the median processor time of one text in microseconds, the first call left out."""
    extract(texts[0])
    spans = []
    for text in texts:
        began = time.thread_time_ns()
        extract(text)
        spans.append(time.thread_time_ns() - began)
    return statistics.median(spans) / 1000


def main() -> None:
    """Run all measurements and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder with laps/, nc/prefeval/ and memorybank/")
    parser.add_argument("--part", choices=("val", "train"), default="val", help="which part of LAPS")
    parser.add_argument("--held-out", action="store_true", help="measure the held-out halves of the sets in tests/data")
    parser.add_argument("--show", type=int, default=0, help="print this many errors of each labelled set")
    options = parser.parse_args()
    report_laps(options.data, options.part)
    report_statements(options.data, options.held_out, options.show)
    for language in ("en", "cn"):
        texts = turns_of(options.data / "memorybank" / f"memory_bank_{language}.json")
        print(f"median processor time a turn, {language}: {median_us(texts):.0f} us over {len(texts)} turns")


if __name__ == "__main__":
    main()
