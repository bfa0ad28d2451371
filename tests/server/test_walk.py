"""Two users walk through the whole API at once: neither ever sees a word of the other's, by guessed ids neither."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from penchant.memory import InterestMemory

from tests.conftest import Clock
from tests.loopback import Loopback
from tests.server.stage import HOSTILE, asked, bearer, chat, key_of

WORDS = {
    0: ("rock climbing", "violin lessons", "sourdough bread", "My dog Biscuit is allergic to chicken."),
    1: ("beekeeping", "chess openings", "sailing boats", "My cat Pepper is allergic to salmon."),
}
"""What only the one speaks of, and only the other."""

CALLS = (
    "chat",
    "stream",
    "suggest",
    "events",
    "interests",
    "why",
    "control",
    "merge",
    "controls",
    "undo",
    "export",
    "forget",
    "erase",
)


@dataclass
class User:
    """One of the two: a key's headers, the words that are theirs, and what they saw."""

    head: dict[str, str]
    own: tuple[str, ...]
    seen: list[str] = field(default_factory=list)

    def saw(self, answer: httpx.Response) -> httpx.Response:
        assert answer.status_code < 500, answer.text
        self.seen.append(answer.text)
        return answer


async def call(client: httpx.AsyncClient, user: User, name: str, number: int) -> None:
    """Make one call; `number` is what is guessed for an id, whoever's it is."""
    said = user.own[number % 3]
    completions = "/v1/chat/completions"
    match name:
        case "chat":
            user.saw(await client.post(completions, json=chat(f"I love {said}."), headers=user.head))
        case "stream":
            user.saw(await client.post(completions, json=chat(user.own[3], stream=True), headers=user.head))
        case "suggest":
            asking = chat(("Suggest something to do.", "What is my pet allergic to?")[number % 2])
            user.saw(await client.post(completions, json=asking, headers=user.head))
        case "events":
            event = {"kind": "search", "text": said, "id": str(number)}
            user.saw(await client.post("/v1/events", json=event, headers=user.head))
        case "interests" | "controls" | "export":
            user.saw(await client.get(f"/v1/{name}", headers=user.head))
        case "why":
            user.saw(await client.get(f"/v1/interests/{number}/why", headers=user.head))
        case "control" | "merge":
            body: dict[str, Any] = {"action": "pin"} if name == "control" else {"action": "merge", "into": number + 1}
            user.saw(await client.post(f"/v1/interests/{number}/controls", json=body, headers=user.head))
        case "undo":
            user.saw(await client.post("/v1/controls/undo", headers=user.head))
        case "forget":
            user.saw(await client.delete(f"/v1/interests/{number}", headers=user.head))
        case "erase":
            user.saw(await client.delete("/v1/memory", headers=user.head))


def heads(memory: InterestMemory, names: tuple[str, str], way: str) -> list[dict[str, str]]:
    """Return the headers of two users: two persons with a key each, two users of one app, or a user of the same id in each of two apps."""
    if way == "persons":
        return [bearer(key_of(memory, name)) for name in names]
    apps = ("shop", "shop" if way == "one app" else "shop-2")
    ids = names if way == "one app" else (names[0], names[0])
    tokens = {app: key_of(memory, app=app) for app in apps}
    return [
        bearer(tokens[app], **{"X-Penchant-User": quote(name, safe="")}) for app, name in zip(apps, ids, strict=True)
    ]


def stored_of(memory: InterestMemory) -> dict[str, list[dict[str, Any]]]:
    return {name: list(memory.user(name).export()) for name in memory.users()}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=2, unique=True).map(lambda two: (two[0], two[1])),
    way=st.sampled_from(["persons", "one app", "two apps"]),
    steps=st.lists(
        st.tuples(st.sampled_from([0, 1]), st.sampled_from(CALLS), st.integers(1, 6)), min_size=10, max_size=16
    ),
)
async def test_two_users_never_see_each_others_data(
    clock: Clock, upstream: Loopback, names: tuple[str, str], way: str, steps: list[tuple[int, str, int]]
) -> None:
    if way == "persons" and any(name.startswith("app:") for name in names):
        names = ("a@b.com", "A@b.com")
    upstream.requests.clear()
    sent: dict[int, list[str]] = {0: [], 1: []}
    with TemporaryDirectory() as folder, InterestMemory(Path(folder), clock=clock, index=False) as memory:
        async with asked(memory, upstream) as client:
            users = [User(head, WORDS[place]) for place, head in enumerate(heads(memory, names, way))]
            for who in (0, 1):  # both have something to lose
                await call(client, users[who], "chat", who)
                await call(client, users[who], "stream", who)
                sent[who] += [request.raw.decode() for request in upstream.requests]
                upstream.requests.clear()
            for who, name, number in steps:
                before = await other(client, users[1 - who])
                await call(client, users[who], name, number)
                sent[who] += [request.raw.decode() for request in upstream.requests]
                upstream.requests.clear()
                assert await other(client, users[1 - who]) == before
        for who in (0, 1):
            words = [
                word
                for said in WORDS[1 - who]
                for word in (said, "Biscuit", "Pepper")
                if word not in " ".join(WORDS[who])
            ]
            seen = "\n".join(users[who].seen + sent[who])
            assert [word for word in words if word in seen] == []
        assert len(stored_of(memory)) == 2


async def other(client: httpx.AsyncClient, user: User) -> str:
    """Return all that is stored of a user: what the other one does must not change it."""
    return (await client.get("/v1/export", headers=user.head)).text
