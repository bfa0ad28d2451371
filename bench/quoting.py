"""What the agent quotes of the past for a message: the preference that bears on it, what else, and where a preference is lost.

    python bench/quoting.py DATA                  # the held-out half of PrefEval's topics
    python bench/quoting.py DATA --half open      # the half that may be looked at to choose
    python bench/quoting.py DATA --half open --show 20

A person has stated one preference on each of five topics among messages of real conversations (Topical-Chat, Chitchat) or unrelated
requests (CLINC150). They ask the question of each preference; then as many requests that no preference bears on (CLINC150's validation part),
and, of another person who stated only what lies beside it, the questions again ("beside"). PrefEval may not be used commercially: nothing is
fitted to it. The half `open` was looked at while signs were chosen, the half `held` was not.
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
from penchant.agent.gate.openness import Openness, openness
from penchant.agent.prompting.block import MAX_BLOCK_TOKENS, Placement
from penchant.agent.prompting.past import past_of
from penchant.agent.prompting.quotes import CANDIDATES, Quote, placed
from penchant.agent.prompting.tokens import count_tokens
from penchant.memory import Interaction, InterestMemory, UserMemory
from penchant.memory.recall.mattering import LEAST, bearing, refers_back
from penchant.memory.recall.telling import of_own, seeks_advice, tells_taste

NOW = datetime(2026, 1, 1, tzinfo=UTC)
AMONG = {"talk": 100, "requests": 240}
SEED, PEOPLE = 11, 12


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of one person's, and the statement that bears on it, "" for none."""

    among: str
    kind: str
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


def people(data: Path, half: str) -> Iterator[tuple[str, list[str], list[Asked]]]:
    """Yield people: what they talk among, all that they said, and what they ask."""
    clinc = json.loads((data / "clinc150/data_train_val.json").read_text("utf-8"))
    requests, free = ([text for text, _ in clinc[part]] for part in ("train", "val"))
    talk, known = messages(data), topics(data, half)
    for among, turns in AMONG.items():
        rng = random.Random(SEED)
        for number in range(PEOPLE):
            held = {name: rng.choice(some) for name, some in known.items()}
            start = turns * number if half == "open" else turns * (PEOPLE + number)
            others = talk[start : start + turns] if among == "talk" else rng.sample(requests, turns)
            yield among, _said(held, others[: turns - len(held)], rng), _asks(among, held, rng.sample(free, len(held)))


def _said(held: dict[str, dict[str, str]], others: Sequence[str], rng: random.Random) -> list[str]:
    said = list(others)
    for one in held.values():
        said.insert(rng.randrange(len(said) + 1), one["preference"])
    return said


def _asks(among: str, held: dict[str, dict[str, str]], free: Sequence[str]) -> list[Asked]:
    bearing_on = [Asked(among, "bears", one["question"], one["preference"]) for one in held.values()]
    return bearing_on + [Asked(among, "request", text, "") for text in free]


def seen(person: UserMemory, asked: Asked) -> Seen:
    """Return what the prompt of a question quotes, where the block has no interests."""
    quotes = _quotes(person, asked.question)
    pieces = placed(quotes, Placement.FENCED, asked.question, MAX_BLOCK_TOKENS, count_tokens)
    events = {one.event for _, one in pieces if one}
    texts = tuple(one.event.text for one in person.recall_turns(asked.question, CANDIDATES) if one.event.number in events)
    tokens = count_tokens("".join(text for text, _ in pieces))
    lost = "" if not asked.wanted or asked.wanted in texts else why(person, asked)
    return Seen(asked, texts, tokens, lost)


def _quotes(person: UserMemory, question: str) -> tuple[Quote, ...]:
    return past_of(question, person.recall_turns(question, CANDIDATES), openness(question))


def why(person: UserMemory, asked: Asked) -> str:
    """Return where a wanted statement was lost."""
    if asked.wanted not in [one.event.text for one in person.search(asked.question, 200)]:
        return "not found"
    numbers = {one.event.number: one.event.text for one in person.search(asked.question, 200)}
    told = {numbers.get(n): its for n, its in person._retrieval.signs(asked.question).items()}
    if asked.wanted not in told:
        return "not among those looked at"
    if told[asked.wanted]_PLACE
        p = bearing(told[asked.wanted])
        if p >= LEAST:
            return "closed"
        if not seeks_advice(asked.question):
            return "no advice seen"
        return "no taste seen" if not tells_taste(asked.wanted) else "bearing"
    return "budget or orders"


def measured(data: Path, half: str) -> list[Seen]:
    """Ask everybody everything."""
    results: list[Seen] = []
    for among, said, asks in people(data, half):
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", choices=("open", "held"), default="held")
    parser.add_argument("--show", type=int, default=0)
    chosen = parser.parse_args()
    results = measured(chosen.data, chosen.half)
    for among in AMONG:
        some = [one for one in results if one.asked.among == among]
        bears, free = ([one for one in some if one.asked.kind == kind] for kind in ("bears", "request"))
        missed = sum(bool(one.lost) for one in bears)
        beside = sum(bool(set(one.quoted) - {one.asked.wanted}) for one in bears)
        needless = sum(bool(one.quoted) for one in free)
        print(
            f"{among:10} missed {100 * missed / len(bears):.0f} of 100, something beside {100 * beside / len(bears):.0f}; "
            f"needless for {100 * needless / len(free):.0f} of 100; tokens {sum(one.tokens for one in bears) / len(bears):.0f} "
            f"{sum(one.tokens for one in free) / len(free):.0f}"
        )
        print("           lost:", dict(Counter(one.lost for one in bears if one.lost)))
        if chosen.show:
            for one in [one for one in bears if one.lost][: chosen.show]:
                print("  LOST", one.lost, "|", one.asked.wanted[:110], "|", one.asked.question[:130])
            for one in [one for one in free if one.quoted][: chosen.show]:
                print("  NEEDLESS", one.asked.question[:80], "|", [t[:70] for t in one.quoted])
            for one in [one for one in bears if set(one.quoted) - {one.asked.wanted}][: chosen.show]:
                print("  BESIDE", one.asked.question[:80], "|", [t[:90] for t in one.quoted if t != one.asked.wanted])


if __name__ == "__main__":
    main()
