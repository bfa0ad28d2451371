"""The last row: which session and model it is, what is out of the ordinary, and the keys that help further."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from ..keys import shown
from ..text.cells import cut, line

HINTS = (("app.stop-reply", "stop"), ("app.help", "help"), ("app.interests", "interests"), ("prompt.send", "send"))
"""Ids of keys with what they do, the most needed first."""

BETWEEN = " · "

TITLE, NAMES, MODEL, INDEX = 16, 16, 14, 16
"""Cells that a title, the names of files, a model and the index's state are cut to where there is little room; no state has more."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the row says; `index` is empty while the index is simply ready."""

    title: str = ""
    learning: str = "on"
    model: str = ""
    index: str = ""
    attached: Sequence[str] = ()
    editing: bool = False
    busy: bool = False


class Part(NamedTuple):
    """A piece of the row: its kind, its text, and the cells it can be cut to."""

    kind: str
    text: str
    least: int


class Hint(NamedTuple):
    """What a key does: its id, the key as people write it, a word."""

    id: str
    key: str
    word: str

    @property
    def cells(self) -> int:
        """Its width."""
        return cell_len(self.key) + 1 + cell_len(self.word)


def parts(status: Status) -> Iterator[Part]:
    """Yield what the row says, from left to right."""
    if status.editing:
        yield Part("stands-out", "editing an earlier turn", 7)
    if status.learning != "on":
        yield Part(
            "stands-out", status.learning if status.learning == "incognito" else f"learning {status.learning}", 99
        )
    if status.title:
        yield Part("title", line(status.title), TITLE)
    if status.attached:
        yield Part("stands-out", f"+ {', '.join(map(line, status.attached))}", NAMES)
    if status.model:
        yield Part("quiet", "model loading…" if status.model == "loading" else line(status.model), MODEL)
    if status.index:
        yield Part("quiet", line(status.index), INDEX)


def fitted(said: Sequence[Part], hints: Sequence[Hint], width: int) -> tuple[list[Part], list[Hint]]:
    """Return the parts and hints that find room in a row: all hints but one go first, then parts are cut from the right, then they go."""
    left, keys = list(said), list(hints)
    while len(keys) > 1 and _cells(left, keys) > width:
        keys.pop()
    if _cells(_least(left), keys) > width:
        keys.clear()
    while len(left) > 1 and _cells(_least(left), keys) > width:
        left.pop()
    for place in reversed(range(len(left))):
        over = max(0, _cells(left, keys) - width)
        kind, text, least = left[place]
        left[place] = Part(kind, cut(text, max(least, cell_len(text) - over)), least)
    return left, keys


def _least(said: Sequence[Part]) -> list[Part]:
    return [Part(kind, cut(text, least), least) for kind, text, least in said]


def _cells(said: Sequence[Part], hints: Sequence[Hint]) -> int:
    left = sum(cell_len(one.text) for one in said) + len(BETWEEN) * max(0, len(said) - 1)
    return left + sum(one.cells + 2 for one in hints)


class StatusRow(Widget):
    """One row that draws itself; a click on a hint does what its key does."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "status--title", "status--quiet", "status--stands-out", "status--key", "status--word",
    }  # fmt: skip
    DEFAULT_CSS = """
    StatusRow {
        height: 1; padding: 0 2; background: $background;
        & > .status--title { color: $foreground; background: $background; }
        & > .status--quiet, & > .status--word { color: $text-muted; background: $background; }
        & > .status--stands-out { color: $text-warning; background: $background; text-style: bold; }
        & > .status--key { color: $foreground; background: $background; text-style: bold; }
    }
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.status = Status()
        self._hints: list[Hint] = []

    def on_mount(self) -> None:
        """Learn the keys, and again whenever other ones act."""
        self.screen.bindings_updated_signal.subscribe(self, self._learn_keys)
        self._learn_keys(self.screen)

    def show(self, **changed: Any) -> None:
        """Say something else: any fields of `Status`."""
        if (status := replace(self.status, **changed)) != self.status:
            self.status = status
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        if y:
            return Strip.blank(self.size.width, self.get_component_rich_style("status--quiet"))
        said, hints = self._fitted()
        quiet = self.get_component_rich_style("status--quiet")
        pieces = [segment for one in said for segment in (Segment(BETWEEN, quiet), self._segment(one.kind, one.text))][
            1:
        ]
        right = [
            segment
            for one in hints
            for segment in (Segment("  ", quiet), self._segment("key", one.key), self._segment("word", f" {one.word}"))
        ]
        room = self.size.width - sum(segment.cell_length for segment in (*pieces, *right))
        return Strip([*pieces, Segment(" " * room, quiet), *right]).crop(0, self.size.width)

    async def on_click(self, event: events.Click) -> None:
        """Do what the key of the hint does."""
        event.stop()
        if (hint := self.hint_at(event.x - self.gutter.left)) is None:
            return
        for active in self.screen.active_bindings.values():
            if active.binding.id == hint.id:
                await self.app.run_action(active.binding.action, active.node)
                return

    def hint_at(self, x: int) -> Hint | None:
        """Return the hint at a cell of the row."""
        at = self.size.width
        for hint in reversed(self._fitted()[1]):
            if at - hint.cells <= x < at:
                return hint
            at -= hint.cells + 2
        return None

    def _fitted(self) -> tuple[list[Part], list[Hint]]:
        hints = [one for one in self._hints if self.status.busy or one.id != "app.stop-reply"]
        return fitted(list(parts(self.status)), hints, self.size.width)

    def _segment(self, kind: str, text: str) -> Segment:
        return Segment(text, self.get_component_rich_style(f"status--{kind}"))

    def _learn_keys(self, screen: Screen[Any]) -> None:
        keys: dict[str, str] = {}
        for key, active in screen.active_bindings.items():
            keys.setdefault(active.binding.id or "", shown(key))
        hints = [Hint(name, keys[name], word) for name, word in HINTS if name in keys]
        if hints != self._hints:
            self._hints = hints
            self.refresh()
