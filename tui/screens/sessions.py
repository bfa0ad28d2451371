"""All sessions: go on with one, begin a new one, name, export, search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ..keys import bindings
from ..text.cells import fill, line
from ..text.moments import day
from ..widgets.hints import Hints
from ..widgets.rows import Rows
from .dialogs import Line
from .leaving import LeftOnce
from .telling import told

if TYPE_CHECKING:
    from ...memory import Session
    from ..engine import Engine

EMPTY = "There is no session yet: what you say begins one."

WIDE, NARROW = (15, 6, 8), (10, 5, 8)
"""Cells for when it was last spoken in, its turns, and its learning mode; the narrow ones leave out the time of day."""

NEWEST = 200
"""So many sessions are listed, as `UserMemory.sessions` gives them."""

ROOMY = 80
"""From this width on the columns are wide."""


@dataclass(frozen=True, slots=True)
class Open:
    """Go on with this session."""

    session: str


@dataclass(frozen=True, slots=True)
class New:
    """Begin a new session."""


@dataclass(frozen=True, slots=True)
class Search:
    """Search all turns."""


class SessionsScreen(LeftOnce[Open | New | Search | None]):
    """The sessions, newest first; ends with what the person wants, None for going back."""

    @dataclass
    class Export(Message):
        """The person wants a session in a file; an empty path is one made from its title."""

        session: str
        path: str

    BINDINGS = bindings("sessions")
    DEFAULT_CSS = """
    SessionsScreen { padding: 0 1; }
    SessionsScreen #title { height: 1; text-style: bold; margin-bottom: 1; }
    SessionsScreen #columns { height: 1; color: $text-muted; }
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine
        self._sessions: list[Session] = []

    def compose(self) -> ComposeResult:
        yield Static("Sessions", id="title", markup=False)
        yield Static(id="columns", markup=False)
        yield Rows(markup=False)
        yield Hints(
            [
                ("select", "go on"),
                ("new", "new"),
                ("rename", "name"),
                ("export", "export"),
                ("search", "search"),
                ("close", "back"),
            ]
        )

    def on_mount(self) -> None:
        self.query_one(Rows).focus()
        self._begin()

    def on_resize(self) -> None:
        self._draw()

    @on(OptionList.OptionSelected)
    def action_open(self) -> None:
        """Go on with the marked session."""
        if session := self._marked():
            self.dismiss(Open(session.id))

    action_select = action_open

    def action_new(self) -> None:
        """Begin a new session."""
        self.dismiss(New())

    def action_search(self) -> None:
        """Search all turns."""
        self.dismiss(Search())

    def action_rename(self) -> None:
        """Ask for a name of the marked session."""
        if session := self._marked():
            self._rename(session)

    def action_export(self) -> None:
        """Ask where the marked session should be written."""
        if session := self._marked():
            self._export(session)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    @work(exclusive=True, group="dialog")
    async def _rename(self, session: Session) -> None:
        question = "What should this session be called? Without a name it is called by its first words."
        name = await self.app.push_screen_wait(Line(question, session.name))
        if name is not None:
            with told(self):
                await self.engine.name_session(session.id, name)
                await self._load()

    @work(exclusive=True, group="dialog")
    async def _export(self, session: Session) -> None:
        question = "Write it to which file? A name that ends in .json gives JSON, any other Markdown; none makes one from the title."
        path = await self.app.push_screen_wait(Line(question))
        if path is not None:
            self.post_message(self.Export(session.id, path))

    @work(exclusive=True, group="sessions")
    async def _begin(self) -> None:
        with told(self):
            await self._load()

    async def _load(self) -> None:
        marked = self._marked()
        self._sessions = await self.engine.sessions()
        if len(self._sessions) >= NEWEST:
            self.query_one("#title", Static).update(
                f"Sessions: the newest {NEWEST}; search finds the others", layout=False
            )
        self._draw()
        ids = [one.id for one in self._sessions]
        wanted = marked.id if marked else self.engine.session
        if ids:
            self.query_one(Rows).highlighted = ids.index(wanted) if wanted in ids else 0

    def _marked(self) -> Session | None:
        place = self.query_one(Rows).highlighted
        return self._sessions[place] if place is not None and place < len(self._sessions) else None

    def _draw(self) -> None:
        width = max(20, self.size.width - 3)
        rows, now = self.query_one(Rows), self.engine.clock()
        marked = rows.highlighted
        self.query_one("#columns", Static).update(heading(width))
        drawn = [Option(row(one, one.id == self.engine.session, now, width)) for one in self._sessions]
        rows.set_options(drawn or [Option(EMPTY, disabled=True)])
        rows.highlighted = marked if drawn else None


def heading(width: int) -> str:
    """Return the names of the columns."""
    return _aligned("  session", ("last", "turns", "learning"), width)


def row(session: Session, present: bool, now: datetime, width: int) -> Content:
    """Return a session in one line; the present one has a mark."""
    last = day(session.last, now)
    if width >= ROOMY and last in ("today", "yesterday"):
        last += f" {session.last.astimezone():%H:%M}"
    told = (last, f"{session.turns:,}", "" if session.learning == "on" else str(session.learning))
    return Content(_aligned(("● " if present else "  ") + line(session.title), told, width))


def _aligned(title: str, told: tuple[str, str, str], width: int) -> str:
    columns = WIDE if width >= ROOMY else NARROW
    cells = zip(told, columns, (False, True, False), strict=True)
    room = width - sum(columns) - 2 * len(columns)
    return "  ".join([fill(title, room), *(fill(text, wide, right=right) for text, wide, right in cells)])
