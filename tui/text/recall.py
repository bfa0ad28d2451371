"""The person's own messages, earlier and later, as the arrow keys go through them."""

from __future__ import annotations

from collections.abc import Iterable

KEPT = 200


class Recall:
    """Own messages, oldest first, and the draft after the last of them; what is edited while passing by stays until one is sent."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._edited: dict[int, str] = {}
        self._at = 0

    def fill(self, texts: Iterable[str]) -> None:
        """Take over the messages of a session."""
        self._said = [text for text in texts if text.strip()][-KEPT:]
        self._rewind()

    def remember(self, text: str) -> None:
        """Add what was sent, or thrown away, and go back to the end."""
        if text.strip() and self._said[-1:] != [text]:
            self._said = [*self._said, text][-KEPT:]
        self._rewind()

    def older(self, shown: str) -> str | None:
        """Return the message before the one that is shown; None at the first."""
        return self._move(-1, shown)

    def newer(self, shown: str) -> str | None:
        """Return the message after the one that is shown, or the draft; None at the draft."""
        return self._move(1, shown)

    def _move(self, step: int, shown: str) -> str | None:
        if not 0 <= self._at + step <= len(self._said):
            return None
        self._edited[self._at] = shown
        self._at += step
        return self._edited.get(self._at, self._said[self._at] if self._at < len(self._said) else "")

    def _rewind(self) -> None:
        self._edited.clear()
        self._at = len(self._said)
