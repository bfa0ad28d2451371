"""Questions that stand over a screen: yes or no, a line of text, one of several. `await app.push_screen_wait(Ask("Sure?"))`"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from ..keys import bindings
from ..show import printable
from ..text.cells import line
from ..widgets.hints import Hints, keys_of
from ..widgets.words import Words
from .leaving import LeftOnce

T = TypeVar("T")


class Box(Vertical):
    """The frame of a dialog."""

    DEFAULT_CSS = """
    Box {
        width: 64; max-width: 100%; height: auto; max-height: 100%;
        padding: 1 2; border: round $primary; background: $surface;
    }
    Box > .question { height: auto; margin-bottom: 1; }
    Box > Hints { margin-top: 1; }
    """


class Ask(ModalScreen[bool], LeftOnce[bool]):
    """A question to be answered with yes or no; Esc is no, and no has the focus, for what is asked about can be grave."""

    BINDINGS = bindings("dialog")
    DEFAULT_CSS = """
    Ask { align: center middle; }
    Ask Horizontal { height: 1; }
    Ask Button { margin-right: 2; min-width: 12; }
    """

    def __init__(self, question: str, yes: str = "Yes", no: str = "No") -> None:
        super().__init__()
        self._question, self._yes, self._no = question, yes, no

    def compose(self) -> ComposeResult:
        with Box():
            yield _asked(self._question)
            with Horizontal():
                yield Button(id="yes", compact=True)
                yield Button(id="no", compact=True)

    def on_mount(self) -> None:
        keys = keys_of(self)
        for name, words in (("yes", self._yes), ("no", self._no)):
            self.query_one(f"#{name}", Button).label = Content(f"{line(words)} ({keys[name]})")
        self.query_one("#no").focus()

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_yes(self) -> None:
        """Answer yes."""
        self.dismiss(True)

    def action_no(self) -> None:
        """Answer no."""
        self.dismiss(False)

    def action_cancel(self) -> None:
        """Answer no."""
        self.dismiss(False)

    def action_up(self) -> None:
        """Go to the other button."""
        self.focus_previous()

    def action_down(self) -> None:
        """Go to the other button."""
        self.focus_next()


class Line(ModalScreen[str | None], LeftOnce[str | None]):
    """A question to be answered with a line of text; None when it was cancelled. The text is stripped and may be empty."""

    BINDINGS = bindings("dialog")
    DEFAULT_CSS = "Line { align: center middle; }"

    def __init__(self, question: str, value: str = "") -> None:
        super().__init__()
        self._question, self._value = question, value

    def compose(self) -> ComposeResult:
        with Box():
            yield _asked(self._question)
            yield Words(line(self._value))
            yield Hints([("submit", "OK"), ("cancel", "Cancel")])

    @on(Input.Submitted)
    def action_submit(self) -> None:
        """Give what was typed."""
        self.dismiss(self.query_one(Input).value.strip())

    def action_cancel(self) -> None:
        """Give nothing."""
        self.dismiss(None)


class Choice(ModalScreen[T | None], LeftOnce[T | None], Generic[T]):
    """A list to choose from, with what each choice stands for; typing leaves those that have the words. None when it was cancelled."""

    BINDINGS = bindings("dialog")
    DEFAULT_CSS = """
    Choice { align: center middle; }
    Choice OptionList {
        height: auto; max-height: 40vh; border: none; padding: 0; background: transparent;
        text-wrap: nowrap; text-overflow: ellipsis;
        & > .option-list--option-highlighted {
            color: $block-cursor-foreground; background: $block-cursor-background; text-style: $block-cursor-text-style;
        }
    }
    """

    def __init__(self, question: str, options: Sequence[tuple[str, T]]) -> None:
        super().__init__()
        self._question, self._options = question, [(line(label), value) for label, value in options]
        self._left = list(range(len(options)))

    def compose(self) -> ComposeResult:
        with Box():
            yield _asked(self._question)
            yield Words(placeholder="Type to find")
            choices = OptionList(*self._rows(self._left), markup=False)
            choices.can_focus = False  # so that typing and choosing go on together
            yield choices
            yield Hints([("submit", "Choose"), ("cancel", "Cancel")])

    def on_mount(self) -> None:
        self._point(0)

    @on(Input.Changed)
    def _leave_those_that_fit(self, event: Input.Changed) -> None:
        words = event.value.casefold().split()
        self._left = [
            place for place, (label, _) in enumerate(self._options) if all(word in label.casefold() for word in words)
        ]
        none = [Option("None has these words.", disabled=True)]
        self.query_one(OptionList).set_options(self._rows(self._left) if self._left else none)
        self._point(0)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._options[self._left[event.option_index]][1])

    @on(Input.Submitted)
    def action_submit(self) -> None:
        """Choose what is marked."""
        if self._left:
            self.query_one(OptionList).action_select()

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    def action_up(self) -> None:
        """Mark the choice above."""
        self.query_one(OptionList).action_cursor_up()

    def action_down(self) -> None:
        """Mark the choice below."""
        self.query_one(OptionList).action_cursor_down()

    def _rows(self, places: Iterable[int]) -> list[Option]:
        return [Option(Content(self._options[place][0])) for place in places]

    def _point(self, place: int) -> None:
        self.query_one(OptionList).highlighted = place if self._left else None


def _asked(question: str) -> Static:
    return Static(printable(question), markup=False, classes="question")
