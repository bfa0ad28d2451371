"""The index on a Chroma server: many processes search it, one fills it, and without it the ledger is searched."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from penchant.memory import InterestMemory, SettingsError
from penchant.memory.index import State
from penchant.memory.server_index import Address, open_client

from tests.memory.writer import open_small
from tests.servers.chroma import Chroma, chroma
from tests.servers.waiting import eventually


@pytest.fixture
def opened(ledger_url: str, chroma_server: Chroma) -> Callable[[], InterestMemory]:
    return lambda: open_small(ledger_url, index=chroma_server.url)


def vectors_of(memory: InterestMemory, server: Chroma) -> set[int]:
    """Return the numbers that the server's collections of a ledger hold."""
    name = memory.ledger.get("name")
    assert name is not None
    client = open_client(Address(server.url))
    mine = [one for one in client.list_collections(limit=500) if one.name.startswith(f"p-{name.decode()}")]
    return {int(key) for one in mine for key in one.get(include=[])["ids"]}


def test_what_one_process_indexes_another_finds(opened: Callable[[], InterestMemory], chroma_server: Chroma) -> None:
    with opened() as one, opened() as other:
        numbers = [one.user("ada").observe(f"turn {n} is about topic {n}").event.number for n in range(5)]
        theirs = one.user("bob").observe("turn 1 is about topic 1").event.number
        assert one.settle(60) is State.READY
        assert one.index_lag() == 0
        assert vectors_of(one, chroma_server) == {*numbers, theirs}
        other.settle(60)
        with other.ledger.read() as connection:
            asked = other.vectorizer(["turn 1 is about topic 1"])[0]
            found = other.nearest(connection, other.user("ada")._access.number, asked, 3)
        nearest, cosine = found[0]
        assert nearest == numbers[1]
        assert cosine == pytest.approx(1.0, abs=1e-5)
        assert theirs not in dict(found)


def test_what_was_just_said_is_found_before_it_is_indexed(opened: Callable[[], InterestMemory]) -> None:
    with opened() as one, opened() as other:
        one.user("ada").observe("turn 1 is about topic 1")
        assert one.settle(60) is State.READY
        number = other.user("ada").observe("turn 2 is about topic 2").event.number
        with one.ledger.read() as connection:
            asked = one.vectorizer(["turn 2 is about topic 2"])[0]
            assert one.nearest(connection, one.user("ada")._access.number, asked, 1)[0][0] == number


def test_what_is_forgotten_leaves_the_server(opened: Callable[[], InterestMemory], chroma_server: Chroma) -> None:
    with opened() as memory:
        person = memory.user("ada")
        gone = person.observe("turn 1 is about topic 1").event.number
        kept = person.observe("turn 2 is about topic 2").event.number
        assert memory.settle(60) is State.READY
        person.forget("topic 1")
        assert memory.settle(60) is State.READY
        assert vectors_of(memory, chroma_server) == {kept}
        assert gone != kept


def test_another_process_goes_on_filling_when_the_one_that_did_has_closed(
    opened: Callable[[], InterestMemory], chroma_server: Chroma
) -> None:
    with opened() as other:
        with opened() as one:
            first = one.user("ada").observe("turn 1 is about topic 1").event.number
            assert one.settle(60) is State.READY
            other.grown()
        second = other.user("ada").observe("turn 2 is about topic 2").event.number
        assert other.settle(120) is State.READY
        assert vectors_of(other, chroma_server) == {first, second}


def test_without_the_server_the_ledger_is_searched_and_it_comes_back_by_itself(ledger_url: str, tmp_path: Path) -> None:
    with chroma(tmp_path) as server, open_small(ledger_url, index=server.url) as memory:
        person = memory.user("ada")
        person.observe("turn 1 is about topic 1")
        assert memory.settle(60) is State.READY
        server.stop(signal.SIGKILL)
        second = person.observe("turn 2 is about topic 2").event
        assert next(one.event.number for one in person.search("turn 2 is about topic 2")) == second.number
        eventually(lambda: memory.index_state is State.FAILED)
        assert "tried again" in memory.index_trouble
        assert memory.index_lag() == 1
        server.start()
        eventually(lambda: memory.index_state is State.READY and not memory.index_lag())
        assert vectors_of(memory, server) == {1, 2}


def test_a_server_that_has_lost_everything_is_filled_anew(ledger_url: str, tmp_path: Path) -> None:
    with chroma(tmp_path / "one") as server, open_small(ledger_url, index=server.url) as memory:
        memory.user("ada").observe("turn 1 is about topic 1")
        assert memory.settle(60) is State.READY
        server.stop()
        server.folder = tmp_path / "other"
        server.start()
        memory.grown()
        eventually(lambda: vectors_of(memory, server) == {1})


def test_a_database_of_its_own_is_made_where_the_url_names_one(ledger_url: str, chroma_server: Chroma) -> None:
    url = f"{chroma_server.url}?tenant=some-company&database=deployment-1&shards=2"
    for _ in range(2):  # the second time it is there
        with open_small(ledger_url, index=url) as memory:
            memory.user("ada").observe("turn 1 is about topic 1")
            assert memory.settle(60) is State.READY
    names = {one.name for one in open_client(Address(url)).list_collections()}
    assert len(names) == 2
    assert not names & {one.name for one in open_client(Address(chroma_server.url)).list_collections(limit=500)}


@pytest.mark.parametrize(
    "url",
    [
        *("chroma", "ftp://a", "http://", "http://a?shards=-1", "http://a?shards=many"),
        *("http://a:99999", "http://a:many", "http://[::1"),
    ],
)
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="no URL of a Chroma server"):
        Address(url)


def test_a_path_is_refused_and_not_left_out() -> None:
    with pytest.raises(SettingsError, match="leave out the path"):
        Address("http://a/chroma")
    assert Address("http://a/").host == "a"


def test_an_address_of_ipv6_stands_in_brackets() -> None:
    address = Address("http://[::1]:8001?database=d")
    assert (address.host, address.port, str(address)) == ("[::1]", 8001, "http://[::1]:8001")


@pytest.mark.parametrize("url", ["ftp://:secret@a", "http://:secret@a:x", "http://:sec/secret@a", "http://b/secret@a"])
def test_an_error_shows_no_token(url: str) -> None:
    with pytest.raises(SettingsError) as told:
        Address(url)
    assert "secret" not in str(told.value)


def test_a_token_is_shown_nowhere() -> None:
    address = Address("https://:secret@chroma.example.org")
    assert address.token == "secret"
    assert str(address) == "https://chroma.example.org:443"
