"""One topic in full: how it stands, its curve, what is near to it, and the sentences that it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ..durations import spoken
from ..explained import loudest
from ..text.bars import LEAST, number
from ..text.cells import line
from ..text.excerpt import excerpt
from ..text.moments import day
from .curve import Curve
from .weights import decided

if TYPE_CHECKING:
    from ...memory import Event, Explanation, Interest, Parts, Source, Together
    from ..known import TopicView

LINES = 3
"""Lines that a sentence has, at most."""


class TopicDetails(Vertical):
    """Shows a topic. Its list of sentences takes the focus; Enter or a click on one asks to go there."""

    DEFAULT_CSS = """
    TopicDetails {
        padding: 0 1;
        Static { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #label { text-style: bold; }
        #facts, #made, #voice, #company, #near, #from { color: $text-muted; }
        #verdict { margin-bottom: 1; }
        #near, #from { margin-top: 1; }
        #made.-none, #voice.-none, #company.-none, #near.-none { display: none; }
        #near:hover { color: $foreground; text-style: underline; }
        OptionList, OptionList:focus { height: 1fr; border: none; padding: 0; background: transparent; scrollbar-size-vertical: 1; }
        OptionList:focus > .option-list--option-highlighted { background: $primary 25%; color: $foreground; text-style: none; }
        OptionList > .option-list--option-highlighted { background: transparent; color: $foreground; text-style: none; }
        OptionList > .option-list--option-hover { background: $foreground 6%; }
        &:ansi #facts, &:ansi #made, &:ansi #voice, &:ansi #company, &:ansi #near, &:ansi #from { text-style: dim; }
        OptionList:ansi:focus > .option-list--option-highlighted { background: transparent; text-style: bold; }
    }
    """

    class Jumped(Message):
        """The person wants to see the turn that a sentence stands in."""

        def __init__(self, event: Event) -> None:
            super().__init__()
            self.event = event

    class MergeWanted(Message):
        """The person clicked on what is near."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._sources: Sequence[Source] = ()

    def compose(self) -> ComposeResult:
        """Lay out the parts."""
        for name in ("label", "facts", "made", "voice", "company", "verdict"):
            yield Static(id=name, markup=False)
        yield Curve(id="curve")
        yield Static(id="near", markup=False)
        yield Static(id="from", markup=False)
        yield OptionList(id="sources", markup=False)

    def show(self, view: TopicView, threshold: float, now: datetime, verdict: str) -> None:
        """Draw a topic; `verdict` says how long it stays in prompts, or what else is to be said."""
        one = view.interest
        self._say("label", line(one.label))
        self._say("facts", facts(one, now))
        self._say_if("made", Content(made(view.explanation)))
        self._say_if("voice", Content(voice(view.explanation)))
        self._say_if("company", Content(company(view.explanation.together)))
        self._say("verdict", verdict)
        self._say_if("near", _near(view.similar))
        self.query_one(Curve).show(view.past, view.future, view.step, now, threshold)
        self._say("from", "Where it comes from" if view.explanation.sources else "No evidence counts for it now.")
        self._sources = view.explanation.sources
        self._list(0)

    def nothing(self, text: str = "") -> None:
        """Draw no topic, and say why."""
        for name in ("label", "facts", "near", "from"):
            self._say(name, "")
        for name in ("made", "voice", "company"):
            self._say_if(name, Content())
        self._say("verdict", text)
        self.query_one(Curve).nothing()
        self._sources = ()
        self._list(0)

    @property
    def source(self) -> Source | None:
        """The sentence that is marked, else the newest."""
        place = self.query_one(OptionList).highlighted or 0
        return self._sources[place] if place < len(self._sources) else None

    def focus_sources(self) -> None:
        """Go to the sentences."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _jump(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Jumped(self._sources[event.option_index].event))

    def on_click(self, event: events.Click) -> None:
        """Ask to merge where what is near was clicked."""
        if event.widget is self.query_one("#near") and self.query_one("#near", Static).content:
            self.post_message(self.MergeWanted())

    def _say(self, name: str, text: str) -> None:
        self.query_one(f"#{name}", Static).update(Content(text), layout=False)

    def _say_if(self, name: str, text: Content) -> None:
        """Fill a row that takes no height while there is nothing to say."""
        row = self.query_one(f"#{name}", Static)
        row.update(text, layout=False)
        row.set_class(not text, "-none")

    def on_resize(self) -> None:
        """Cut the sentences to the new width."""
        self._list(self.query_one(OptionList).highlighted or 0)

    def _list(self, marked: int) -> None:
        """List the sentences, with one of them marked."""
        options, width = self.query_one(OptionList), self.size.width - 4
        options.set_options([Option(_said(source, width)) for source in self._sources] if width > 0 else [])
        options.highlighted = marked if options.option_count else None


def facts(one: Interest, now: datetime) -> str:
    """Return how a topic stands, in one line."""
    often = f"said {one.evidence}×"
    return " · ".join(filter(None, (
        f"weight {number(one.weight)}",
        f"disliked {number(one.negative)}" if one.negative >= LEAST else "",
        f"share {one.share:.0%}",
        often + (f", {day(one.last_seen, now)}" if one.last_seen else ""),
        decided(one),
        "stopped" if one.stopped else "",
    )))  # fmt: skip


def made(explanation: Explanation) -> str:
    """Return what a weight is made of, and how likely the person comes back, in one line."""
    one = explanation.interest
    back = one.returns if one.weight > one.negative else None
    return " · ".join((
        *_parts(explanation.parts),
        *([f"comes back {back:.0%}"] if back is not None else []),
    ))  # fmt: skip


def _parts(parts: Parts) -> Iterator[str]:
    """Yield the parts of a weight that count, each with what it adds or takes."""
    for value, words in (
        (parts.recent, "lately {}"),
        (parts.lasting, "long run {}"),
        (parts.lent, "lent {} from people like you"),
        (parts.pinned, "pinned +{}"),
        (parts.lost, "dislikes −{}"),
    ):
        if value >= LEAST:
            yield words.format(number(value))


def voice(explanation: Explanation) -> str:
    """Return which half-life gives most of the share; empty where none stands out."""
    first = loudest(explanation)
    return f"share: half-life {spoken(first.half_life)} says it loudest" if first else ""


def company(together: Sequence[Together]) -> str:
    """Return the topics that a topic is often spoken of with, and how often each is there when it is, in one line."""
    others = ", ".join(f"{line(one.label)} {one.confidence:.0%}" for one in together)
    return f"often together with {others}" if others else ""


def _near(similar: Sequence[tuple[Interest, float]]) -> Content:
    """Return what is near, with its likeness, in a row that can be clicked."""
    near = " · ".join(f"{line(one.label)} {number(likeness)}" for one, likeness in similar)
    return Content("merge").stylize("bold underline") + Content(f" with what is near: {near}") if near else Content()


def _said(source: Source, width: int) -> Content:
    """Return one sentence with its moment, what it counted and what it still counts, and the phrase marked."""
    at = source.event.at.astimezone()
    counts = f"{'against it, ' if source.mass < 0 else ''}counts {abs(source.remaining):.2f} of {abs(source.mass):.2f}"
    head = Content(f"{at:%a} {at.day} {at:%b %Y %H:%M} · {counts}\n").stylize("dim")
    text = excerpt(source.event.text, source.phrase, LINES * width) if source.event.text else Content("(forgotten)")
    return head + text
