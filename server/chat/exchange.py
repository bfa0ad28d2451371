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
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from fastapi import Request, Response

from ...memory import EmbeddingError, Event, Learning
from ..caller import Caller
from ..headers import headers_of
from ..service import Service
from .adding import Added, added_to
from .again import AGAIN, Prepared, id_of, id_of_reply
from .leaving import ClientLeft, Passed, passed_whole, until_left
from .replies import Reply
from .turn import Turn
from .upstream import Answer, Asked

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
        prepared = await self._prepared()
        asked = Asked(self.turn.with_block(prepared.block), headers_of(request.headers))
        waited = service.seconds() - began
        storing = asyncio.ensure_future(self._store(prepared))
        reply: Reply | None = None  # an error is none
        with ExitStack() as ending:
            ending.callback(lambda: service.go_on(self.caller.name, self._kept(storing, reply)))
            try:
                answer = await until_left(request.receive, self._asked(asked, storing, waited))
                reply = Reply(answer.is_stream) if answer.status < 300 else None
                pieces = _read(answer, reply)
                if answer.is_stream:
                    return Passed(answer.status, answer.headers, pieces, ending.pop_all().close)
                whole = await until_left(request.receive, _joined(pieces))
            except ClientLeft:
                return Response(status_code=LEFT)
        return passed_whole(whole, answer.status, answer.headers)

    async def _prepared(self) -> Prepared:
        """Return the turn with its block, that of the first time where it comes again."""
        now, key = self.service.memory.clock(), (self.caller.name, self.session, self.turn.key)
        if not self.remembered:
            return Prepared("", now, "")
        recent = self.service.recent.get(key, now)
        if recent is not None and recent.mark == await self.service.run(self.caller.person.mark):
            return recent
        earlier = id_of(key, now - AGAIN)
        added: Added = await self.service.run(
            added_to,
            self.turn,
            self.caller.person,
            self.session,
            self.service.upstream.profile,
            self.service.options.personalize,
            self.learning,
            now,
            earlier,
        )
        self.service.metrics.unremembered.inc(int(added.failed))
        self.service.metrics.biased.inc(int(bool(added.block)))
        if recent is not None:  # it stays the same turn, which is kept away by its id where it was forgotten
            came = recent.id, recent.at
        elif added.came is not None and now - added.came < AGAIN:
            came = earlier, added.came
        else:
            came = id_of(key, now), now
        prepared = Prepared(*came, added.block, added.sent, added.mark)
        self.service.recent.keep(key, prepared)
        return prepared

    async def _asked(self, asked: Asked, storing: asyncio.Future[Event | None], waited: float) -> Answer:
        """Return what the upstream answers, when the turn is durable too; `waited` is what the chat has waited for memory before."""
        answer = await self.service.upstream.chat(asked)
        answered = self.service.seconds()
        try:
            await asyncio.shield(storing)
        except BaseException:
            await answer.close()
            raise
        self.service.metrics.overhead.observe(waited + self.service.seconds() - answered)
        return answer

    async def _store(self, prepared: Prepared) -> Event | None:
        """Store the person's turn, once."""
        if not self.remembered:
            return None
        observed = await self.service.run(
            self.caller.person.observe,
            self.turn.said,
            session=self.session,
            id=prepared.id,
            learn=False,
            teaches=self.learning is Learning.ON,
            sent=prepared.sent,
        )
        self.service.metrics.observed.inc(int(observed.new))
        return observed.event

    async def _kept(self, storing: asyncio.Future[Event | None], reply: Reply | None) -> None:
        """Store the reply, if there is one, and learn from the turn: behind the answer, however that ended."""
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


async def _read(answer: Answer, reply: Reply | None) -> AsyncIterator[bytes]:
    """Yield an answer's pieces as the reply hears them, and let the upstream go however that ends."""
    try:
        async for piece in answer.body:
            if reply:
                reply.feed(piece)
            yield piece
    finally:
        await asyncio.shield(answer.close())


async def _joined(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])
