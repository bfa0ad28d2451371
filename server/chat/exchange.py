"""One chat completion: memory adds what may matter, the turn is stored while the model is asked, the reply is kept as it passes.

    identify ── what was begun for the person before is done
      └─ added_to        the block (adding.py)                         in a thread
           ├─ observe    the person's turn is durable                  in a thread, while
           └─ upstream   the model is asked
                └─ both done: the answer is let through, piece by piece
                     └─ behind it: the reply is stored, and its turn's evidence with it

Nothing is answered before the turn is durable. Where the client leaves, the upstream is told to stop and what was said is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from fastapi import Request, Response

from ...memory import EmbeddingError, Event, Learning
from ..caller import Caller
from ..service import Service
from .adding import Added, added_to
from .lately import AGAIN, Known, id_of, id_of_reply
from .leaving import ClientLeft, Passed, passed_whole, until_left
from .replies import Reply
from .turn import Turn
from .upstream import Answer, Asked, headers_of

LEFT = 499
"""The status of an answer that nobody waits for: it is counted and logged, never read."""


@dataclass(frozen=True)
class Exchange:
    """A turn of a caller's on its way: `session` is the conversation it belongs to, `learning` what it may teach."""

    service: Service
    caller: Caller
    turn: Turn
    session: str
    learning: Learning

    @property
    def remembered(self) -> bool:
        """Whether memory has to do with it: not incognito, and not without words of the person's."""
        return bool(self.turn.said) and self.learning is not Learning.INCOGNITO

    async def answer(self, request: Request) -> Response:
        """Return what the model answers.

        Raises:
            ApiError: it does not.
            LedgerError: the turn cannot be stored.
        """
        service, began = self.service, self.service.seconds()
        await service.settled(self.caller.name)
        known = await self._known()
        asked = Asked(self.turn.with_block(known.block), headers_of(request.headers))
        before = service.seconds() - began
        storing = asyncio.ensure_future(self._store(known))
        try:
            answer = await until_left(request.receive, service.upstream.chat(asked))
        except ClientLeft:
            self._keep(storing, None)
            return Response(status_code=LEFT)
        except BaseException:
            self._keep(storing, None)
            raise
        asked_at = service.seconds()
        try:
            await asyncio.shield(storing)
        except BaseException:
            await answer.close()
            raise
        service.metrics.overhead.observe(before + service.seconds() - asked_at)
        return await self._passed(answer, request, storing)

    async def _known(self) -> Known:
        """Return the turn with its block, that of the first time where it comes again."""
        now, key = self.service.memory.clock(), (self.caller.name, self.session, self.turn.key)
        if not self.remembered:
            return Known("", now, "")
        known = self.service.recent.get(key, now)
        if known is not None and known.mark == await self.service.run(self.caller.person.mark):
            return known
        before = id_of(key, now - AGAIN)
        added: Added = await self.service.run(
            added_to,
            self.turn,
            self.caller.person,
            self.session,
            self.service.upstream.profile,
            self.service.options.personalize,
            self.learning,
            now,
            before=before,
        )
        self.service.metrics.unremembered.inc(int(added.failed))
        self.service.metrics.biased.inc(int(bool(added.block)))
        if known is not None:  # it stays the same turn, which is kept away by its id where it was forgotten
            came = known.id, known.at
        elif added.came is not None and now - added.came < AGAIN:
            came = before, added.came
        else:
            came = id_of(key, now), now
        known = Known(*came, added.block, added.sent, added.mark)
        self.service.recent.keep(key, known)
        return known

    async def _store(self, known: Known) -> Event | None:
        """Store the person's turn, once."""
        if not self.remembered:
            return None
        observed = await self.service.run(
            self.caller.person.observe,
            self.turn.said,
            session=self.session,
            id=known.id,
            learn=False,
            teaches=self.learning is Learning.ON,
            sent=known.sent,
        )
        self.service.metrics.observed.inc(int(observed.new))
        return observed.event

    async def _passed(self, answer: Answer, request: Request, storing: asyncio.Future[Event | None]) -> Response:
        """Return the answer as it comes; of an error nothing is kept."""
        reply = Reply(answer.is_stream)
        kept = reply if answer.status < 300 else None
        pieces = _read(answer, reply)
        if answer.is_stream:
            return Passed(answer.status, answer.headers, pieces, lambda: self._keep(storing, kept))
        try:
            whole = await until_left(request.receive, _joined(pieces))
        except ClientLeft:
            kept = None
            return Response(status_code=LEFT)
        finally:
            self._keep(storing, kept)
        return passed_whole(whole, answer.status, answer.headers)

    def _keep(self, storing: asyncio.Future[Event | None], reply: Reply | None) -> None:
        """Let the reply be stored behind the answer, and the turn be learned from."""
        self.service.go_on(self.caller.name, self._kept(storing, reply))

    async def _kept(self, storing: asyncio.Future[Event | None], reply: Reply | None) -> None:
        if (turn := await storing) is None:
            return
        with suppress(EmbeddingError):  # then it is learned later
            await self.service.run(self._learn, turn, reply)

    def _learn(self, turn: Event, reply: Reply | None) -> None:
        person, text = self.caller.person, reply.text if reply else ""
        if reply and text.strip():
            person.overhear(self.session, self.turn.read)  # another process may have stored what was said before
            done = person.observe(
                text,
                role="assistant",
                session=self.session,
                id=id_of_reply(turn.id, text),
                complete=reply.complete,
                answers=turn.id,
            )
            self.service.metrics.replies.inc(int(done.new))
        else:
            person.learn()


async def _read(answer: Answer, reply: Reply) -> AsyncIterator[bytes]:
    """Yield an answer's pieces, and let the upstream go however that ends."""
    try:
        async for piece in answer.body:
            reply.feed(piece)
            yield piece
    finally:
        await asyncio.shield(answer.close())


async def _joined(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])
