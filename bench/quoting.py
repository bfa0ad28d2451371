"""What the agent quotes of the past for a message: the preference that bears on it, what else, and where a preference is lost.

    python bench/quoting.py DATA                  # the held-out half of PrefEval's topics
    python bench/quoting.py DATA --half open --show 20

Twelve people have each stated a preference on five topics among a hundred messages of real conversations (Topical-Chat, Chitchat),
twelve others among 240 unrelated requests (CLINC150). They ask the question of each preference (`missed`; `beside`: another turn is
quoted), and five requests that no preference bears on (`needless`: anything is quoted). PrefEval may not be used commercially: nothing is
fitted to it. The half `open` was looked at while signs and forms were chosen, the half `held` was not: other topics, people and messages.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from compared.talk import messages
from penchant.agent.gate.openness import openness
from penchant.agent.prompting.block import MAX_BLOCK_TOKENS, Placement
from penchant.agent.prompting.past import past_of
from penchant.agent.prompting.quotes import CANDIDATES, Quote, placed
from penchant.agent.prompting.tokens import count_tokens
from penchant.memory import Interaction, InterestMemory, UserMemory
from penchant.memory.recall.mattering import LEAST, bearing
from penchant.memory.recall.telling import seeks_advice, tells_taste

NOW = datetime(2026, 1, 1, tzinfo=UTC)
AMONG = {"talk": 100, "requests": 240}
SEED, PEOPLE, MOST = 11, 12, 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of one person's, and the statement that bears on it, "" for none."""

    among: str
    question: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What was quoted for a question, in how many tokens, and why the wanted statement was not."""

    asked: Asked
    quoted: tuple[str, ...]
    tokens: int
    lost: str


def topics(data: Path, half: str) -> dict[str, list[dict[str, str]]]:
    """Return the preferences of one half of PrefEval's topics: every other one is held out."""
    paths = sorted((data / "nc/prefeval/explicit_preference").glob("*.json"))
    chosen = paths[half == "held" :: 2]
    return {path.stem: json.loads(path.read_text("utf-8")) for path in chosen}


def people(data: Path, half: str) -> Iterator[tuple[list[str], list[Asked]]]:
    """Yield people: all that they said, and what they ask."""
    clinc = json.loads((data / "clinc150/data_train_val.json").read_text("utf-8"))
    requests, free = ([text for text, _ in clinc[part]] for part in ("train", "val"))
    talk, known = messages(data), topics(data, half)
    for among, turns in AMONG.items():
        rng = random.Random(SEED)
        for number in range(PEOPLE):
            held = {name: rng.choice(some) for name, some in known.items()}
            start = turns * number if half == "open" else turns * (PEOPLE + number)
            others = talk[start : start + turns] if among == "talk" else rng.sample(requests, turns)
            yield _said(held, others[: turns - len(held)], rng), _asks(among, held, rng.sample(free, len(held)))


def _said(held: dict[str, dict[str, str]], others: Sequence[str], rng: random.Random) -> list[str]:
    said = list(others)
    for one in held.values():
        said.insert(rng.randrange(len(said) + 1), one["preference"])
    return said


def _asks(among: str, held: dict[str, dict[str, str]], free: Sequence[str]) -> list[Asked]:
    bearing_on = [Asked(among, one["question"], one["preference"]) for one in held.values()]
    return bearing_on + [Asked(among, text, "") for text in free]


def seen(person: UserMemory, asked: Asked) -> Seen:
    """Return what the prompt of a question quotes, where the block has no interests."""
    quotes = _quotes(person, asked.question)
    pieces = placed(quotes, Placement.FENCED, asked.question, MAX_BLOCK_TOKENS, count_tokens)
    events = {one.event for _, one in pieces if one}
    texts = tuple(
        one.event.text for one in person.recall_turns(asked.question, CANDIDATES) if one.event.number in events
    )
    tokens = count_tokens("".join(text for text, _ in pieces))
    lost = "" if not asked.wanted or asked.wanted in texts else why(person, asked)
    return Seen(asked, texts, tokens, lost)


def _quotes(person: UserMemory, question: str) -> tuple[Quote, ...]:
    return past_of(question, person.recall_turns(question, CANDIDATES), openness(question))


def why(person: UserMemory, asked: Asked) -> str:
    """Return where a wanted statement was lost."""
    numbers = {one.event.number: one.event.text for one in person.search(asked.question, MOST)}
    told = {numbers.get(number): its for number, its in person._retrieval.signs(asked.question).items()}
    if asked.wanted not in told:
        return "not looked at" if asked.wanted in numbers.values() else "not found"
    if bearing(told[asked.wanted]) < LEAST:
        if not seeks_advice(asked.question):
            return "no advice seen"
        return "bearing" if tells_taste(asked.wanted) else "no taste seen"
    quoted = asked.wanted in [one.text for one in _quotes(person, asked.question)]
    return "budget" if quoted else "closed, or gives orders"


def measured(data: Path, half: str) -> list[Seen]:
    """Ask everybody everything."""
    results: list[Seen] = []
    for said, asks in people(data, half):
        with (
            tempfile.TemporaryDirectory() as folder,
            InterestMemory(folder, index=False, clock=lambda: NOW, extractor=lambda _: ()) as memory,
        ):
            person = memory.user()
            start = NOW - timedelta(hours=len(said))
            person.observe_all(
                Interaction(str(n), text=text, at=start + timedelta(hours=n), session=f"s{n // 12}")
                for n, text in enumerate(said)
            )
            results += [seen(person, one) for one in asks]
    return results


def rows(among: str, results: Sequence[Seen], show: int) -> Iterator[str]:
    """Yield the figures of those who talk among the same, and so many examples of each fault."""
    some = [one for one in results if one.asked.among == among]
    bears, free = ([one for one in some if bool(one.asked.wanted) is wanted] for wanted in (True, False))
    lost, needless = [one for one in bears if one.lost], [one for one in free if one.quoted]
    beside = [one for one in bears if set(one.quoted) - {one.asked.wanted}]
    tokens = [sum(one.tokens for one in each) / len(each) for each in (bears, free)]
    yield (
        f"{among:10}missed {100 * len(lost) / len(bears):.0f} of 100, something beside {100 * len(beside) / len(bears):.0f}, "
        f"needless {100 * len(needless) / len(free):.0f} of 100; tokens {tokens[0]:.0f} and {tokens[1]:.0f}"
    )
    yield f"{'':10}lost: {dict(Counter(one.lost for one in lost))}"
    for fault, each in (("lost", lost), ("needless", needless), ("beside", beside)):
        for one in each[:show]:
            yield f"  {fault} {one.lost}: {one.asked.question} | {one.asked.wanted} | {' / '.join(one.quoted)}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", choices=("open", "held"), default="held")
    parser.add_argument("--show", type=int, default=0, help="examples of each fault")
    chosen = parser.parse_args()
    if chosen.show and chosen.half == "held":
        parser.error("the held-out half is not to be looked at: --half open")
    results = measured(chosen.data, chosen.half)
    for among in AMONG:
        print("\n".join(rows(among, results, chosen.show)))


if __name__ == "__main__":
    main()
