from __future__ import annotations

import gc
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from penchant.memory import Attachment, Interaction, InterestMemory
from penchant.server.app import create_app
from penchant.server.chat.proxied import Proxied
from penchant.server.service import Options, Service

from tests.conftest import Clock
from tests.loopback import Loopback
from tests.server.stage import asked, bearer, chat, key_of

LIKES = "I love rock climbing and I can't stand jazz."


async def id_of(client: httpx.AsyncClient, head: dict[str, str], label: str) -> int:
    found = (await client.get("/v1/interests", headers=head)).json()["data"]
    return int(next(one["id"] for one in found if one["label"] == label))


async def test_interests_are_listed_and_explained_in_the_persons_words(
    memory: InterestMemory, upstream: Loopback, clock: Clock
) -> None:
    memory.user("ada").observe(LIKES)
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada", scopes=["read"]))
        listed = (await client.get("/v1/interests", headers=head)).json()["data"]
        assert [one["label"] for one in listed] == ["rock climbing", "jazz"]
        assert listed[0]["weight"] == pytest.approx(memory.user("ada").weights()["rock climbing"])
        why = (await client.get(f"/v1/interests/{listed[0]['id']}/why", headers=head)).json()
        assert why["sources"][0]["phrase"] == "rock climbing"
        assert why["sources"][0]["sentence"] == LIKES
        assert sum(why["parts"][name] for name in ("recent", "lasting", "lent", "pinned")) == pytest.approx(
            why["interest"]["weight"]
        )
        before = clock.now - timedelta(days=1)
        then = await client.get("/v1/interests", params={"as_of": before.isoformat()}, headers=head)
        assert then.json()["data"] == []
        assert (await client.get("/v1/interests/999/why", headers=head)).status_code == 404


async def test_events_of_all_kinds_teach_and_an_id_is_one_event(memory: InterestMemory, upstream: Loopback) -> None:
    events: list[dict[str, Any]] = [
        {"kind": "search", "text": "violin lessons", "id": "1"},
        {"kind": "click", "item": {"title": "Beekeeping for beginners"}},
        {"kind": "view", "item": {"title": "Sourdough bread", "tags": ["baking"]}, "dwell_seconds": 60},
        {"kind": "rating", "item": {"title": "Free Solo"}, "rating": 0.9, "at": "2026-02-01T10:00:00+01:00"},
    ]
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))
        done = (await client.post("/v1/events", json={"events": events}, headers=head)).json()["data"]
        assert [one["new"] for one in done] == [True] * 4
        assert done[0]["changes"][0]["label"] == "violin lessons"
        disliked = {"kind": "dislike", "item": {"tags": ["golf"]}}
        ((golf,),) = (
            one["changes"] for one in (await client.post("/v1/events", json=disliked, headers=head)).json()["data"]
        )
        assert (golf["after"], golf["negative_before"], golf["mass"]) == (0, 0, -2)
        assert golf["negative_after"] > 0
        again = (await client.post("/v1/events", json=events[0], headers=head)).json()["data"]
        assert (again[0]["id"], again[0]["new"]) == ("1", False)
        senseless: list[dict[str, Any]] = [
            {"kind": "fly", "text": "x"},
            {"kind": "search"},
            {"kind": "search", "text": "x", "rating": 0.5},
            {"kind": "search", "text": "x", "at": "2026-02-01T10:00:00"},
            {"kind": "rating", "text": "x", "rating": 7},
            {"kind": "view", "text": "x", "dwell_seconds": -1},
            {"kind": "search", "text": "x", "more": 1},
            {"events": []},
            {"events": [{"kind": "search", "text": "y"}] * 1001},
        ]
        for wrong in senseless:
            answer = await client.post("/v1/events", json=wrong, headers=head)
            assert answer.status_code == 400, wrong
            assert answer.json()["error"]["type"] == "invalid_request_error"
    assert len([event for event in memory.user("ada").export() if event["type"] == "event"]) == 5


async def test_tags_are_several_texts_or_one_with_commas(memory: InterestMemory, upstream: Loopback) -> None:
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))

        async def liked(tags: Any) -> httpx.Response:
            return await client.post("/v1/events", json={"kind": "like", "item": {"tags": tags}}, headers=head)

        assert (await liked("film, horror")).status_code == 200
        assert (await liked(["chess", "go, baduk"])).status_code == 200
        for wrong in (None, 5, [5], {"film": 1}, ",".join(map(str, range(101)))):
            assert (await liked(wrong)).status_code == 400, wrong
    assert set(memory.user("ada").weights()) == {"film", "horror", "chess", "go, baduk"}


async def test_where_one_event_makes_no_sense_none_is_stored(memory: InterestMemory, upstream: Loopback) -> None:
    good = {"kind": "search", "text": "violin lessons"}
    bad: list[dict[str, Any]] = [{"kind": "fly", "text": "x"}, {"kind": "search"}, {"kind": "rating", "text": "x"}]
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))
        for wrong in bad:
            answer = await client.post("/v1/events", json={"events": [good, good, wrong]}, headers=head)
            assert (answer.status_code, answer.json()["error"]["param"]) == (400, "events.2")
        assert memory.user("ada").latest(9) == []
        assert (await client.post("/v1/events", json={"events": [good, good]}, headers=head)).status_code == 200
    assert len(memory.user("ada").latest(9)) == 2


async def test_every_control_does_what_it_does_in_the_terminal_and_can_be_taken_back(
    memory: InterestMemory, upstream: Loopback
) -> None:
    memory.user("ada").observe(LIKES)
    memory.user("ada").observe("How far is the moon?")
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))

        async def control(label: str, /, **body: Any) -> dict[str, Any]:
            address = f"/v1/interests/{await id_of(client, head, label)}/controls"
            answer = await client.post(address, json=body, headers=head)
            assert answer.status_code == 200, answer.text
            found: dict[str, Any] = answer.json()
            return found

        assert (await control("rock climbing", action="pin"))["weight"] >= 0.6
        assert not (await control("rock climbing", action="pin", on=False))["pinned"]
        assert (await control("jazz", action="mute"))["muted"]
        assert (await control("rock climbing", action="boost", factor=2))["boost"] == 2
        assert (await control("rock climbing", action="rename", label="bouldering"))["label"] == "bouldering"
        assert not (await control("moon", action="confirm"))["tentative"]
        assert (await control("jazz", action="stop"))["stopped"]
        into = await id_of(client, head, "bouldering")
        assert (await control("moon", action="merge", into=into))["label"] == "bouldering"
        undone = (await client.post("/v1/controls/undo", headers=head)).json()
        assert undone["action"] == "merge"
        assert await id_of(client, head, "moon")
        listed = (await client.get("/v1/controls", headers=head)).json()["data"]
        assert [one["action"] for one in listed][:4] == ["pin", "pin", "mute", "boost"]
        address = f"/v1/interests/{into}/controls"
        for wrong in (
            {"action": "boost"},
            {"action": "boost", "factor": 9},
            {"action": "rename", "label": " "},
            {"action": "fly"},
        ):
            assert (await client.post(address, json=wrong, headers=head)).status_code == 400, wrong
        assert (
            await client.post("/v1/interests/999/controls", json={"action": "pin"}, headers=head)
        ).status_code == 404
        nothing = {"action": "merge", "into": 999}
        assert (await client.post(address, json=nothing, headers=head)).status_code == 404


async def test_forgetting_erases_the_words_and_erasing_erases_everything(
    memory: InterestMemory, upstream: Loopback
) -> None:
    person = memory.user("ada")
    person.observe(LIKES, session="s", attachments=[Attachment("notes.txt", "text/plain", b"chess notes")])
    person.name_session("s", "weekend")
    memory.user("bob").observe("I love chess.")
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))
        upstream.reply = "Fine."
        await client.post("/v1/chat/completions", json=chat("I play the violin."), headers=head)
        topic = await id_of(client, head, "jazz")
        assert (await client.delete(f"/v1/interests/{topic}", headers=head)).json() == {"turns": 1}
        left = (await client.get("/v1/export", headers=head)).text
        assert "jazz" not in left
        assert "violin" in left
        assert (await client.delete("/v1/memory", headers=head)).json() == {"turns": 2}
        lines = [json.loads(line) for line in (await client.get("/v1/export", headers=head)).text.splitlines()]
        assert [line["type"] for line in lines] == ["person"]
        await client.post("/v1/chat/completions", json=chat("I play the cello."), headers=head)
        assert [one["label"] for one in (await client.get("/v1/interests", headers=head)).json()["data"]] == ["cello"]
    assert list(memory.user("bob").weights()) == ["chess"]
    file = memory.ledger.url.database
    assert file is not None
    memory.close()
    kept = b"".join(one.read_bytes() for one in Path(file).parent.glob("ledger*"))
    assert b"chess" in kept
    for word in (b"violin", b"jazz", b"climbing", b"weekend", b"chess notes"):
        assert word not in kept, word


async def test_a_forgetting_that_is_sent_again_forgets_nothing_else(memory: InterestMemory, upstream: Loopback) -> None:
    person = memory.user("ada")
    person.observe("I can't stand jazz.")
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))
        address = f"/v1/interests/{await id_of(client, head, 'jazz')}"
        assert (await client.delete(address, headers=head)).status_code == 200
        person.observe("I play the violin.")
        assert (await client.delete(address, headers=head)).status_code == 404
    assert list(person.weights()) == ["violin"]


async def test_the_export_has_all_that_was_stored(memory: InterestMemory, upstream: Loopback) -> None:
    person = memory.user("ada")
    person.observe(LIKES, session="s", attachments=[Attachment("notes.txt", "text/plain", b"chess notes")])
    person.pin("rock climbing")
    memory.user("bob").observe("I love chess.")
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))
        await client.post("/v1/chat/completions", json=chat("I play the violin."), headers=head)
        person.observe_all([Interaction(str(number), "search", f"route {number}") for number in range(450)])
        answer = await client.get("/v1/export", headers=head)
        lines = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert {line["type"] for line in lines} == {"person", "interest", "control", "session", "event"}
    events = [line for line in lines if line["type"] == "event"]
    assert len(events) == len({event["number"] for event in events}) == 453
    assert events[0]["text"] == LIKES
    assert events[0]["attachments"][0]["name"] == "notes.txt"
    assert [event["text"] for event in events if event["role"] == "assistant"] == ["Go climbing, of course."]
    assert events[1]["sent"]["model"] == upstream.base_url
    assert "I love chess" not in answer.text


SCOPES: dict[str, list[tuple[str, str, Any]]] = {
    "chat": [
        ("GET", "/v1/models", None), ("POST", "/v1/chat/completions", chat("Hi")), ("POST", "/v1/events", {"kind": "search", "text": "x"}),
    ],
    "read": [("GET", "/v1/interests", None), ("GET", "/v1/interests/1/why", None), ("GET", "/v1/controls", None)],
    "control": [("POST", "/v1/interests/1/controls", {"action": "pin"}), ("POST", "/v1/controls/undo", None)],
    "export": [("GET", "/v1/export", None)],
    "erase": [("DELETE", "/v1/interests/1", None), ("DELETE", "/v1/memory", None), ("POST", "/v1/forget", {"everything": True})],
    "admin": [("GET", "/metrics", None)],
}  # fmt: skip


async def test_a_key_does_what_its_scopes_allow_and_nothing_else(memory: InterestMemory, upstream: Loopback) -> None:
    memory.user("ada").observe(LIKES)
    async with asked(memory, upstream) as client:
        for scope, own in SCOPES.items():
            others = [call for name, calls in SCOPES.items() if name != scope for call in calls]
            head = bearer(key_of(memory, "ada", scopes=[scope]))
            for method, path, body in others:
                answer = await client.request(method, path, json=body, headers=head)
                assert (answer.status_code, answer.json()["error"]["code"]) == (403, "missing_scope"), (scope, path)
            for method, path, body in own:
                answer = await client.request(method, path, json=body, headers=head)
                assert answer.status_code in (200, 404, 409), (scope, path, answer.text)
        for calls in SCOPES.values():
            for method, path, body in calls:
                for wrong in ({}, bearer("pen_x"), {"Authorization": "Basic x"}, {"X-Penchant-User": "ada"}):
                    answer = await client.request(method, path, json=body, headers=wrong)
                    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_api_key"), path


async def test_a_revoked_key_is_refused_within_seconds(memory: InterestMemory, upstream: Loopback) -> None:
    now = [0.0]
    async with asked(memory, upstream, seconds=lambda: now[0]) as client:
        token = key_of(memory, "ada")
        keys = client.service.keys  # type: ignore[attr-defined]
        assert (await client.get("/v1/interests", headers=bearer(token))).status_code == 200
        keys.revoke(keys.all()[0].id)
        now[0] += 2.0
        assert (await client.get("/v1/interests", headers=bearer(token))).status_code == 401


async def test_a_key_has_so_many_requests_a_minute(memory: InterestMemory, upstream: Loopback) -> None:
    now = [0.0]
    async with asked(memory, upstream, Options(per_minute=30, burst=3), seconds=lambda: now[0]) as client:
        head, other = bearer(key_of(memory, "ada")), bearer(key_of(memory, "bob", rate=600))
        answers = [await client.get("/v1/interests", headers=head) for _ in range(4)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429]
        assert answers[-1].headers["retry-after"] == "2"
        assert answers[-1].json()["error"]["type"] == "rate_limit_error"
        assert (await client.get("/v1/interests", headers=other)).status_code == 200
        now[0] += 1.9
        assert (await client.get("/v1/interests", headers=head)).status_code == 429
        now[0] += 0.2
        assert (await client.get("/v1/interests", headers=head)).status_code == 200


async def test_the_figures_count_what_was_done_and_name_nobody(memory: InterestMemory, upstream: Loopback) -> None:
    async with asked(memory, upstream) as client:
        admin, head = bearer(key_of(memory, "root", scopes=["admin"])), bearer(key_of(memory, app="shop"))
        await client.post("/v1/chat/completions", json=chat(LIKES, user="zaphod"), headers=head)
        await client.get("/v1/interests", headers=head | {"X-Penchant-User": "zaphod"})
        await client.get("/v1/interests/7/why?secretword=1", headers=head | {"X-Penchant-User": "zaphod"})
        await client.get("/secretword")
        text = (await client.get("/metrics", headers=admin)).text
    assert 'penchant_requests_total{method="POST",route="/v1/chat/completions",status="200"} 1.0' in text
    assert 'penchant_requests_total{method="GET",route="/v1/interests/{id}/why",status="400"} 1.0' in text
    assert 'penchant_requests_total{method="GET",route="other",status="404"} 1.0' in text
    assert "penchant_turns_observed_total 1.0" in text
    assert "penchant_replies_kept_total 1.0" in text
    assert "penchant_overhead_seconds_count 1.0" in text
    assert "penchant_index_lag_events 0.0" in text
    assert not re.search("zaphod|shop|secretword|climbing|pen_", text)


async def test_health_and_readiness_tell_apart_that_it_lives_and_that_it_works(
    memory: InterestMemory, upstream: Loopback
) -> None:
    service = Service(memory, Proxied(upstream.base_url, None), Options())
    app = create_app(service)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://penchant") as client:
        assert (await client.get("/health")).status_code == 200
        assert (await client.get("/ready")).status_code == 503
        async with app.router.lifespan_context(app):
            ready = await client.get("/ready")
            assert (ready.status_code, ready.json()) == (200, {"status": "ready", "ledger": "ok", "index": "closed"})


async def test_what_is_loaded_at_the_start_is_never_looked_through_for_garbage(
    memory: InterestMemory, upstream: Loopback
) -> None:
    gc.unfreeze()
    async with asked(memory, upstream):
        assert gc.get_freeze_count() > 0


async def test_the_openapi_document_describes_every_address_with_examples(
    memory: InterestMemory, upstream: Loopback
) -> None:
    async with asked(memory, upstream) as client:
        document = (await client.get("/openapi.json")).json()
    wanted = {path.replace("/1", "/{id}") for calls in SCOPES.values() for _, path, _ in calls} | {"/health", "/ready"}
    assert set(document["paths"]) == wanted
    body = document["paths"]["/v1/chat/completions"]["post"]["requestBody"]["content"]["application/json"]
    assert set(body["examples"]) == {"plain", "streamed"}
    shapes = document["components"]["schemas"]
    assert all(
        "example" in shapes[name] or "examples" in shapes[name] for name in ("InterestOut", "EventIn", "ControlIn")
    )


RARELY = {408, 500, 503, 504}
"""Statuses that a test does not bring about in every operation: a body that never ends, a memory that fails, a model that is silent."""


async def test_the_openapi_document_tells_the_errors_that_are_sent_and_no_others(
    memory: InterestMemory, upstream: Loopback
) -> None:
    calls = [(method, path, body) for some in SCOPES.values() for method, path, body in some]
    sent: dict[tuple[str, str], set[int]] = {}
    async with asked(memory, upstream, Options(max_body_bytes=2000, per_minute=0, burst=1)) as client:
        document = (await client.get("/openapi.json")).json()
        every = key_of(memory, "ada", scopes=[*SCOPES])
        for method, path, body in calls:
            head, json_type = bearer(every), {"Content-Type": "application/json"}
            named = sent.setdefault((method.lower(), path.replace("/1", "/{id}")), set())
            tries: list[dict[str, Any]] = [
                {"json": body},
                {"json": body, "headers": bearer(key_of(memory, app="eve", scopes=["act-as"]))},
                {"json": body, "headers": bearer(key_of(memory, app="shop", scopes=[*SCOPES, "act-as"]))},
                {"json": body, "headers": head},
            ]
            if body is not None:
                tries += [
                    {"content": b"{}", "headers": head | {"Content-Type": "text/plain"}},
                    {"content": b"{", "headers": head | json_type},
                    {"json": {"turn": 999}, "headers": head},
                    {"content": b" " * 3000, "headers": head | json_type},
                ]
            slow, limited = key_of(memory, "bob", scopes=[*SCOPES], rate=0.001), []
            for asking in [*tries, *[{"json": body, "headers": bearer(slow)}] * 2]:
                answer = await client.request(method, path, **asking)
                limited.append(answer.status_code)
                if answer.status_code >= 400:
                    assert set(answer.json()) == {"error"}, answer.text
            named.update(status for status in limited if status >= 400)
    with Loopback() as gone:
        pass
    async with asked(memory, gone) as client:
        for method, path in (("post", "/v1/chat/completions"), ("get", "/v1/models")):
            answer = await client.request(
                method, path, json=chat("Hi") if method == "post" else None, headers=bearer(every)
            )
            sent[method, path].add(answer.status_code)
    for (method, path), statuses in sent.items():
        answers = document["paths"][path][method]["responses"]
        told = {int(status) for status in answers if status >= "400"}
        assert statuses <= told <= statuses | RARELY, (method, path, statuses, told)
        shapes = [answers[str(status)]["content"]["application/json"]["schema"]["$ref"] for status in told]
        assert set(shapes) == {"#/components/schemas/ErrorOut"}
    assert "ValidationError" not in json.dumps(document)


@pytest.mark.parametrize(
    ("method", "path", "status", "said"),
    [
        ("GET", "/v1/interests?as_of=2026-03-01T12:00:00Z", 200, ""),
        ("GET", "/v1/interests?as_of=2026-03-01T12:00:00%2B01:00", 200, ""),
        ("GET", "/v1/interests?as_of=2026-03-01T00:00:00", 400, "as_of: Input should have timezone info"),
        ("GET", "/v1/interests?as_of=2026-03-01", 400, "as_of: Value error, a moment is written as"),
        ("GET", "/v1/interests?as_of=5", 400, "as_of: Value error, a moment is written as 2026-03-01T12:00:00Z"),
        ("GET", "/v1/interests?as_of=1769936400.5", 400, "as_of: Value error, a moment is written as"),
        ("GET", "/v1/interests?as_of=", 400, "as_of: "),
        ("GET", "/v1/interests?as_of=0001-01-01T00:00:00%2B05:00", 400, "as_of: "),
        ("GET", "/v1/interests?asof=2026-03-01T12:00:00Z", 400, "asof: Extra inputs are not permitted in this query; it may have as_of"),
        ("GET", "/v1/interests/1/why?most=5", 200, ""),
        ("GET", "/v1/interests/1/why?limit=5", 400, "limit: Extra inputs are not permitted in this query; it may have most"),
        ("GET", "/v1/controls?since=1", 400, "since: Extra inputs are not permitted in this query"),
        ("GET", "/v1/export?format=json", 400, "format: "),
        ("DELETE", "/v1/memory?user=bob", 400, "user: "),
        ("DELETE", "/v1/interests/1?dry_run=true", 400, "dry_run: "),
        ("GET", "/v1/models?beta=true", 200, ""),
        ("GET", "/health?x=1", 200, ""),
    ],
)  # fmt: skip
async def test_nothing_in_a_query_is_guessed_or_passed_over(
    memory: InterestMemory, upstream: Loopback, method: str, path: str, status: int, said: str
) -> None:
    memory.user("ada").observe(LIKES)
    async with asked(memory, upstream) as client:
        answer = await client.request(method, path, headers=bearer(key_of(memory, "ada")))
    assert answer.status_code == status, answer.text
    if status == 400:
        assert answer.json()["error"]["message"].startswith(said)
    assert list(memory.user("ada").weights()) == ["rock climbing", "jazz"]


@pytest.mark.parametrize("path", ["/v1/events", "/v1/forget", "/v1/interests/1/controls"])
async def test_a_body_with_a_mistake_in_its_json_is_told_by_its_place(
    memory: InterestMemory, upstream: Loopback, path: str
) -> None:
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"), **{"Content-Type": "application/json"})
        for content, place in ((b'{"kind": "view",}', 16), (b'{"kind": view}', 9), (b"", None)):
            error = (await client.post(path, content=content, headers=head)).json()["error"]
            told = "the body: Field required" if place is None else f"the body is no JSON, at character {place}"
            assert (error["message"], error["param"]) == (told, None)


async def test_looking_at_an_apps_user_makes_no_user(memory: InterestMemory, upstream: Loopback) -> None:
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, app="shop"), **{"X-Penchant-User": "nobody"})
        listed = [await client.get(path, headers=head) for path in ("/v1/interests", "/v1/controls")]
        assert [answer.json() for answer in listed] == [{"object": "list", "data": []}] * 2
        assert (await client.get("/v1/interests/1/why", headers=head)).status_code == 404
        exported = await client.get("/v1/export", headers=head)
        assert (exported.status_code, exported.content) == (200, b"")
        assert memory.users() == []
        await client.post("/v1/events", json={"kind": "search", "text": "climbing gyms"}, headers=head)
        assert (await client.get("/v1/interests", headers=head)).json()["data"]
    assert memory.users() == ["app:shop/nobody"]


@pytest.mark.parametrize("written", ["张伟".encode(), b"%E5%BC%A0%E4%BC%9F"], ids=["raw", "percent-encoded"])
async def test_a_name_in_a_header_is_utf_8_however_it_is_written(
    memory: InterestMemory, upstream: Loopback, written: bytes
) -> None:
    async with asked(memory, upstream) as client:
        head = {b"Authorization": f"Bearer {key_of(memory, app='shop')}".encode(), b"X-Penchant-User": written}
        sent = head | {b"X-Penchant-Session": "会话".encode()}
        assert (await client.post("/v1/chat/completions", json=chat(LIKES), headers=sent)).status_code == 200
        for name in (b"X-Penchant-User", b"X-Penchant-Session"):
            answer = await client.post("/v1/chat/completions", json=chat(LIKES), headers=sent | {name: b"\xe9"})
            assert (answer.status_code, answer.json()["error"]["param"]) == (400, name.decode())
    assert memory.users() == ["app:shop/张伟"]
    assert [session.id for session in memory.user("app:shop/张伟").sessions()] == ["会话"]


@pytest.mark.parametrize("rating", [True, "0.9", [1]])
async def test_a_rating_is_a_number(memory: InterestMemory, upstream: Loopback, rating: Any) -> None:
    async with asked(memory, upstream) as client:
        head = bearer(key_of(memory, "ada"))
        body = {"kind": "rating", "item": {"title": "Free Solo"}}
        answer = await client.post("/v1/events", json=body | {"rating": rating}, headers=head)
        assert (answer.status_code, memory.user("ada").latest(9)) == (400, [])
        assert (await client.post("/v1/events", json=body | {"rating": 1}, headers=head)).status_code == 200


async def test_the_title_of_a_work_is_its_name(memory: InterestMemory, upstream: Loopback) -> None:
    async with asked(memory, upstream) as client:
        item = {"title": "How I Met Your Mother", "work": True}
        head = bearer(key_of(memory, "ada"))
        assert (await client.post("/v1/events", json={"kind": "like", "item": item}, headers=head)).status_code == 200
    assert [interest.label for interest in memory.user("ada").interests()] == ["How I Met Your Mother"]


async def test_a_name_in_a_header_that_is_half_encoded_is_refused(memory: InterestMemory, upstream: Loopback) -> None:
    async with asked(memory, upstream) as client:
        for written in ("%zz", "100%", "a%2", "%C3"):
            head = bearer(key_of(memory, app="shop"), **{"X-Penchant-User": written})
            answer = await client.get("/v1/interests", headers=head)
            assert (answer.status_code, answer.json()["error"]["param"]) == (400, "X-Penchant-User")
    assert memory.users() == []


async def test_what_is_refused_before_it_is_read_is_counted_by_its_route(
    memory: InterestMemory, upstream: Loopback
) -> None:
    path = "/v1/chat/completions"
    async with asked(memory, upstream, Options(max_body_bytes=100)) as client:
        head = bearer(key_of(memory, "ada"))
        statuses = [
            (await client.post(path, json=chat(LIKES))).status_code,
            (
                await client.post(path, content=b"x" * 200, headers=head | {"Content-Type": "application/json"})
            ).status_code,
            (await client.post(path, content=b"x", headers=head | {"Content-Type": "text/plain"})).status_code,
            (await client.post("/v1/nothing", content=b"x", headers=head)).status_code,
        ]
        admin = bearer(key_of(memory, "ops", scopes=["admin"]))
        text = (await client.get("/metrics", headers=admin)).text
    assert statuses == [401, 413, 415, 415]
    for status in (401, 413, 415):
        assert f'penchant_requests_total{{method="POST",route="{path}",status="{status}"}} 1.0' in text
    assert 'route="other",status="415"' in text


async def test_whether_it_lives_is_told_without_a_body_too(memory: InterestMemory, upstream: Loopback) -> None:
    async with asked(memory, upstream) as client:
        for address in ("/health", "/ready"):
            assert (await client.head(address)).status_code == (await client.get(address)).status_code
        assert "head" not in (await client.get("/openapi.json")).json()["paths"]["/health"]
