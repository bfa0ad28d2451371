"""The text field of the prompt: long pastes stand folded in it, and each key acts before the next one is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.document._document import EditResult, Location, Selection
from textual.document._edit import Edit
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import TextArea

from ..chords import know_alt_enter
from ..keys import bindings
from ..text.paste import Pastes, cleaned, is_long

if TYPE_CHECKING:
    from .prompt_box import PromptBox


JOINERS = ("\u200c", "\u200d")
"""Between the people of a family in an emoji, and between letters of some scripts. They show nothing, so Textual takes them for no text."""


class Field(TextArea):
    """Where one types. It hands the keys that mean more than text to the box it stands in."""

    BINDINGS = bindings("prompt")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"field--paste"}
    DEFAULT_CSS = """
    Field {
        height: auto; min-height: 1; max-height: 8; padding: 0 1; background: $surface; scrollbar-size-vertical: 1;
        border: none; border-left: outer $border-blurred;
        &:focus { border: none; border-left: outer $primary; }
        & > .field--paste { color: $text-accent; text-style: italic; }
        & .text-area--placeholder { color: $text-muted; }
        &:nocolor .text-area--cursor { text-style: reverse; }
    }
    """

    def __init__(self, box: PromptBox, placeholder: str) -> None:
        self.pastes = Pastes()  # first, for the text area's own beginning moves the caret
        self._box = box
        know_alt_enter()
        super().__init__(id="prompt", placeholder=placeholder, highlight_cursor_line=False)
        self.cursor_blink = False

    @property
    def is_on_first_row(self) -> bool:
        """Whether the caret is in the first row, as the text is wrapped."""
        return self.navigator.is_first_wrapped_line(self.cursor_location)

    @property
    def is_on_last_row(self) -> bool:
        """Whether the caret is in the last row, as the text is wrapped."""
        return self.navigator.is_last_wrapped_line(self.cursor_location)

    def put(self, text: str) -> None:
        """Show another text, the caret at its end."""
        self.load_text(text)
        self.move_cursor(self.document.end)

    def insert_text(self, text: str) -> None:
        """Put text in place of what is selected, folded if it is long."""
        text = cleaned(text)
        if done := self._replace_via_keyboard(self.pastes.fold(text) if is_long(text) else text, *self.selection):
            self.move_cursor(done.end_location)

    # What acts on text differs from a text area's where a folded paste stands: it is moved over and deleted as a whole.

    def edit(self, edit: Edit) -> EditResult:
        """Do an edit; one that cuts into a folded paste takes all of it."""
        top, bottom = edit.top, edit.bottom
        if top == bottom:
            start = end = self._span_around(top)[1]
        else:
            start, end = self._span_around(top)[0], self._span_around(bottom)[1]
        if (start, end) != (top, bottom):
            edit = replace(edit, from_location=start, to_location=end)
        return super().edit(edit)

    def _validate_selection(self, selection: Selection) -> Selection:
        """Move the caret over a folded paste in one step, in the direction it goes."""
        start, end = super()._validate_selection(selection)
        forward = end > self.selection.end
        stop = self._span_around(end)[forward]
        if start == end:
            return Selection.cursor(stop)
        return Selection(self._span_around(start)[start > end], stop)

    def undo(self) -> None:
        """Take back the last edits."""
        if self.history.undo_stack:
            self._leave_what_goes()
            super().undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        if self.history.redo_stack:
            self._leave_what_goes()
            super().redo()

    def _leave_what_goes(self) -> None:
        """Put the caret where there is always text: Textual looks for it after the lines have gone and before it is put elsewhere."""
        self.selection = Selection.cursor((0, 0))

    def _span_around(self, place: Location) -> tuple[Location, Location]:
        """Return the ends of the folded paste that a place lies within, or the place twice."""
        row, column = place
        if row < self.document.line_count:
            for start, end in self.pastes.spans(self.document[row]):
                if start < column < end:
                    return (row, start), (row, end)
        return place, place

    def get_line(self, line_index: int) -> Text:
        """Return a line with its folded pastes marked."""
        line = super().get_line(line_index)
        for start, end in self.pastes.spans(line.plain):
            line.stylize(self.get_component_rich_style("field--paste", partial=True), start, end)
        return line

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:  # noqa: ARG002 - Textual's signature
        """Find none: it is prose, and looking for one through ten thousand lines takes a while."""
        return None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw, and keep the terminal's cursor at the caret when the field has moved: an input method opens its window there."""
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset
        return super().render_lines(crop)

    # Keys

    async def _on_key(self, event: events.Key) -> None:
        """Act at once on a key that means more than text.

        Textual sends such keys up to the app and acts when they get there, with text that was typed after them in place already:
        what is typed ahead of a slow start would come out in another order.
        """
        if event.character in JOINERS:
            self._replace_via_keyboard(event.character or "", *self.selection)
        elif event.is_printable or not await self._acts_on(event.key):
            return
        event.stop()
        event.prevent_default()

    async def _acts_on(self, key: str) -> bool:
        active = self.screen.active_bindings.get(key)
        return active is not None and active.node is self and await self.app.run_action(active.binding.action, self)

    async def _on_paste(self, event: events.Paste) -> None:
        """Take what the terminal pastes."""
        event.stop()
        event.prevent_default()
        self.insert_text(event.text)

    def action_paste(self) -> None:
        """Paste what was copied within the app."""
        self.insert_text(self.app.clipboard)

    def update_suggestion(self) -> None:
        """Tell the box that the text is another; called by every edit."""
        self._box.edited()

    def action_send(self) -> None:
        """Send the text, or run it."""
        self._box.send()

    def action_newline(self) -> None:
        """Break the line."""
        self._replace_via_keyboard("\n", *self.selection)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Tab and Escape to others while nothing is suggested."""
        return self._box.is_suggesting if action in ("complete", "close") else super().check_action(action, parameters)

    def action_complete(self) -> None:
        """Take the suggestion."""
        self._box.complete()

    def action_close(self) -> None:
        """Close the suggestions."""
        self._box.close()

    def action_earlier(self) -> None:
        """Go to the transcript."""
        self._box.post_message(self._box.WantsTranscript())

    def action_take_back(self) -> None:
        """Take back what waits to be sent."""
        self._box.post_message(self._box.WantsBack())

    def action_unfold(self) -> None:
        """Unfold the paste at the caret, or the last one; without one, delete to the start of the line as elsewhere."""
        rows = enumerate(self.document.lines)
        every = [(at, *span) for at, text in rows for span in self.pastes.spans(text)]
        here, column = self.cursor_location
        near = [place for place in every if place[0] == here and place[1] <= column <= place[2]]
        if every:
            self._unfold(*(near or every)[-1])
        else:
            self.action_delete_to_start_of_line()

    def on_click(self, event: events.Click) -> None:
        """Unfold the paste that is clicked twice."""
        row, column = self.get_target_document_location(event)
        for start, end in self.pastes.spans(self.document[row]) if event.chain == 2 else ():
            if start <= column < end:
                self._unfold(row, start, end)
                return

    def _unfold(self, row: int, start: int, end: int) -> None:
        text = self.pastes.unfold(self.document[row][start:end])
        self.replace(text, (row, start), (row, end), maintain_selection_offset=False)

    def action_cursor_up(self, select: bool = False) -> None:
        """Move up; in the first row, to an earlier message."""
        if select or not self._box.go_up():
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Move down; in the last row, to a later message."""
        if select or not self._box.go_down():
            super().action_cursor_down(select)
