from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from penchant.memory import Interest
from penchant.tui.commands import FULL
from penchant.tui.keys import KEYS, PLACES
from penchant.tui.reference import FIELDS, markdown, sections
from penchant.tui.show import fields

DOCUMENT = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_document_is_what_the_tables_say() -> None:
    assert DOCUMENT.read_text("utf-8") == markdown(), "run: python -m penchant.tui.reference > docs/commands.md"


def test_every_command_and_every_key_is_documented() -> None:
    text = markdown()
    assert [one.name for one in FULL if f"| `/{one.name}" not in text] == []
    assert [one.id for one in KEYS if f"`{one.id}`" not in text] == []


def test_every_key_acts_in_a_place_that_has_a_title_and_has_an_id_of_its_own() -> None:
    assert {key.place for key in KEYS} <= set(PLACES)
    ids = [key.id for key in KEYS] + [one.id for one in FULL]
    assert len(ids) == len(set(ids))


def test_keys_that_a_person_chose_stand_for_the_others() -> None:
    shown = {row.id: row for section in sections({"prompt.send": "ctrl+s", "app.copy": "f9"}) for row in section.rows}
    assert shown["prompt.send"].what == "Ctrl+S"
    assert shown["app.copy"].keys == "F9"


def test_the_fields_of_an_interest_as_json_are_explained() -> None:
    one = Interest(1, "ruby", 0.5, 0.2, 0.0, 3, datetime(2026, 3, 1, tzinfo=UTC))
    assert list(FIELDS) == list(fields(one))
