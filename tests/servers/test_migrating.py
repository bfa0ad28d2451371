"""Moving a ledger from a folder to PostgreSQL and back: every row, also when it is cut off in the middle."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from penchant.memory import Attachment, Interaction, Interest, Item, LedgerError, LedgerMismatch
from penchant.memory.ledger import Ledger
from penchant.memory.migrating import moving
from penchant.memory.migrating.fingerprint import fingerprints
from penchant.memory.migrating.moving import migrate
from penchant.memory.places import place_of
from penchant.memory.server_index import Address
from penchant.memory.store import schema
from penchant.tui.migrating import migrate as told
from sqlalchemy import make_url, select

from tests.memory.writer import EARLIER, open_small


def fill(place: Path | str) -> None:
    """Fill a ledger with something of every kind."""
    with open_small(place, index=False) as memory:
        ada, bob = memory.user("ada"), memory.user("b\x00b 张伟")
        file = Attachment("notes.md", "text/markdown", b"# Notes\x00")
        for number in range(12):
            ada.observe(
                f"我 turn {number} is about topic {number % 5} 🎷", session="s", attachments=[file], sent='{"a": 1}'
            )
        ada.merge("topic 1", "topic 2")
        ada.pin("topic 3")
        ada.name_session("s", "Old times")
        ada.replace("s", ada.turns("s", 2)[0].number)
        ada.forget_soon("topic 4", timedelta(0))
        ada.forget_due()
        loaded = [
            Interaction(f"i {n}", "view", "", Item(title=f"topic {n % 3}"), EARLIER, session="l") for n in range(9)
        ]
        bob.observe_all(loaded, source="file", format="test")


def known(place: Path | str) -> tuple[list[str], list[list[Interest]], list[list[str]]]:
    """Return what people would see: interests, and what is found by words."""
    with open_small(place, index=False) as memory:
        people = [memory.user(name) for name in memory.users()]
        found = [[one.event.id for one in person.search("topic 2", 5)] for person in people]
        return memory.users(), [person.interests() for person in people], found


def test_a_folder_moves_to_postgresql_and_back_with_every_row(tmp_path: Path, ledger_url: str) -> None:
    fill(tmp_path / "one")
    there = migrate(tmp_path / "one", ledger_url)
    back = migrate(ledger_url, tmp_path / "two")
    assert there == back
    assert (there.users, there.rows["events"], there.rows["blobs"]) == (2, 21, 1)
    assert known(tmp_path / "one") == known(tmp_path / "two")
    assert known(tmp_path / "one")[:2] == known(ledger_url)[:2]


def test_what_was_moved_is_gone_on_with(tmp_path: Path, ledger_url: str) -> None:
    fill(tmp_path)
    migrate(tmp_path, ledger_url)
    with open_small(ledger_url, index=False) as memory:
        person = memory.user("ada")
        last = person.turns("s", 1)[0].number
        seen = person.observe("turn 99 is about topic 99", session="s")
        assert seen.event.number > last
        assert memory.user("cleo").observe("turn 1 is about topic 1").new
        person.pin("topic 99")
        person.rebuild()


class CutOff(Exception):
    """What ends a migration in its middle."""


@pytest.mark.parametrize("table", ["users", "events", "evidence", "waiting"])
def test_one_that_is_cut_off_goes_on_where_it_was(
    tmp_path: Path, ledger_url: str, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("penchant.memory.migrating.rows._MANY", 4)
    fill(tmp_path)
    seen: list[str] = []

    def cut(name: str, _rows: int) -> None:
        seen.append(name)
        if name == table or (table == "waiting" and name == "topics"):
            raise CutOff

    with pytest.raises(CutOff):
        migrate(tmp_path, ledger_url, cut)
    again: list[str] = []
    moved = migrate(tmp_path, ledger_url, lambda name, _rows: again.append(name))
    assert moved.rows["events"] == 21
    assert again.count("events") + seen.count("events") == 6
    with open_small(ledger_url, index=False) as memory:
        assert memory.ledger.get(moving.MARK) is None


def test_a_target_with_people_in_it_is_left_alone(tmp_path: Path, ledger_url: str) -> None:
    fill(tmp_path)
    with open_small(ledger_url, index=False) as memory:
        memory.user("dora").observe("turn 1 is about topic 1")
    with pytest.raises(LedgerError, match="people's data in it"):
        migrate(tmp_path, ledger_url)
    assert known(ledger_url)[0] == ["dora"]
    migrate(tmp_path, ledger_url, anew=True)
    assert known(ledger_url)[0] == ["ada", "b\x00b 张伟"]


def test_a_source_that_changes_meanwhile_is_noticed(tmp_path: Path, ledger_url: str) -> None:
    fill(tmp_path)

    def meddle(table: str, _rows: int) -> None:
        if table == "topics":
            with open_small(tmp_path, index=False) as memory:
                memory.user("ada").observe("turn 50 is about topic 3", session="s")

    with pytest.raises(LedgerMismatch, match=r"differ: .* in the source"):
        migrate(tmp_path, ledger_url, meddle)
    assert migrate(tmp_path, ledger_url, anew=True).rows["events"] == 22


def test_one_changed_value_changes_the_fingerprint_of_its_user_alone(tmp_path: Path) -> None:
    fill(tmp_path)
    ledger = Ledger(tmp_path)
    with ledger.read() as connection:
        before = fingerprints(connection)
    with ledger.write() as connection:
        topic, user = connection.execute(select(schema.topics.c.id, schema.topics.c.user).limit(1)).one()
        connection.execute(schema.topics.update().where(schema.topics.c.id == topic).values(boost=1.5))
    with ledger.read() as connection:
        after = fingerprints(connection)
    ledger.close()
    assert {key for key in before if before[key] != after[key]} == {("topics", user)}


def test_a_ledger_is_not_moved_onto_itself(tmp_path: Path) -> None:
    Ledger(tmp_path).close()
    with pytest.raises(LedgerError, match="cannot be moved to where it is"):
        migrate(tmp_path, tmp_path)


@pytest.mark.parametrize("anew", [False, True])
def test_a_folder_spelled_another_way_is_the_same_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anew: bool
) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "m")
    monkeypatch.chdir(tmp_path)
    fill("m")
    before = known("m")
    for other in (tmp_path / "m", tmp_path / "link", "./link/../m"):
        with pytest.raises(LedgerError, match="cannot be moved to where it is"):
            migrate("m", other, anew=anew)
    assert known("m") == before


def test_a_server_spelled_another_way_is_the_same_ledger(ledger_url: str) -> None:
    fill(ledger_url)
    before = known(ledger_url)
    with pytest.raises(LedgerError, match="cannot be moved to where it is"):
        migrate(ledger_url, ledger_url.replace("127.0.0.1", "localhost"), anew=True)
    assert known(ledger_url) == before


def test_the_command_says_what_it_moved(tmp_path: Path, ledger_url: str) -> None:
    fill(tmp_path)
    assert told(str(tmp_path), ledger_url, anew=False).startswith(
        "moved 2 people and compared every row: 10 attachments, 1 blobs,"
    )


def test_a_folder_stands_for_the_servers_that_it_names(
    tmp_path: Path, ledger_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOMEWHERE", ledger_url)
    tmp_path.joinpath("stores.toml").write_text('ledger = "${SOMEWHERE}"\n')
    with open_small(tmp_path, index=False) as memory:
        memory.user("ada").observe("turn 1 is about topic 1")
    assert known(ledger_url)[0] == ["ada"]
    assert [path.name for path in tmp_path.iterdir()] == ["stores.toml"]


def test_a_password_may_have_any_character(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "s3cret/with:odd@chars%41")
    tmp_path.joinpath("stores.toml").write_text(
        'ledger = "postgresql+psycopg://me:${SECRET}@db/penchant"\nindex = "https://:${SECRET}@chroma"\n'
    )
    place = place_of(tmp_path)
    assert make_url(str(place.ledger)).password == "s3cret/with:odd@chars%41"
    assert make_url(str(place.ledger)).host == "db"
    assert Address(place.index).token == "s3cret/with:odd@chars%41"
    assert Address(place.index).host == "chroma"


def test_a_forgotten_interests_number_is_gone_for_good_on_either_side(tmp_path: Path, ledger_url: str) -> None:
    with open_small(tmp_path / "one", index=False) as memory:
        person = memory.user("ada")
        person.observe("I love topic 1 and topic 2.")
        gone = [person.named("topic 2").topic]
        person.forget(gone[-1])
    migrate(tmp_path / "one", ledger_url)
    with open_small(ledger_url, index=False) as memory:
        person = memory.user("ada")
        person.observe("I love topic 3.")
        gone.append(person.named("topic 3").topic)
        person.forget(gone[-1])
    migrate(ledger_url, tmp_path / "two")
    with open_small(tmp_path / "two", index=False) as memory:
        person = memory.user("ada")
        person.observe("I love topic 4.")
        assert person.named("topic 4").topic > gone[1] > gone[0]
