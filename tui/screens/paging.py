"""Which part of which session the chat screen shows: the transcript holds a window, the ledger has the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..widgets.transcript import Transcript

if TYPE_CHECKING:
    from .chat import ChatScreen

PAGE = 8
"""Turns that are read at once."""

RECALLED = 50
"""Turns that are looked through for what Up in the prompt brings back."""


class Paging:
    """Hands the transcript of a chat screen what it asks for."""

    def __init__(self, screen: ChatScreen) -> None:
        self._screen, self._engine = screen, screen.engine

    async def turn_to(self, session: str, at: int | None = None) -> None:
        """Go on with another session: its end, or the turns around one."""
        if session == self._engine.session:  # what goes on in it goes on
            await self.show(at)
            return
        self._screen.talk.stop()
        await self._screen.talk.finished()
        self._screen.drafting.let_stand()  # a turn of the session that is left
        await self._engine.turn_to(session)
        self._screen.in_prompt = frozenset()
        self._screen.transcript.clear()
        await self.begin(at)

    async def begin(self, at: int | None = None) -> None:
        """Show the session that the engine has turned to, and let its messages be recalled."""
        await self.show(at)
        await self._let_recall()

    async def drop_erased(self, number: int = 0) -> frozenset[int]:
        """Take off the screen what was erased since it was shown, here or in another terminal; return the numbers of those turns.

        A `number` is asked about too: that of a turn which only an error is left of.
        """
        gone = await self._engine.erased([*self._screen.transcript.stored, *([number] if number > 0 else [])])
        await self._drop(gone)
        return gone

    async def catch_up(self) -> None:
        """Show what another terminal has said in the session since it was shown, and no more of what it has replaced.

        What lies after the part that is shown is read when the view comes there.
        """
        session, transcript = self._engine.session, self._screen.transcript
        if not (held := sorted(transcript.stored)[-PAGE:]):
            return
        turns = [turn for turn in await self._engine.entries(RECALLED, after=held[0] - 1) if turn.number > 0]
        numbers = frozenset(turn.number for turn in turns)
        if session != self._engine.session or not transcript.holds_end or numbers <= frozenset(transcript.stored):
            return
        replaced = frozenset(number for number in held if number < max(numbers)) - numbers
        if len(replaced) == len(held):
            await self.show()
        else:
            await self._drop(replaced)
            transcript.merge(turns)
        await self._let_recall()

    async def _drop(self, numbers: frozenset[int]) -> None:
        """Take turns off the screen, and what is said of them elsewhere on it."""
        if numbers:
            self._screen.transcript.drop(numbers)
            self._screen.drafting.let_go(numbers)
            await self._let_recall()
            await self.show_state()

    async def _let_recall(self) -> None:
        self._screen.prompt.said([turn.text for turn in await self._engine.entries(RECALLED) if turn.kind == "user"])

    async def show(self, at: int | None = None) -> None:
        """Show the end of the present session, or the turns around one."""
        later = [] if at is None else (await self._engine.entries(PAGE // 2, after=at))[PAGE // 2 - 1 :]
        turns = await self._engine.entries(PAGE, before=later[0].number if later else None)
        self._screen.transcript.show(turns, earlier=len(turns) == PAGE, later=bool(later), at=at)
        await self.show_state()

    async def show_state(self) -> None:
        """Show the session's title and learning mode."""
        mode, session = await self._engine.mode(), await self._engine.present()
        self._screen.status.show(title=session.title if session else "new session", learning=str(mode))

    async def earlier(self, wanted: Transcript.WantsEarlier) -> None:
        """Give the transcript turns before its first."""
        turns = await self._engine.entries(PAGE, before=wanted.before)
        self._screen.transcript.put_earlier(turns, len(turns) == PAGE)

    async def later(self, wanted: Transcript.WantsLater) -> None:
        """Give the transcript turns after its last."""
        turns = await self._engine.entries(PAGE, after=wanted.after)
        self._screen.transcript.put_later(turns, len(turns) == PAGE)
