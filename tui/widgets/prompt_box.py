"""Where the person writes: messages and commands, with suggestions, what was said before, and folded pastes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import TextArea

from ..text.complete import STANDING, Suggestion, is_command, is_finished, suggest
from ..text.paste import cleaned
from ..text.recall import Recall
from .completion import Completion
from .field import Field

PLACEHOLDER = "Write a message, or / for commands"

HUGE_LINES, HUGE_CHARACTERS = 500, 50_000
"""A text with more than one of these is shown folded even where it was not pasted: the field would be slow with it."""


class PromptBox(Vertical):
    """The prompt. Its field is `#prompt`; the focus is the field's."""

    DEFAULT_CSS = """
    PromptBox { height: auto; background: $surface; }
    """

    @dataclass
    class Sent(Message):
        """A message, with all that was pasted."""

        text: str

    @dataclass
    class Command(Message):
        """A line that begins with a slash."""

        line: str

    class Changed(Message):
        """The text is another."""

        def __init__(self, box: PromptBox) -> None:
            super().__init__()
            self.box = box

        @property
        def text(self) -> str:
            """The text as it is now."""
            return self.box.text

    class Emptied(Message):
        """Nothing is left of the draft: it was sent, run, thrown away or deleted."""

    class WantsBack(Message):
        """The last message that waits to be sent shall come back."""

    class WantsTranscript(Message):
        """The last turn shall have the focus."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.candidates = dict(STANDING)
        """What completes arguments, by their words; TOPIC and SESSION are for the screen to give."""
        self.queued = 0
        """How many messages wait: with one, Up in an empty prompt takes it back."""
        self.editing = False
        """Whether an earlier turn is being edited: Up and Down then stay in it."""
        self._completion = Completion()
        self._field = Field(self, PLACEHOLDER)
        self._recall = Recall()
        self._closed_at = ""

    def compose(self) -> ComposeResult:
        """Lay out the field, and the list that lies over what is above."""
        yield self._completion
        yield self._field

    # What the screen does with it

    @property
    def text(self) -> str:
        """The draft, with all that was pasted."""
        return self._field.pastes.unfold(self._field.text)

    @property
    def selected_text(self) -> str:
        """What is selected in it, with all that was pasted."""
        return self._field.pastes.unfold(self._field.selected_text)

    @property
    def is_suggesting(self) -> bool:
        """Whether there are suggestions in view."""
        return self._completion.is_open

    def load(self, text: str) -> None:
        """Show a text as the draft, the caret at its end."""
        self._field.put(self._folded(text))

    def paste(self, text: str) -> None:
        """Put in what was pasted while something else had the focus."""
        self._field.insert_text(text)
        self.focus()

    def clear(self) -> bool:
        """Empty the prompt, and return whether there was anything; Up brings it back."""
        if not self._field.text:
            return False
        self._recall.remember(self.text)
        self._begin()
        return True

    def said(self, texts: Iterable[str]) -> None:
        """Give the person's messages of the present session, oldest first, to be recalled."""
        self._recall.fill(texts)

    def focus(self, scroll_visible: bool = True) -> Self:
        """Put the focus into the field."""
        self._field.focus(scroll_visible)
        return self

    # What the field's keys do

    def send(self) -> None:
        """Send the text, or run it if it is a command; a chosen or needed suggestion is taken first."""
        line = self._field.text
        if not is_command(line):
            if text := self.text.strip():
                self._done(self.Sent(text))
            return
        chosen = self._completion.chosen
        if chosen and (self._completion.moved or not is_finished(line)):
            runs = chosen.done and (self._completion.moved or self._completion.count == 1)
            self._take(chosen)
            if not runs:
                return
        self._done(self.Command(self._field.text.strip()))

    def complete(self) -> None:
        """Take the chosen suggestion."""
        if chosen := self._completion.chosen:
            self._take(chosen)

    def close(self) -> None:
        """Close the suggestions until the text is another."""
        self._closed_at = self._field.text
        self._completion.show(())

    def go_up(self) -> bool:
        """Choose the suggestion above, take back what waits, or recall the message before; return whether there was one."""
        if self._completion.is_open:
            self._completion.step(-1)
            return True
        if not self._field.is_on_first_row:
            return False
        if self.queued and not self._field.text:
            self.post_message(self.WantsBack())
            return True
        return not self.editing and self._recalled(self._recall.older(self.text))

    def go_down(self) -> bool:
        """Choose the suggestion below, or recall the message after; return whether there was one."""
        if self._completion.is_open:
            self._completion.step(1)
            return True
        if self.editing or not self._field.is_on_last_row:
            return False
        return self._recalled(self._recall.newer(self.text))

    def edited(self) -> None:
        """Suggest what the text can become; called at every edit, so it looks at the first line only."""
        line = self._field.document[0] if self._field.document.line_count == 1 else ""
        if not line and self._field.document.line_count == 1:
            self.post_message(self.Emptied())
        if not line.startswith("/") or line == self._closed_at:
            self._completion.show(())
            return
        found = suggest(line, self.candidates)
        self._completion.show(found if [one.line for one in found] != [line] else ())

    @on(TextArea.Changed)
    def _tell(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self))

    @on(Completion.Taken)
    def _clicked(self, event: Completion.Taken) -> None:
        event.stop()
        self._take(event.suggestion)
        self.focus()

    def _take(self, suggestion: Suggestion) -> None:
        self._closed_at = ""
        self._field.put(suggestion.line)

    def _done(self, message: Sent | Command) -> None:
        self._recall.remember(message.text if isinstance(message, self.Sent) else message.line)
        self.post_message(message)  # before it is told that nothing is left
        self._begin()

    def _begin(self) -> None:
        self._field.pastes.prune()
        self._field.put("")

    def _recalled(self, text: str | None) -> bool:
        if text is not None:
            self._closed_at = text
            self.load(text)
        return text is not None

    def _folded(self, text: str) -> str:
        text = self._field.pastes.refold(cleaned(text))
        huge = len(text) > HUGE_CHARACTERS or text.count("\n") > HUGE_LINES
        return self._field.pastes.fold(text) if huge else text
