"""What is done with models behind a conversation: the person's turns read more finely, pictures and recordings turned into text.

A model is asked outside of any transaction, and what it says is stored in one, if it is still wanted: what was forgotten or taken back
meanwhile is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection

from ..access import Access
from ..records import Event, Ms
from ..store import waiting_statements
from ..store.waiting_statements import WORDS
from .media import Media, kind_of
from .queue import Queue, Waiting
from .rereading import Rereading

if TYPE_CHECKING:
    from ..learner import Learner

GATHER: Ms = 20_000
"""A turn waits so long for others to be sent with."""

SPOKEN_KINDS = ("chat", "statement")
"""Events whose text is the person talking."""


class Later:
    """The part of a `UserMemory` that reads in the background."""

    def __init__(self, access: Access, learner: Learner) -> None:
        self.queue = Queue(access)
        self._words = Rereading(access, learner, self.queue)
        self._media = Media(access, learner, self.queue)

    def step(self) -> bool:
        """Do the next thing that is due, and return whether there was anything."""
        return not self.queue.rests and (self._words.step() or self._media.step())

    def waiting(self) -> Waiting:
        """Return what waits and what today has cost."""
        return self.queue.waiting()


def enqueue(connection: Connection, access: Access, event: Event) -> None:
    """Let a turn of the person's wait for the models that there are; in the turn's own transaction."""
    background = access.memory.background
    places = [WORDS] if background.refiner is not None and event.kind in SPOKEN_KINDS else []
    for place, one in enumerate(event.attachments):
        if kind_of(one) and background.reader(one.media_type) is not None:
            places.append(place)
    waiting_statements.add(connection, access.number, event.number, places, access.now() + GATHER)
