"""The command palette: the commands, found by typing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual import on
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.widgets import Input, OptionList

from .commands import FULL, Command, FullFront
from .keys import shown
from .screens.leaving import LeftOnce

if TYPE_CHECKING:
    from .app import PenchantApp


class Palette(CommandPalette, LeftOnce[None]):
    """A list to choose from by typing; it goes when something is chosen, and nothing is chosen twice."""

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _choose_once(self, event: Input.Submitted | OptionList.OptionSelected) -> None:
        if not self.is_active:
            event.stop()
            event.prevent_default()


class Commands(Provider):
    """Gives the palette all commands; one that wants an argument goes into the prompt, to be completed there."""

    async def discover(self) -> Hits:
        """List everything."""
        for one in FULL:
            yield DiscoveryHit(_title(one), partial(self._run, one), help=one.help)

    async def search(self, query: str) -> Hits:
        """List what fits the query."""
        matcher = self.matcher(query)
        for one in FULL:
            if (score := matcher.match(text := f"{_title(one)} {one.help}")) > 0:
                yield Hit(score, matcher.highlight(text), partial(self._run, one), help=one.help)

    def _run(self, one: Command[FullFront]) -> None:
        app = cast("PenchantApp", self.app)
        if one.needs:
            app.chat.prompt.load(f"/{one.name} ")
        else:
            app.front.run_line(f"/{one.name}")


def _title(one: Command[FullFront]) -> str:
    return f"{one.name}  {shown(one.keys)}" if one.keys else one.name
