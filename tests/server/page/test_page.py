"""The page over HTTP: who may see what, what forms do, and what stands in the HTML."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from typing import Any

import httpx
import pytest
from penchant.memory import InterestMemory, UserMemory
from penchant.server.keys import Keys, Scope
from penchant.server.service import Options

from tests.loopback import Loopback
from tests.server.stage import HOSTILE, asked, key_of

HOSTILE_LABELS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "\u202egnitirw",
    "a&lt;b",
    "'); DROP--",
)


@pytest.fixture
async def client(memory: InterestMemory, upstream: Loopback) -> AsyncIterator[httpx.AsyncClient]:
    async with asked(memory, upstream) as found:
        yield found


@pytest.fixture
def told(person: UserMemory, clock: Any) -> UserMemory:
    """Ada after some days of talk."""
    person.observe("I have started rock climbing.", session="s")
    clock.advance(timedelta(days=3))
    person.observe("I went rock climbing again.", session="s")
    person.observe("I love jazz. I can't stand olives.", session="s")
    return person


async def signed_in(client: httpx.AsyncClient, key: str) -> httpx.Response:
    """Sign in and return the page that one is led to."""
    answer = await client.post("/sign-in", data={"key": key})
    assert (answer.status_code, answer.headers["location"]) == (303, "/"), answer.text
    return await client.get("/")


def token_in(page: httpx.Response) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', page.text)
    assert found
    return found[1]


def number_of(person: UserMemory, label: str) -> int:
    return person.explain(label, 0).interest.topic


async def press(client: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    """Send one of the page's own forms."""
    return await client.post(path, data={"token": token_in(await client.get("/")), **fields})


# Signing in


async def test_who_is_not_signed_in_sees_nothing_of_anybody(client: httpx.AsyncClient, told: UserMemory) -> None:
    home = await client.get("/")
    assert "Your key" in home.text
    assert "climbing" not in home.text
    topic = number_of(told, "jazz")
    for path in (f"/interests/{topic}", f"/interests/{topic}/forget"):
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
    for path in (f"/interests/{topic}/mute", f"/interests/{topic}/forget", "/undo", "/notes", "/sign-out"):
        assert (await client.post(path, data={"token": "x"})).status_code == 303
    assert not told.explain("jazz").interest.muted


async def test_a_wrong_key_signs_nobody_in(client: httpx.AsyncClient) -> None:
    for key in ("", "pen_", "pen_0000000000000000_" + "A" * 43, "ключ", "x" * 15_000):
        answer = await client.post("/sign-in", data={"key": key})
        assert answer.status_code == 401
        assert "no key that is known here" in answer.text
        assert "set-cookie" not in answer.headers


async def test_an_apps_key_opens_no_page(client: httpx.AsyncClient, memory: InterestMemory) -> None:
    answer = await client.post("/sign-in", data={"key": key_of(memory, app="shop")})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_the_cookie_is_a_secret_that_scripts_and_other_sites_do_not_get(
    client: httpx.AsyncClient, memory: InterestMemory
) -> None:
    key = key_of(memory, "ada")
    answer = await client.post("/sign-in", data={"key": key})
    cookie = answer.headers["set-cookie"]
    assert re.search(r"HttpOnly.*SameSite=strict", cookie, re.I)
    assert "ada" not in cookie
    assert key.rsplit("_", 1)[1] not in cookie
    secret = re.search(r"penchant_visit=([^;]+)", cookie)
    assert secret
    with memory.ledger.engine.connect() as connection:
        rows = connection.exec_driver_sql("select key, value from meta").all()
    assert not [row for row in rows if secret[1] in f"{row}"]


async def test_over_tls_the_cookie_goes_over_tls_alone(client: httpx.AsyncClient, memory: InterestMemory) -> None:
    answer = await client.post("https://penchant/sign-in", data={"key": key_of(memory, "ada")})
    assert "; secure" in answer.headers["set-cookie"].lower()


async def test_signing_out_ends_the_visit_for_whoever_has_the_cookie(
    client: httpx.AsyncClient, memory: InterestMemory
) -> None:
    home = await signed_in(client, key_of(memory, "ada"))
    stolen = client.cookies["penchant_visit"]
    await client.post("/sign-out", data={"token": token_in(home)})
    client.cookies.set("penchant_visit", stolen)
    assert "Your key" in (await client.get("/")).text


async def test_a_visit_ends_with_its_time_and_with_its_key(
    client: httpx.AsyncClient, memory: InterestMemory, clock: Any
) -> None:
    await signed_in(client, key_of(memory, "ada"))
    clock.advance(timedelta(hours=13))
    assert "Your key" in (await client.get("/")).text
    await signed_in(client, key_of(memory, "ada"))
    keys = Keys(memory.ledger, memory.clock)
    for key in keys.all():
        keys.revoke(key.id)
    assert "Your key" in (await client.get("/")).text
    with memory.ledger.engine.connect() as connection:
        left = connection.exec_driver_sql("select count(*) from meta where key like 'page visit %'").scalar()
    assert left == 1  # the first one was forgotten when the second began


# What is shown


async def test_interests_are_shown_as_the_memory_has_them(
    client: httpx.AsyncClient, told: UserMemory, memory: InterestMemory
) -> None:
    home = await signed_in(client, key_of(memory, "ada"))
    for one in told.interests():
        assert f'href="/interests/{one.topic}"' in home.text
        assert f"{max(one.weight, one.negative):.2f}" in home.text
    climbing = await client.get(f"/interests/{number_of(told, 'rock climbing')}")
    text = unescape(re.sub(r"<[^>]+>", "", climbing.text))
    assert "I went rock climbing again." in text
    assert "I have started rock climbing." in text
    assert "from the last days" in text
    assert "without a word it" in text
    weight = told.weights()["rock climbing"]
    assert re.search(rf"<desc[^>]*>Weight 0\.00 60 days ago, highest {weight:.2f} now;", climbing.text)


async def test_the_curve_is_that_of_the_memory(
    client: httpx.AsyncClient, told: UserMemory, memory: InterestMemory, clock: Any
) -> None:
    topic = number_of(told, "rock climbing")
    await signed_in(client, key_of(memory, "ada"))
    page = (await client.get(f"/interests/{topic}")).text
    drawn = {name: re.search(rf'class="{name}" points="([^"]+)"', page) for name in ("past", "future")}
    moments = [clock.now + timedelta(days=day) for day in range(-60, 61)]
    weights = told.curves([topic], moments)[topic]
    assert drawn["past"]
    assert drawn["future"]
    heights = [float(point.split(",")[1]) for name in ("past", "future") for point in drawn[name][1].split()]  # type: ignore[index]
    floor = heights[0]
    top = (floor - heights[60]) / weights[60]
    assert [(floor - one) / top for one in (*heights[:61], *heights[62:])] == pytest.approx(weights, abs=0.001)


async def test_what_a_label_holds_is_text(client: httpx.AsyncClient, told: UserMemory, memory: InterestMemory) -> None:
    topic, key = number_of(told, "jazz"), key_of(memory, "ada")
    for label in HOSTILE_LABELS:
        kept = told.rename(topic, label).label
        pages = [await signed_in(client, key)]
        pages += [await client.get(f"/interests/{topic}"), await client.get(f"/interests/{topic}/forget")]
        for page in pages:
            assert page.status_code == 200
            assert not re.search(r"<script|<img src=x|>49<", page.text)
            assert kept in map(unescape, re.findall(r"<bdi>(.*?)</bdi>", page.text))


async def test_what_was_said_is_text(client: httpx.AsyncClient, person: UserMemory, memory: InterestMemory) -> None:
    person.observe("I love jazz <3 & \x1b[2J so much", session="s")
    await signed_in(client, key_of(memory, "ada"))
    page = (await client.get(f"/interests/{person.interests()[0].topic}")).text
    assert "&lt;3 &amp; \ufffd[2J so much" in page
    assert "<mark>jazz" in page


async def test_every_page_forbids_scripts_and_other_hosts(
    client: httpx.AsyncClient, told: UserMemory, memory: InterestMemory
) -> None:
    pages = [await client.get("/"), await signed_in(client, key_of(memory, "ada"))]
    pages += [await client.get(f"/interests/{number_of(told, 'jazz')}"), await client.get("/interests/99")]
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self';")
        assert "unsafe" not in policy
        assert page.headers["cache-control"] == "no-store"
        assert not re.search(r"<script|style=|https?://|\son\w+=", page.text)


# Steering


async def test_the_buttons_do_what_the_memory_does(
    client: httpx.AsyncClient, told: UserMemory, memory: InterestMemory
) -> None:
    await signed_in(client, key_of(memory, "ada"))
    topic = number_of(told, "jazz")

    def jazz() -> Any:
        return told.explain(topic, 0).interest

    answer = await press(client, f"/interests/{topic}/pin", at="interest")
    assert answer.headers["location"] == f"/interests/{topic}?done=pin"
    assert "Pinned" in (await client.get(answer.headers["location"])).text
    assert jazz().pinned
    await press(client, f"/interests/{topic}/unpin")
    await press(client, f"/interests/{topic}/mute")
    await press(client, f"/interests/{topic}/boost", factor="0.5")
    assert (jazz().pinned, jazz().muted, jazz().boost) == (False, True, 0.5)
    assert (await press(client, "/undo")).headers["location"] == "/?done=undone"
    assert (jazz().muted, jazz().boost) == (True, 1.0)
    await press(client, f"/interests/{topic}/unmute")
    await press(client, f"/interests/{topic}/stop")
    assert (jazz().muted, jazz().stopped) == (False, True)
    home = (await client.get("/")).text
    assert "jazz unmuted" in home
    assert "jazz counted 0.5 times (taken back)" in home


async def test_a_note_is_a_statement(client: httpx.AsyncClient, person: UserMemory, memory: InterestMemory) -> None:
    await signed_in(client, key_of(memory, "ada"))
    answer = await press(client, "/notes", words="I love green tea, and I can't stand olives.")
    assert answer.headers["location"] == "/?done=noted"
    [tea, olives] = person.interests()
    assert (tea.label, olives.label) == ("green tea", "olives")
    assert olives.negative > olives.weight
    assert {source.event.kind for source in person.explain(tea.topic).sources} == {"statement"}
    assert (await press(client, "/notes", words="Hm.")).headers["location"] == "/?done=unread"


async def test_forgetting_asks_first_and_erases_the_words(
    client: httpx.AsyncClient, told: UserMemory, memory: InterestMemory
) -> None:
    await signed_in(client, key_of(memory, "ada"))
    topic = number_of(told, "rock climbing")
    question = (await client.get(f"/interests/{topic}/forget")).text
    assert "2 turns" in question
    assert "rock climbing" in told.weights()
    answer = await press(client, f"/interests/{topic}/forget")
    assert "with the text of <strong>2 turns</strong>" in answer.text
    assert "<summary>Receipt</summary>" in answer.text
    assert "found: nothing" in answer.text
    assert "climbing" not in answer.text
    assert "rock climbing" not in told.weights()
    assert told.find_words("climbing") == []
    assert (await client.get(f"/interests/{topic}")).status_code == 404


async def test_what_was_mentioned_once_can_be_confirmed_or_rejected(
    client: httpx.AsyncClient, person: UserMemory, memory: InterestMemory
) -> None:
    person.observe("How far is the moon?")
    person.observe("How far is Mars?")
    await signed_in(client, key_of(memory, "ada"))
    first, second = (one.topic for one in person.interests() if one.tentative)
    await press(client, f"/interests/{first}/confirm")
    await press(client, f"/interests/{second}/reject")
    assert [(one.topic, one.tentative) for one in person.interests()] == [(first, False)]


NONSENSE: list[tuple[str, dict[str, str], int]] = [
    ("/interests/{0}/boost", {"factor": "100"}, 400),
    ("/interests/{0}/boost", {}, 400),
    ("/interests/99999/mute", {}, 404),
    ("/interests/99999999999999999999999999/mute", {}, 404),
    ("/notes", {"words": "  "}, 400),
    ("/notes", {"words": "x" * 501}, 400),
    ("/notes", {"words": "x" * 30_000}, 413),
    ("/undo", {}, 409),
]


async def test_what_makes_no_sense_is_told_on_a_page(
    client: httpx.AsyncClient, told: UserMemory, memory: InterestMemory
) -> None:
    await signed_in(client, key_of(memory, "ada"))
    before = told.interests()
    for path, fields, status in NONSENSE:
        answer = await press(client, path.format(number_of(told, "jazz")), **fields)
        assert answer.status_code == status, path
        assert "That did not work" in answer.text
    assert told.interests() == before


# Forms of others


async def test_a_form_without_the_visits_token_does_nothing(
    client: httpx.AsyncClient, told: UserMemory, memory: InterestMemory
) -> None:
    topic = number_of(told, "jazz")
    await signed_in(client, key_of(memory, "bob"))
    of_bob = token_in(await client.get("/"))
    client.cookies.clear()
    await signed_in(client, key_of(memory, "ada"))
    for token in ("", "0" * 64, of_bob, "ä"):
        assert (await client.post(f"/interests/{topic}/mute", data={"token": token})).status_code == 403
    assert not told.explain(topic, 0).interest.muted


ELSEWHERE = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)


async def test_a_browser_that_says_it_is_the_same_site_is_believed_behind_a_proxy(
    client: httpx.AsyncClient, told: UserMemory, memory: InterestMemory
) -> None:
    behind = {"Sec-Fetch-Site": "same-origin", "Origin": "https://penchant.example"}
    answer = await client.post("/sign-in", data={"key": key_of(memory, told.name)}, headers=behind)
    assert answer.status_code == 303


async def test_a_form_of_another_site_does_nothing(
    client: httpx.AsyncClient, told: UserMemory, memory: InterestMemory
) -> None:
    topic, key = number_of(told, "jazz"), key_of(memory, "ada")
    token = token_in(await signed_in(client, key))
    for headers in ELSEWHERE:
        answer = await client.post(f"/interests/{topic}/mute", data={"token": token}, headers=headers)
        assert answer.status_code == 403
        assert (await client.post("/sign-in", data={"key": key}, headers=headers)).status_code == 403
    assert not told.explain(topic, 0).interest.muted


async def test_what_only_looks_changes_nothing(
    client: httpx.AsyncClient, told: UserMemory, memory: InterestMemory
) -> None:
    topic = number_of(told, "jazz")
    await signed_in(client, key_of(memory, "ada"))
    assert (await client.get(f"/interests/{topic}/mute")).status_code == 405
    assert not told.explain(topic, 0).interest.muted


# Others


async def test_nobody_reaches_what_is_another_persons(
    client: httpx.AsyncClient, told: UserMemory, memory: InterestMemory
) -> None:
    before = told.interests()
    for name in (*HOSTILE[:5], "Ada", "ada "):
        memory.user(name).observe("I love opera.")
        home = await signed_in(client, key_of(memory, name))
        token = token_in(home)
        assert "opera</bdi>" in home.text
        assert "rock climbing</bdi>" not in home.text
        for path in (f"/interests/{before[0].topic}", f"/interests/{before[0].topic}/forget"):
            answer = await client.get(path)
            assert answer.status_code == 404
            assert before[0].label not in answer.text
        for action in ("mute", "forget", "boost", "stop", "confirm"):
            form = {"token": token, "factor": "2"}
            assert (await client.post(f"/interests/{before[0].topic}/{action}", data=form)).status_code == 404
    assert told.interests() == before


async def test_a_key_sees_the_buttons_that_it_may_press(
    client: httpx.AsyncClient, told: UserMemory, memory: InterestMemory
) -> None:
    topic = number_of(told, "jazz")
    home = await signed_in(client, key_of(memory, "ada", scopes=[Scope.READ]))
    one = await client.get(f"/interests/{topic}")
    assert "<button" not in re.sub(r'<button class="quiet">Sign out</button>', "", home.text + one.text)
    for path in (f"/interests/{topic}/mute", f"/interests/{topic}/forget", "/notes", "/undo"):
        assert (await press(client, path)).status_code == 403
    client.cookies.clear()
    answer = await client.post("/sign-in", data={"key": key_of(memory, "ada", scopes=[Scope.CHAT])})
    assert answer.status_code == 403
    assert "scope read" in answer.text
    assert "set-cookie" not in answer.headers


async def test_the_keys_rate_limit_holds_on_the_page_too(memory: InterestMemory, upstream: Loopback) -> None:
    async with asked(memory, upstream, Options(per_minute=1, burst=4)) as client:
        await signed_in(client, key_of(memory, "ada"))  # takes two
        assert [(await client.get("/")).status_code for _ in range(3)] == [200, 200, 429]
        slowed = await client.get("/")
        assert "Too many requests" in slowed.text
        assert int(slowed.headers["retry-after"]) > 0


async def test_the_api_keeps_its_own_errors(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/interests")).json()["error"]["code"] == "invalid_api_key"
    assert "page" not in "".join((await client.get("/openapi.json")).json()["paths"])
