"""A model's server that hangs: on connecting, before its answer, or in the middle of it, waited for as long as the settings say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from penchant.agent import Agent, ModelUnreachable, Text
from penchant.agent.asking.patience import Waits
from penchant.agent.models import open_model
from penchant.memory import UserMemory

from tests.agent.talk import heard_until_error, stored
from tests.loopback import Loopback, hold_once
from tests.server.test_waiting import full_house

SHORT = 0.3


@pytest.fixture
def address(server: Loopback, request: pytest.FixtureRequest) -> Iterator[str]:
    """A server that does not accept, does not begin, or stops in its third word."""
    if request.param == "connect":
        with full_house() as address:
            yield address
        return
    server.hang = request.param == "first"
    if request.param == "silence":
        hold_once(server, after=2)
    yield server.base_url


@pytest.mark.parametrize("address", ["connect", "first", "silence"], indirect=True)
async def test_a_server_that_hangs_is_told_and_the_turn_and_what_came_are_kept(
    address: str, person: UserMemory, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    hangs = request.node.callspec.params["address"]
    waits = replace(Waits(), **{hangs: SHORT})
    model = open_model(f"{address}#loopback", tmp_path, waits=waits)
    with Agent(model, person, session="s", patience=waits.patience(tries=1)) as agent:
        events, error = await heard_until_error(agent, "I love rock climbing.")
    assert isinstance(error, ModelUnreachable)
    assert "timed out" in str(error)
    said = "".join(event.text for event in events if isinstance(event, Text))
    assert "Go climbing, of course.".startswith(said)
    assert stored(person) == [("user", "I love rock climbing.", True)] + ([("assistant", said, False)] if said else [])
    assert person.weights()


def test_a_client_waits_no_shorter_than_the_settings_say(tmp_path: Path, server: Loopback) -> None:
    model = open_model(f"{server.base_url}#m", tmp_path, waits=Waits(connect=3, first=900, silence=1000))
    timeout = model.chat.request_timeout  # type: ignore[attr-defined]
    assert (timeout.connect, timeout.read) == (3, 1000)
