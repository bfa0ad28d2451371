"""What the commands do in the plain chat: they print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from . import show
from .commands import PLAIN, Leave
from .explained import print_explanation
from .steering import labels_of, taken_back
from .text import erasing

if TYPE_CHECKING:
    from .plain import Chat

SETTLE_SECONDS = 5
"""How long a search waits for the index at most."""


class PlainFront:
    """Implements `commands.Front` over a plain chat."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._engine = chat.engine

    def interests(self) -> None:
        show.print_interests(self._chat.wait(self._engine.interests()), self._chat.out)

    def why(self, topic: str) -> None:
        found = self._chat.wait(self._engine.topic(topic))
        print_explanation(found.explanation, self._chat.out, found.falls, self._engine.clock())

    def steer(self, control: str, topic: str, value: object = None) -> None:
        self._say(show.steered(control, topic, self._chat.wait(self._engine.steer(control, topic, value))))

    def forget(self, topic: str) -> None:
        found = self._chat.wait(self._engine.named(topic))
        turns = self._chat.wait(self._engine.speaking_of(found.topic))
        if self._chat.confirm(erasing.question(found.label, turns)):
            erased = self._chat.wait(self._engine.forget(found.topic))
            self._say(f"{found.label}: forgotten, with the text of {erasing.turns(erased)}")

    def undo(self) -> None:
        decided = self._chat.wait(self._engine.undo())
        self._say(taken_back(decided, labels_of(self._chat.wait(self._engine.interests()))))

    def search(self, words: str) -> None:
        if not words:
            raise ValueError("/search wants WORDS")
        self._chat.wait(self._engine.settle(SETTLE_SECONDS))
        show.print_found(self._chat.wait(self._engine.search(words)), self._chat.out)

    def prompt(self) -> None:
        sent = None if self._chat.asked is None else self._chat.wait(self._engine.sent(self._chat.asked))
        if sent is None:
            raise ValueError("nothing was sent yet")
        show.print_sent(sent, self._chat.out)

    def sessions(self) -> None:
        show.print_sessions(self._chat.wait(self._engine.sessions()), self._chat.out, now=self._engine.session)

    def new(self) -> None:
        self._turn_to(uuid4().hex)
        self._say("a new session")

    def resume(self, session: str) -> None:
        found = self._chat.wait(self._engine.find_session(session))
        self._turn_to(found.id)
        for turn in self._chat.wait(self._engine.entries(show.RESUMED)):
            show.print_entry(turn, self._chat.out)

    def title(self, name: str) -> None:
        name = self._chat.wait(self._engine.name_session(self._engine.session, name))
        self._say(f"this session is called {name!r}" if name else "this session is called by its first words")

    def learning(self, mode: str) -> None:
        if mode:
            self._chat.wait(self._engine.learn(mode))
        self._say(show.LEARNING[self._chat.wait(self._engine.mode())])

    def personalize(self, when: str) -> None:
        if when:
            self._chat.wait(self._engine.choose_when(when))
        self._chat.wait(self._engine.opened())  # it may have been chosen before
        self._say(show.PERSONALIZE[self._engine.personalize])

    def export(self, path: str) -> None:
        from .system.export import export

        turns = self._chat.wait(self._engine.all_turns(self._engine.session))
        title = self._chat.wait(self._engine.title(self._engine.session))
        self._say(f"written to {export(turns, path, title)}")

    def attach(self, path: str) -> None:
        from .system.attach import attach

        self._chat.attached.append(attach(path))
        self._say(f"{Path(self._chat.attached[-1].name).name} goes with the next message")

    def retry(self) -> None:
        turn = None if self._chat.asked is None else self._chat.wait(self._engine.turn(self._chat.asked))
        if turn is None:
            raise ValueError("there is nothing to ask again")
        self._chat.attached = list(turn.attachments)
        self._chat.answer(turn.text, replacing=turn.number)

    def help(self) -> None:
        for one in PLAIN:
            self._say(f"{f'/{one.name} {one.argument}':22} {one.help}")

    def quit(self) -> None:
        raise Leave

    def _turn_to(self, session: str) -> None:
        self._chat.wait(self._engine.turn_to(session))
        last = self._chat.wait(self._engine.asked_at())
        self._chat.asked = last.number if last else None

    def _say(self, text: str) -> None:
        self._chat.out.print(text)
