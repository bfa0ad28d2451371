"""An app that shows a transcript over a made-up session and answers what it asks for, as the chat does."""

from __future__ import annotations

from collections.abc import Iterable

from penchant.tui.entries import Entry
from penchant.tui.widgets.transcript import Transcript
from textual.app import App, ComposeResult
from textual.widgets import Input

PAGE = 8
"""Turns that are given at once."""


def turn(number: int) -> Entry:
    """A turn of the session: odd ones are the person's."""
    if number % 2:
        return Entry("user", f"question {number}", number)
    return Entry("reply", f"answer {number}\n\n- first\n- second", number)


class Shown(App[None]):
    """Shows the end of a session of `count` turns, or other entries."""

    CSS = "Transcript { max-width: 100; } Screen { align-horizontal: center; }"
    AUTO_FOCUS = "Input"

    def __init__(
        self, count: int = 0, entries: Iterable[Entry] = (), *, answers: bool = True, ansi: bool | None = None
    ) -> None:
        super().__init__(ansi_color=ansi)
        self.session = [turn(number) for number in range(1, count + 1)] or list(entries)
        self.answers = answers
        self.acted: list[tuple[str, int, str]] = []
        self.asked: list[str] = []

    def compose(self) -> ComposeResult:
        yield Transcript()
        yield Input()

    def on_mount(self) -> None:
        self.show_end()

    def show_end(self) -> None:
        self.transcript.show(self.session[-PAGE:], earlier=len(self.session) > PAGE)

    @property
    def transcript(self) -> Transcript:
        return self.query_one(Transcript)

    @property
    def numbers(self) -> list[int]:
        """The turns that are held."""
        return self.transcript._held.numbers

    @property
    def top(self) -> int:
        return self.transcript.scroll_offset.y

    def lines(self) -> list[str]:
        """What is on the screen, without the space at the right."""
        return [self.transcript.render_line(y).text.rstrip() for y in range(self.transcript.size.height)]

    def on_transcript_wants_earlier(self, wanted: Transcript.WantsEarlier) -> None:
        self.asked.append(f"before {wanted.before}")
        if self.answers:
            found = [one for one in self.session if one.number < wanted.before][-PAGE:]
            self.transcript.put_earlier(found, len(found) == PAGE)

    def on_transcript_wants_later(self, wanted: Transcript.WantsLater) -> None:
        self.asked.append(f"after {wanted.after}")
        if self.answers:
            found = [one for one in self.session if one.number > wanted.after][:PAGE]
            self.transcript.put_later(found, len(found) == PAGE)

    def on_transcript_wants_tail(self) -> None:
        self.asked.append("tail")
        if self.answers:
            self.show_end()

    def on_transcript_acted(self, acted: Transcript.Acted) -> None:
        self.acted.append((acted.action, acted.entry.number, acted.text))
