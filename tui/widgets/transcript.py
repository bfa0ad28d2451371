"""The transcript: a session's turns in one self-drawing widget that holds those near the view and asks for the others."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Literal

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from ..entries import Entry
from ..keys import bindings
from ..text.window import kept, wants_earlier, wants_later
from .held import Held
from .hints import keys_of
from .ink import CLASSES, COLOURS, Ink
from .page import GUTTER, OVERLAP, Page, chosen
from .stream import Flushes
from .turn import TurnView

MARGIN = 1
"""Free cells at the right."""

Action = Literal["copy", "copy_code", "edit", "retry", "inspect"]


class Transcript(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows entries and follows the end until the reader scrolls up; a reply that streams never moves what they read.

    Turns are data: those far from the view are dropped and asked for again. One widget draws them all, without a layout pass.
    """

    BINDINGS = bindings("transcript")
    COMPONENT_CLASSES: ClassVar[set[str]] = CLASSES
    DEFAULT_CSS = f"""
    Transcript {{
        width: 1fr; height: 1fr; background: $background; color: $foreground;
        overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable; scrollbar-size-vertical: 1;
        {COLOURS}
    }}
    """

    @dataclass
    class WantsEarlier(Message):
        """Turns before this one should be given to `put_earlier`."""

        before: int

    @dataclass
    class WantsLater(Message):
        """Turns after this one should be given to `put_later`; after 0: the first ones of the session."""

        after: int

    class WantsTail(Message):
        """The end of the session should be shown."""

    @dataclass
    class Acted(Message):
        """The person wants something done with a turn; `text` is what is to be copied."""

        action: Action
        entry: Entry
        text: str = ""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._held, self._page, self._ink = Held(), Page(), Ink(self)
        self._flushes = Flushes(self, partial(self._lay_out, grown=True))
        self._welcome = self._retry_key = ""
        self._wanted: set[type[Message]] = set()
        """The questions that are not answered yet."""
        self._from_top = False
        self._following, self._new_rows = True, 0
        self._selected: TurnView | None = None
        self._goal: TurnView | None = None
        """What to scroll to as soon as there is a size."""
        self._code_copied = -1

    # What is shown

    def welcome(self, text: str) -> None:
        """Say something where there are no turns."""
        self._welcome = text
        self._lay_out()

    def show(self, entries: Sequence[Entry], *, earlier: bool, later: bool = False, at: int | None = None) -> None:
        """Show these turns instead: their end, or their beginning if there are `later` ones, or the turn `at`, marked as found.

        A reply that comes goes on where the session ends.
        """
        self._held.show(entries, earlier=earlier, later=later)
        self._wanted.clear()
        self._from_top, self._following, self._new_rows = False, not later and at is None, 0
        self._selected = self._goal = self._held.numbered(at)
        if self._goal:
            self._goal.found = True
        self._page = Page()
        self._lay_out(0)
        self.refresh()

    def clear(self) -> None:
        """Show nothing: another session will follow."""
        self._held = Held()
        self.show([], earlier=False)

    def put_earlier(self, entries: Sequence[Entry], earlier: bool) -> None:
        """Put turns before the others, and say whether there are still earlier ones; what is in view stays where it is."""
        self._wanted.discard(self.WantsEarlier)
        self._held.put_earlier(entries, earlier)
        self._lay_out()

    def put_later(self, entries: Sequence[Entry], later: bool) -> None:
        """Put turns after the others, and say whether there are still later ones; what is in view stays where it is."""
        if self._from_top:
            self.show(entries, earlier=False, later=later)
            return
        self._wanted.discard(self.WantsLater)
        self._held.put_later(entries, later)
        self._lay_out()

    def merge(self, entries: Sequence[Entry]) -> None:
        """Put turns of the ledger among the others; what is in view stays where it is."""
        self._held.merge(entries)
        self._lay_out(grown=True)

    def add(self, entry: Entry) -> None:
        """Put an entry at the end; it is in view if the end is."""
        self._held.add(TurnView(entry))
        self._lay_out(grown=True)

    def replace_from(self, number: int) -> None:
        """Take a turn and everything after it off the screen."""
        self._held.take_from(number)
        self._lay_out()

    @property
    def stored(self) -> list[int]:
        """The numbers of the turns that it holds and the ledger has."""
        return self._held.stored

    @property
    def holds_end(self) -> bool:
        """Whether it holds the end of the session."""
        return not self._held.later

    def drop(self, numbers: Container[int]) -> None:
        """Take turns off the screen, and what was told below each of them: they are erased."""
        self._held.drop(numbers)
        self._lay_out()

    def drop_errors(self) -> None:
        """Take off the screen what went wrong: it is tried again."""
        self._held.drop_errors()
        self._lay_out()

    def begin_reply(self) -> None:
        """Show that a reply will come."""
        self._held.begin_reply()
        self._lay_out(grown=True)

    def feed(self, text: str) -> None:
        """Add a piece to the reply that comes; it is drawn soon."""
        self._held.feed(text)
        self._flushes.soon()

    def end_reply(self, entry: Entry) -> None:
        """Let the reply that comes be this entry; an error or a notice is put after what came."""
        self._held.end_reply(entry)
        self._lay_out(grown=True)

    # Where the view is

    def to_tail(self) -> None:
        """Show the end of the session and follow it."""
        if self._held.later:
            self._want(self.WantsTail())
        else:
            self._scroll(self.max_scroll_y)

    def _lay_out(self, top: int | None = None, *, grown: bool = False) -> None:
        """Draw the rows anew; the end stays in view if it is followed, else what stands in row `top`, the first in view."""
        if not (height := self.size.height):
            return
        before, top, following = self._page, self.scroll_offset.y if top is None else top, self._following
        self._page = Page(self._held.turns, self.size.width - GUTTER - MARGIN, self._welcome)
        self._selected = self._selected if self._selected in self._page.turns else None
        if grown and not following:
            self._new_rows += max(0, len(self._page.rows) - len(before.rows))
        self._stretch()
        if self._goal is not None:
            self._scroll(self._page.span(self._goal)[0] - height // 4)
            self._goal = None
        else:
            self._scroll(self.max_scroll_y if following else self._page.moved(before, top))
        self._refresh_changed(before, top)
        self._keep_selection(before)
        self._drop_far()

    def _stretch(self) -> None:
        """Set the height that is scrolled over. Textual's own way is a layout pass, which paints the whole screen."""
        size = Size(self.size.width, len(self._page.rows))
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)

    def _scroll(self, top: int) -> None:
        self.scroll_to(y=max(0, min(top, self.max_scroll_y)), animate=False, force=True)
        self._look_around()

    def _refresh_changed(self, before: Page, top: int) -> None:
        """Paint the rows in view that are not what they were; all are painted anyway where the view has moved."""
        width, height = self.size
        if self.scroll_offset.y == top:
            changed = [y for y in range(height) if before.row(top + y) != self._page.row(top + y)]
            self.refresh(*(Region(0, y, width, 1) for y in {*changed, height - 1}))

    def _keep_selection(self, before: Page) -> None:
        """Give up what is selected with the mouse when other text stands in its place."""
        selection = self.text_selection
        if selection and selection.start and before.row(selection.start.y) != self._page.row(selection.start.y):
            self.screen.clear_selection()

    def _drop_far(self) -> None:
        loose = [turn.comes_back for turn in self._page.turns]
        places = kept(self._page.heights(), loose, self.scroll_offset.y, self.size.height)
        if len(places) < len(loose):
            self._held.keep(places)
            self._lay_out()

    def _look_around(self) -> None:
        """Notice whether the end is in view, and ask for turns when the view comes near the first or the last one."""
        top, height, total = self.scroll_offset.y, self.size.height, len(self._page.rows)
        self._following = not self._held.later and top >= self.max_scroll_y
        if self._following:
            self._new_rows = 0
        if numbers := self._held.numbers:
            if self._held.earlier and wants_earlier(top, height):
                self._want(self.WantsEarlier(self._held.first))
            if self._held.later and wants_later(top, height, total):
                self._want(self.WantsLater(numbers[-1]))

    def _want(self, message: Message) -> None:
        if type(message) not in self._wanted:
            self._wanted.add(type(message))
            self.post_message(message)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Notice where the reader goes."""
        super().watch_scroll_y(old_value, new_value)
        self._look_around()

    def on_resize(self) -> None:
        """Wrap the text to the new width."""
        self._lay_out()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        width, height = self.size
        if y == height - 1 and (badge := self._badge()):
            return self._ink.strip([(badge.center(width), "badge")], width)
        place = self.scroll_offset.y + y
        pieces = [self._page.bar(place, self._selected if self.has_focus else None), *self._page.row(place).pieces]
        if self._retry_key and self._page.retries(place) and self._page.at(place) is self._selected:
            pieces.append((f"  {self._retry_key}", "dim"))
        if (selection := self.text_selection) and (span := selection.get_span(place)):
            pieces = chosen(pieces, *span)
        return self._ink.strip(pieces, width).apply_offsets(0, place)

    def _badge(self) -> str:
        """Return what is told at the lower edge while the end is not in view."""
        if self._held.news:
            return "↓ more below, End"
        return f"↓ {self._new_rows} new line{'s' * (self._new_rows != 1)}, End" if self._new_rows else ""

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """Return what is selected, and what comes after it."""
        return self._page.text(selection), "\n"

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        self._ink.forget()
        super().notify_style_update()

    # Turns in the person's hands

    @property
    def selected(self) -> Entry | None:
        """The entry that the keys act on."""
        return self._selected.entry if self._selected else None

    def select(self, step: int) -> None:
        """Select the turn after (or before, if `step` is negative); within one that is longer than the view, read on."""
        top, height = self.scroll_offset.y, self.size.height
        if self._selected is None or not self._page.in_view(self._selected, top, height):
            self._select(self._page.at(top if step > 0 else top + height - 1))
        elif (further := self._page.read_on(self._selected, step, top, height)) is not None:
            self._scroll(further)
        elif (beside := self._page.beside(self._selected, step)) is not None:
            self._select(beside)
            self._scroll(self._page.reveal(beside, top, height))
        elif step > 0:
            self.to_tail()

    def _select(self, turn: TurnView | None) -> None:
        self._selected, self._code_copied = turn, -1
        self.refresh()

    def on_focus(self) -> None:
        """Select the last turn in view, unless one is selected."""
        self._retry_key = keys_of(self.screen).get("retry", "")
        if self._selected is None:
            self._select(self._page.at(self.scroll_offset.y + self.size.height - 1))

    def on_click(self, event: events.Click) -> None:
        """Select the turn under the pointer; go to the end, or ask again, where that is written."""
        place = self.scroll_offset.y + event.y
        if event.y == self.size.height - 1 and self._badge():
            self.to_tail()
        elif (turn := self._page.at(place)) is not None:
            self._select(turn)
            if self._page.retries(place):
                self.post_message(self.Acted("retry", turn.entry))

    def action_previous(self) -> None:
        """Go to the turn before."""
        self.select(-1)

    def action_next(self) -> None:
        """Go to the turn after."""
        self.select(1)

    def action_top(self) -> None:
        """Go to the first turn of the session."""
        if not self._held.earlier:
            self._scroll(0)
        elif self.WantsLater not in self._wanted:
            self._from_top = True
            self._want(self.WantsLater(0))

    def action_tail(self) -> None:
        """Go to the end and follow it."""
        self.to_tail()

    def action_page_up(self) -> None:
        """Go a page up."""
        self._scroll(self.scroll_offset.y - self.size.height + OVERLAP)

    def action_page_down(self) -> None:
        """Go a page down."""
        self._scroll(self.scroll_offset.y + self.size.height - OVERLAP)

    def action_copy(self) -> None:
        """Ask to copy the turn."""
        if self._selected:
            self.post_message(self.Acted("copy", self._selected.entry, self._selected.entry.text))

    def action_copy_code(self) -> None:
        """Ask to copy a block of its code, the next one each time."""
        if self._selected and (blocks := self._selected.code()):
            self._code_copied = (self._code_copied + 1) % len(blocks)
            self.post_message(self.Acted("copy_code", self._selected.entry, blocks[self._code_copied]))

    def action_edit(self) -> None:
        """Ask to edit the person's turn that it is, or that it answers."""
        if self._selected and (asked := self._held.asked(self._selected)):
            self.post_message(self.Acted("edit", asked.entry))

    def action_retry(self) -> None:
        """Ask for the reply again."""
        if self._selected:
            self.post_message(self.Acted("retry", self._selected.entry))

    def action_inspect(self) -> None:
        """Ask to show what was sent."""
        if self._selected and self._selected.entry.number:
            self.post_message(self.Acted("inspect", self._selected.entry))
