"""What the help screen shows and docs/commands.md says: commands and keys, out of their tables.

python -m penchant.tui.reference > docs/commands.md
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from .commands import FULL, PLAIN, Command
from .keys import PLACES, Key, keys_of, shown

NO_KEYS: Mapping[str, str] = MappingProxyType({})

FIELDS = {
    "label": "what it is called",
    "weight": "how strong the interest is, from 0 to 1",
    "share": "how likely it is to come next; what all shares together lack to 1 is something new",
    "negative": "how strong the dislike is, from 0 to 1",
    "evidence": "how many turns fed it",
    "last_seen": "when it was last spoken of, or null",
    "pinned": "kept at weight 0.6 or above",
    "muted": "kept out of every prompt",
    "stopped": "what it had gathered was voided",
    "tentative": "only mentioned once",
    "boost": "what its weight is multiplied by, from 0.25 to 4",
    "lent": "not spoken of yet: people like you care about it",
    "returns": "how likely you come back to it at all when things of its kind come up, or null",
}
"""The fields of an interest as JSON."""


@dataclass(frozen=True, slots=True)
class Row:
    """A command or what a key does: what is typed or pressed, the keys of a command, and what it does."""

    what: str
    keys: str
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a title."""

    title: str
    rows: tuple[Row, ...]


def sections(keymap: Mapping[str, str] = NO_KEYS) -> list[Section]:
    """Return all commands, and all keys by the place where they act, with the keys that a person chose by their ids."""
    places = [(title, tuple(_key_row(key, keymap) for key in keys_of(place))) for place, title in PLACES.items()]
    commands = Section("Commands", tuple(_command_row(one, keymap) for one in FULL))
    return [commands, *(Section(title, rows) for title, rows in places if rows)]


def markdown() -> str:
    """Return docs/commands.md."""
    plain = {one.name for one in PLAIN}
    commands, *places = sections()
    only_full = [row for row in commands.rows if row.id.removeprefix("app.") not in plain]
    both = [row for row in commands.rows if row not in only_full]
    return "\n".join(
        [
            "# Commands and keys",
            "",
            "Made by `python -m penchant.tui.reference > docs/commands.md` out of tui/commands.py and tui/keys.py.",
            "",
            "A command is typed after a slash, or found with Ctrl+P. What stands in brackets may be left out.",
            "",
            "## Commands of the full screen and of the plain chat",
            "",
            *_table(both),
            "",
            "## Commands of the full screen alone",
            "",
            *_table(only_full),
            "",
            "## Keys",
            "",
            "Each can be given other keys by its id, in the configuration file, as Textual names them:",
            "",
            "```toml",
            "[keys]",
            '"prompt.newline" = "ctrl+j"',
            '"app.interests" = "ctrl+t,f2"',
            "```",
            *(line for place in places for line in _place(place)),
            "",
            "## An interest as JSON",
            "",
            "`penchant interests --json` gives a list of them, heaviest first.",
            "",
            *_rows(("field", "what it is"), ((f"`{name}`", text) for name, text in FIELDS.items())),
            "",
        ]
    )


def _place(place: Section) -> list[str]:
    rows = ((_escaped(row.what), _escaped(row.text), f"`{row.id}`") for row in place.rows)
    return ["", f"### {place.title}", "", *_rows(("key", "what it does", "id"), rows)]


def _table(rows: Sequence[Row]) -> list[str]:
    cells = ((f"`{row.what}`", _escaped(row.keys), _escaped(row.text), f"`{row.id}`" * bool(row.keys)) for row in rows)
    return _rows(("command", "keys", "what it does", "id"), cells)


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _command_row(one: Command[Any], keymap: Mapping[str, str]) -> Row:
    keys = keymap.get(one.id, one.keys)
    return Row(f"/{one.name} {one.argument}".rstrip(), shown(keys) if keys else "", one.help, one.id)


def _key_row(key: Key, keymap: Mapping[str, str]) -> Row:
    return Row(shown(keymap.get(key.id, key.keys)), "", key.help, key.id)


if __name__ == "__main__":
    print(markdown(), end="")
