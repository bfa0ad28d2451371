"""The interests screen: all topics, the chosen one in full, every control, and how it was or would be at another time."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.style import Style
from textual.widgets import OptionList, Static

from ..keys import bindings
from ..text.bars import number
from ..text.cells import line
from ..text.look import FACTORS, Look, half_lives, stops, when
from ..text.moments import leaves
from ..widgets.hints import Hints
from ..widgets.slider import Slider
from ..widgets.topic_details import TopicDetails
from ..widgets.topic_table import TopicTable
from ..widgets.weights import IN_PROMPT, groups
from .leaving import LeftOnce
from .steering import Steering
from .telling import told

if TYPE_CHECKING:
    from ...memory import Interest
    from ..engine import Engine
    from ..known import TopicView

TRENDS = 200
"""Topics whose trend is drawn: the heaviest ones."""

SETTLE_SECONDS = 0.15
"""The past is replayed once the sliders have stood still for so long."""

EMPTY = (
    "Nothing is known yet. Say what you like, do or want, and it appears here, with its weight and where it comes from."
)
NONE_ONCE = "No interest was said only once."
ELSEWHERE = "This is not how it is now, so it can only be looked at."

HINTS = (
    ("close", "back"), ("pin", "pin"), ("mute", "mute"), ("stronger", "more"), ("weaker", "less"), ("stop", "stop"), ("forget", "forget"),
    ("rename", "rename"), ("merge", "merge"), ("split", "split"), ("confirm", "confirm"), ("reject", "reject"), ("undo", "undo"),
    ("tentative", "said once"), ("jump", "jump"), ("now", "now"),
)  # fmt: skip
"""How to leave comes first: of a low screen's one row no more may be seen."""


@dataclass(frozen=True, slots=True)
class Jump:
    """Where the person wants to go: a turn of a session."""

    session: str
    turn: int


class InterestsScreen(LeftOnce[Jump | None]):
    """Shows and steers all interests; dismisses with the turn to go to, or None.

    Args:
        engine: opened already.
        topic: the number of the topic to begin with.
    """

    AUTO_FOCUS = "TopicTable"
    BINDINGS = bindings("interests")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (130, "-broad")]  # noqa: RUF012 - Textual's type is no ClassVar
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-short"), (30, "-tall")]  # noqa: RUF012 - the same
    DEFAULT_CSS = """
    InterestsScreen {
        layout: vertical;
        #title { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #main { height: 1fr; }
        #sliders { height: 1; layout: horizontal; }
        Slider { width: 1fr; }
        #notice {
            height: 1; padding: 0 1; color: $text-warning; text-wrap: nowrap; text-overflow: ellipsis;
            link-color: $text-warning; link-style: none; link-background: transparent;
            link-color-hover: $text-warning; link-style-hover: underline; link-background-hover: transparent;
        }
        Hints { padding: 0 1; }
        TopicDetails { width: 47; }
        &.-broad TopicDetails { width: 54; }
        &.-tall Curve { height: 9; }
        &.-tall #main { margin: 1 0; }
        &.-low Hints { max-height: 1; }
        &.-low TopicDetails, &.-short TopicDetails {
            #verdict { margin: 0; }
            #near, #from { margin: 0; }
            Curve { height: 5; }
        }
        &.-narrow {
            TopicDetails { display: none; width: 1fr; }
            &.-open TopicDetails { display: block; }
            &.-open TopicTable, &.-open #sliders { display: none; }
            #sliders { layout: vertical; height: 2; }
        }
    }
    """

    def __init__(self, engine: Engine, topic: int | None = None) -> None:
        super().__init__()
        self.engine = engine
        self.look = Look()
        self.view: TopicView | None = None
        self.steering = Steering(self)
        self._topic = topic
        self._times: list[tuple[str, datetime | None]] = [("now", None)]
        self._lives: list[str] = []
        self._only_once = False
        self._threshold = 0.0
        self._inside: frozenset[int] = frozenset()

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        from ...memory import Law

        law = Law()
        self._lives = [half_lives(factor, law.short, law.long) for factor in FACTORS]
        yield Static(id="title", markup=False)
        with Horizontal(id="main"):
            yield TopicTable(id="table")
            yield TopicDetails(id="details")
        with Container(id="sliders"):
            yield Slider("as of", ["now"], id="time")
            yield Slider("half-lives", self._lives, FACTORS.index(1.0), id="law")
        yield Static(id="notice", markup=False)
        yield Hints(HINTS)

    def on_mount(self) -> None:
        """Read everything in the background."""
        self.work(self._open(), "load")

    def work(self, work: Coroutine[object, object, object], group: str = "steer", *, exclusive: bool = False) -> None:
        """Go on with something that takes time; what goes wrong is told."""
        self.run_worker(self._told(work), group=group, exclusive=exclusive)

    async def _told(self, work: Coroutine[object, object, object]) -> None:
        with told(self, self.say):
            await work

    # Reading

    async def _open(self) -> None:
        from ...agent.bias import THRESHOLD

        self._threshold = THRESHOLD
        self._inside = await self._in_last_prompt()
        self._times = stops(self.engine.clock(), await self.engine.since())
        self.query_one("#time", Slider).offer(
            [when(*stop, self.engine.clock()) for stop in self._times], len(self._times) - 1
        )
        await self.load()
        self.steering.go_on()
        if self._topic is not None:
            self.query_one(TopicTable).choose(self._topic)
            if self.has_class("-narrow"):
                self._open_topic()

    async def _in_last_prompt(self) -> frozenset[int]:
        """Return the topics that the last prompt of this session leaned on or avoided."""
        turn = await self.engine.asked_at()
        sent = await self.engine.sent(turn.number) if turn else None
        return frozenset(one.topic for one in sent.weighed if one.verdict != "out") if sent else frozenset()

    async def load(self) -> None:
        """Read the interests as they are looked at, and show them."""
        look = self.look
        found = await self.engine.interests(look.as_of, look.factor)
        trends = await self.engine.trends([one.topic for one in found[:TRENDS]]) if look.live and found else {}
        liked, avoided, once = groups(found)
        drawn = [*liked, *avoided, *once]
        known = {one.topic for one in drawn}
        shown = once if self._only_once else [*drawn, *(one for one in found if one.topic not in known)]
        empty = NONE_ONCE if self._only_once else EMPTY
        self.query_one(TopicTable).show(shown, trends, self._threshold, self._inside, self.engine.clock(), empty)
        self._entitle(len(shown))
        await self._detail()

    def _entitle(self, count: int) -> None:
        """Say what the table shows."""
        what = f"{count} said once" if self._only_once else f"{count} interest{'s' * (count != 1)}"
        title = Content(what).stylize("bold")
        if not self.look.live:
            title += Content(f"  {self.look}, only to look at").stylize("$text-warning")
        elif self._inside:
            title += Content(f"   {IN_PROMPT} in the last prompt").stylize("$text-muted")
        self.query_one("#title", Static).update(title, layout=False)

    async def _detail(self) -> None:
        """Show the chosen topic."""
        details, chosen = self.query_one(TopicDetails), self.chosen
        self.view = None
        if chosen is None:
            details.nothing()
            return
        try:
            self.view = view = await self.engine.topic(chosen.topic)
        except ValueError:
            details.nothing("It is not among your interests now.")
            return
        now = self.engine.clock()
        details.show(view, self._threshold, now, self._verdict(chosen, view, now))

    def _verdict(self, chosen: Interest, view: TopicView, now: datetime) -> str:
        if self.look.live:
            return leaves(view.interest, self._threshold, view.leaves, now)
        return f"{number(chosen.weight)} {self.look}; {number(view.interest.weight)} now"

    @property
    def chosen(self) -> Interest | None:
        """The topic under the cursor, as it is looked at."""
        return self.query_one(TopicTable).selected

    def say(self, text: str, action: str = "") -> None:
        """Tell something in the row over the keys; a click on it takes an action of the screen."""
        click = Style.from_meta({"@click": f"screen.{action}"} if action else {})
        self.query_one("#notice", Static).update(Content(line(text)).stylize(click), layout=False)

    # Choosing and looking

    @on(TopicTable.Chosen)
    def _choose(self) -> None:
        self.work(self._detail(), "detail", exclusive=True)

    @on(Slider.Changed)
    def _look_elsewhere(self) -> None:
        """Look at another time or at other half-lives, once the sliders stand still."""
        name, as_of = self._times[self.query_one("#time", Slider).value]
        law = self.query_one("#law", Slider).value
        self.look = Look(when(name, as_of, self.engine.clock()), as_of, FACTORS[law], self._lives[law])
        self.work(self._load_soon(), "load", exclusive=True)

    async def _load_soon(self) -> None:
        await asyncio.sleep(SETTLE_SECONDS)
        await self.load()

    @on(TopicDetails.Jumped)
    def _jump(self, jumped: TopicDetails.Jumped) -> None:
        self.dismiss(Jump(jumped.event.session, jumped.event.number))

    @on(TopicTable.Opened)
    def _open_topic(self) -> None:
        """Go to the sentences of the topic; where there is no room beside the table, in its place."""
        if self.chosen is not None:
            self.add_class("-open")
            self.call_after_refresh(self.query_one(TopicDetails).focus_sources)

    def action_close(self) -> None:
        """Go back to the table, or away."""
        if isinstance(self.focused, OptionList) or (self.has_class("-open") and self.has_class("-narrow")):
            self.remove_class("-open")
            self.call_after_refresh(self.query_one(TopicTable).focus)
        else:
            self.dismiss(None)

    def action_jump(self) -> None:
        """Go to the turn that the marked sentence stands in."""
        if source := self.query_one(TopicDetails).source:
            self.dismiss(Jump(source.event.session, source.event.number))

    def action_now(self) -> None:
        """Look at how things are again."""
        for slider in self.query(Slider):
            slider.go_home()

    def action_tentative(self) -> None:
        """Show what was said only once, or all."""
        self._only_once = not self._only_once
        self.work(self.load(), "load", exclusive=True)

    # Steering

    def _steer(self, work: Coroutine[object, object, object]) -> None:
        """Act on the chosen topic, unless it only stands as it was or would be."""
        if self.look.live and self.chosen is not None:
            self.work(work)
            return
        work.close()
        if self.chosen is not None:
            self.say(ELSEWHERE)

    def action_pin(self) -> None:
        """Pin it, or unpin it."""
        self._steer(self.steering.turn_over("pin"))

    def action_mute(self) -> None:
        """Mute it, or unmute it."""
        self._steer(self.steering.turn_over("mute"))

    def action_stronger(self) -> None:
        """Boost it."""
        self._steer(self.steering.boost(2.0))

    def action_weaker(self) -> None:
        """Boost it less."""
        self._steer(self.steering.boost(0.5))

    def action_stop(self) -> None:
        """Void what it has gathered."""
        self._steer(self.steering.stop())

    def action_forget(self) -> None:
        """Erase it."""
        self._steer(self.steering.forget())

    def action_undo(self) -> None:
        """Take back what is being erased, else the last thing that was decided."""
        if self.look.live or self.engine.going:
            self.work(self.steering.undo())
        else:
            self.say(ELSEWHERE)

    def action_rename(self) -> None:
        """Give it another label."""
        self._steer(self.steering.rename())

    @on(TopicDetails.MergeWanted)
    def action_merge(self) -> None:
        """Merge it into another."""
        self._steer(self.steering.merge())

    def action_split(self) -> None:
        """Make two topics of it."""
        self._steer(self.steering.split())

    def action_confirm(self) -> None:
        """Say that it is the person's."""
        self._steer(self.steering.confirm())

    def action_reject(self) -> None:
        """Say that it is none of the person's."""
        self._steer(self.steering.reject())
