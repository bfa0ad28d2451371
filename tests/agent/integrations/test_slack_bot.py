"""The bot of the examples: whom it answers, and whom it does not."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import InterestMemory

FILE = Path(__file__).parents[3] / "examples" / "slack_bot.py"
SECRET, NOW = "8f742231b10e8888abcd99yyyzzz85a5", 1531420618.0
BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
    b"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
    b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
    b"803a0bc887a14d10d2c447fce8b6703c"
)
SIGNED = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
"""The request with which Slack's own documentation shows its signature."""


@pytest.fixture(scope="module")
def slack() -> Any:
    found = spec_from_file_location("slack_bot", FILE)
    assert found
    assert found.loader
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


def headers(moment: str = "1531420618", signed: str = SIGNED) -> dict[str, str]:
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": signed}


def test_a_request_that_slack_signed_is_taken(slack: Any) -> None:
    assert slack.is_slacks(SECRET, headers(), BODY, NOW)


@pytest.mark.parametrize(
    ("given", "body", "now"),
    [
        ({}, BODY, NOW),
        (headers(signed="v0=0"), BODY, NOW),
        (headers(), BODY + b"&more=1", NOW),
        (headers(moment="1531420619"), BODY, NOW),
        (headers(moment="soon"), BODY, NOW),
        (headers(), BODY, NOW + 301),
    ],
    ids=["unsigned", "signed by another", "changed", "dated anew", "undated", "five minutes old"],
)
def test_a_request_is_refused_that_is(slack: Any, given: dict[str, str], body: bytes, now: float) -> None:
    assert not slack.is_slacks(SECRET, given, body, now)


def test_only_what_a_person_says_is_answered_and_once(slack: Any, memory: InterestMemory) -> None:
    bot = slack.Bot(memory, "openai:none", "http://127.0.0.1:9/api", "xoxb-example")
    answered: list[str] = []
    bot.answer = lambda _team, event: answered.append(event["text"])
    said = {"type": "message", "user": "U1", "channel": "C1", "text": "Hello.", "ts": "1.0"}
    heard = (
        ("Ev1", said),
        ("Ev1", said),  # as Slack does where an answer took more than three seconds
        ("Ev2", said | {"bot_id": "B1", "text": "I am a bot."}),
        ("Ev3", said | {"subtype": "message_changed", "text": "Changed."}),
        ("Ev4", {"type": "reaction_added", "user": "U1"}),
        ("Ev5", said | {"type": "app_mention", "text": "And now?"}),
    )
    for event_id, event in heard:
        assert bot.hear({"type": "event_callback", "team_id": "T1", "event_id": event_id, "event": event}) == {}
    bot.workers.shutdown()
    assert sorted(answered) == ["And now?", "Hello."]


def test_slack_hears_its_challenge(slack: Any, memory: InterestMemory) -> None:
    bot = slack.Bot(memory, "openai:none", "http://127.0.0.1:9/api", "xoxb-example")
    assert bot.hear({"type": "url_verification", "challenge": "3eZbrw1a"}) == {"challenge": "3eZbrw1a"}
