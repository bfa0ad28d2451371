"""What the person does to the topic that is chosen on the interests screen: it asks where it must, acts, and tells what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from ..steering import labels_of, taken_back
from ..text import erasing
from ..text.bars import number
from ..text.cells import line
from ..widgets.hints import keys_of
from ..widgets.topic_table import TopicTable

if TYPE_CHECKING:
    from ...memory import Interest
    from ..known import Going
    from .interests import InterestsScreen

LEAST_BOOST, MOST_BOOST = 0.25, 4.0


class Steering:
    """The controls of the interests screen. `screen.chosen` is what they act on."""

    def __init__(self, screen: InterestsScreen) -> None:
        self._screen, self._engine = screen, screen.engine
        self._told: Going | None = None
        """What was last said to be erased soon."""
        self._ticking: Timer | None = None

    @property
    def _chosen(self) -> Interest:
        """The chosen topic, of which there is one."""
        if (chosen := self._screen.chosen) is None:
            raise ValueError("no topic is chosen")
        return chosen

    async def _do(self, control: str, value: object = None) -> None:
        one = self._chosen
        found = await self._engine.steer(control, one.topic, value)
        await self._screen.load()
        self._screen.say(came_of(control, one, found))

    async def turn_over(self, control: str) -> None:
        """Pin or mute it, or do so no longer."""
        await self._do(control)

    async def boost(self, factor: float) -> None:
        """Multiply its boost."""
        now = self._chosen.boost
        wanted = min(max(now * factor, LEAST_BOOST), MOST_BOOST)
        if wanted == now:
            raise ValueError(f"a boost lies between {LEAST_BOOST:g} and {MOST_BOOST:g}")
        await self._do("boost", wanted)

    async def confirm(self) -> None:
        """Say that it is the person's, though it was said only once."""
        one = self._chosen
        if not one.tentative:
            raise ValueError(f"“{line(one.label)}” needs no confirming: it is not tentative")
        await self._do("confirm")

    async def reject(self) -> None:
        """Say that it is none of the person's, which was said only once."""
        one = self._chosen
        if not one.tentative:
            raise ValueError(f"“{line(one.label)}” is no tentative one: stop or forget it")
        await self._do("reject")

    async def split(self) -> None:
        """Make two topics of it, by what its phrases mean."""
        await self._do("split")

    async def stop(self) -> None:
        """Void what it has gathered, once the person has agreed."""
        from .dialogs import Ask

        question = f"Void all that “{line(self._chosen.label)}” has gathered? It starts again from nothing if you come back to it."
        if await self._screen.app.push_screen_wait(Ask(question, "Stop it", "Keep it")):
            await self._do("stop")

    async def rename(self) -> None:
        """Ask for another label and give it."""
        from .dialogs import Line

        label = await self._screen.app.push_screen_wait(Line("What is it to be called?", self._chosen.label))
        if label and label != self._chosen.label:
            await self._do("rename", label)

    async def merge(self) -> None:
        """Ask into which other topic it goes, the nearest first, and merge it."""
        from .dialogs import Choice

        one, interests = self._chosen, await self._engine.interests()
        near = self._screen.view.similar if self._screen.view else []
        known = {one.topic, *(other.topic for other, _ in near)}
        options = [(f"{other.label}   {number(likeness)} alike", other.topic) for other, likeness in near]
        options += [(other.label, other.topic) for other in interests if other.topic not in known]
        if not options:
            raise ValueError("there is no other topic to merge it into")
        into = await self._screen.app.push_screen_wait(Choice(f"Merge “{line(one.label)}” into", options))
        if into is not None:
            await self._do("merge", into)

    # Forgetting

    async def forget(self) -> None:
        """Hide it, once the person has agreed; it is erased when the time to undo has passed."""
        from .dialogs import Ask

        one = self._chosen
        turns = await self._engine.speaking_of(one.topic)
        if not await self._screen.app.push_screen_wait(Ask(erasing.question(one.label, turns), "Erase", "Keep")):
            return
        await self._engine.forget_soon(one.topic, turns)
        await self._screen.load()
        self.go_on()

    def go_on(self) -> None:
        """Count down for what is being erased, from here or from the chat."""
        self.tick()
        if self._told is not None and self._ticking is None:
            self._ticking = self._screen.set_interval(1.0, self.tick)

    async def undo(self) -> None:
        """Take back what is being erased, the last first; else the last thing that was decided."""
        if going := self._going():
            last, self._told = going[-1], None
            await self._engine.keep(last.topic)
            await self._back(last.topic, f"{_quoted(last)} is kept")
        elif self._engine.going:
            raise ValueError("what is erased cannot be taken back")
        else:
            decided = await self._engine.undo()
            labels = labels_of(await self._engine.interests())
            await self._back(decided.topic, line(taken_back(decided, labels)))

    async def _back(self, topic: int, words: str) -> None:
        """Show a topic as it is again, and say what was taken back."""
        await self._screen.load()
        self._screen.query_one(TopicTable).choose(topic)
        self._screen.say(words)

    def tick(self) -> None:
        """Count the seconds down in which what is being erased can be taken back."""
        if going := self._going():
            last, others = going[-1], len(going) - 1
            more = f" (and {others} more)" if others else ""
            seconds = round((last.due - self._engine.clock()).total_seconds())
            key = keys_of(self._screen).get("undo", "a click")
            self._screen.say(f"{_quoted(last)} is erased in {seconds} s{more} · {key} takes it back", "undo")
            self._told = last
            return
        if self._told is not None:
            self._screen.say(f"{_quoted(self._told)} is erased, and the text of {erasing.turns(self._told.turns)}")
            self._told = None
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None

    def _going(self) -> list[Going]:
        now = self._engine.clock()
        return [one for one in self._engine.going.values() if one.due > now]


def _quoted(one: Going) -> str:
    return f"“{line(one.label)}”"


def came_of(control: str, before: Interest, now: Interest) -> str:
    """Return what came of a control, in one line."""
    name, weight = f"“{line(before.label)}”", number(now.weight)
    words = {
        "pin": f"is pinned: {weight}, and not under .60" if now.pinned else f"is no longer pinned: {weight}",
        "mute": "is muted: it is in no prompt" if now.muted else "is no longer muted",
        "boost": f"counts ×{now.boost:g}: {weight}",
        "stop": "starts again from nothing",
        "rename": f"is now “{line(now.label)}”",
        "merge": f"is now part of “{line(now.label)}”, {weight}",
        "split": f"is two topics now: “{line(now.label)}”, {weight}, has left it",
        "reject": "is rejected: it is no interest of yours",
        "confirm": "is confirmed: it can be in prompts from now on",
    }
    return f"{name} {words[control]}"
