"""What the person is writing on the chat screen: its text, its files, the turn it replaces; on disk a moment after every key."""

from __future__ import annotations

from collections.abc import Container
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from textual.timer import Timer

from ..talk import Message

if TYPE_CHECKING:
    from ...memory import Attachment
    from ..entries import Entry
    from ..system.draft import Draft
    from .chat import ChatScreen

SAVE_SECONDS = 0.3
"""A draft is on disk so long after the last key."""


class Drafting:
    """The draft of a chat screen."""

    def __init__(self, screen: ChatScreen, draft: Draft) -> None:
        self.draft = draft
        self._screen = screen
        self._attached: list[Attachment] = []
        self._replacing: int | None = None
        self._saving: Timer | None = None
        self._open = ExitStack()
        self._left = ""
        self.unsent: tuple[str, ...] = ()
        """What a dead terminal had not sent."""

    def begin(self) -> None:
        """Take over what a dead terminal has left."""
        self._open.enter_context(self.draft)
        self._left, self.unsent = self.draft.text, tuple(self.draft.queue)

    def restore(self) -> None:
        """Put the draft that was left into the prompt, above what is typed already."""
        left, self._left = self._left, ""
        if left:
            self._screen.prompt.load(_above(left, self._screen.prompt.text))

    def end(self) -> None:
        """Leave what is on the disk to the next terminal."""
        self._open.close()

    def message(self, text: str) -> Message:
        """Return what is to be sent, and begin anew."""
        message = Message(text, tuple(self._attached), self._replacing)
        self._attached, self._replacing = [], None
        self._show()
        return message

    def take(self, message: Message) -> None:
        """Put a message back into the prompt, above what is there."""
        self._attached, self._replacing = [*message.attachments], message.replacing
        prompt = self._screen.prompt
        prompt.load(_above(message.text, prompt.text))
        prompt.focus()
        self._show()

    def edit(self, entry: Entry) -> None:
        """Put one of the person's turns into the prompt, to be sent in its place."""
        self._replacing = entry.number
        self._screen.prompt.load(entry.text)
        self._screen.prompt.focus()
        self._show()

    def let_go(self, erased: Container[int]) -> None:
        """Let the draft stand for itself where the turn that it was to replace is erased."""
        if self._replacing is not None and self._replacing in erased:
            self.let_stand()

    def let_stand(self) -> bool:
        """Let the turn that is being edited stand as it is: the draft replaces nothing. Returns whether there was one."""
        stands, self._replacing = self._replacing is not None, None
        self._show()
        return stands

    def attach(self, attachment: Attachment) -> None:
        """Let a file go with the next message."""
        self._attached.append(attachment)
        self._show()

    def give_up(self) -> bool:
        """Edit no turn, send no file; returns whether there was any of that."""
        if self._replacing is None and not self._attached:
            return False
        if self._replacing is not None:
            self._screen.prompt.clear()
        self._attached, self._replacing = [], None
        self._show()
        return True

    def save_soon(self) -> None:
        """Write the draft to the disk in a moment."""
        if self._saving is None:
            self._saving = self._screen.set_timer(SAVE_SECONDS, self.save)

    def save(self) -> None:
        """Write the draft, and what waits to be sent, to the disk; incognito nothing, and what was there goes."""
        self._saving = None
        kept = self._screen.engine.learning != "incognito"
        text = _above(self._left, self._screen.prompt.text) if kept else ""
        queue = [message.text for message in self._screen.talk.queue] if kept else []
        with suppress(OSError):  # a full disk must not end the chat; the ledger says so when the message is sent
            self.draft.save(text, queue)

    def _show(self) -> None:
        names, editing = [one.name for one in self._attached], self._replacing is not None
        self._screen.prompt.editing = editing
        self._screen.status.show(attached=names, editing=editing)


def _above(first: str, second: str) -> str:
    return "\n".join(filter(None, (first, second)))
