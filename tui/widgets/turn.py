"""One place of the transcript in rows: a turn, a reply that still comes, an error, a notice."""

from __future__ import annotations

from ..entries import Entry
from ..text.cells import line
from ..text.prose import code_blocks
from ..text.rows import Piece, Row, clean, wrap
from .stream import StreamedReply

RETRY = "retry"
"""The role of what is clicked to ask again."""

SEPARATOR = " · "


class TurnView:
    """An entry as rows. It is no widget: a session is drawn by one."""

    def __init__(self, entry: Entry, *, growing: bool = False) -> None:
        self.entry = entry
        self.found = False
        """Whether a search jumped here."""
        self._reply = StreamedReply(entry.text, growing=growing)
        self._known: dict[object, list[Row]] = {}

    @property
    def came(self) -> str:
        """What has come of the reply."""
        return self._reply.text

    @property
    def is_turn(self) -> bool:
        """Whether it is a turn of the session, and no error or notice about one."""
        return self.entry.kind in ("user", "reply")

    @property
    def bar(self) -> Piece:
        """What stands at its left where it is neither selected nor found."""
        return {"user": ("│ ", "bar"), "error": ("│ ", "error")}.get(self.entry.kind, ("  ", ""))

    @property
    def comes_back(self) -> bool:
        """Whether it can be dropped: a turn that the ledger has, or nothing that needs to be kept."""
        return self.entry.number > 0 or not self.is_turn

    def feed(self, text: str) -> None:
        """Add a piece to a reply that comes."""
        self._reply.feed(text)

    def become(self, entry: Entry) -> None:
        """Be the whole entry that a reply has come to."""
        self.entry = entry
        self._reply.end(entry.text)

    def code(self) -> list[str]:
        """Return the blocks of code in it."""
        return code_blocks(clean(self.entry.text)) if self.entry.kind == "reply" else []

    def rows(self, width: int) -> list[Row]:
        """Return it in rows of so many cells."""
        if self.entry.kind == "reply":
            return [*(self._reply.rows(width) or self._nothing()), *self._under(width)]
        if width not in self._known:
            self._known = {width: self._plain(width)}
        return self._known[width]

    def _plain(self, width: int) -> list[Row]:
        text = clean(self.entry.text).strip("\n").expandtabs(4)
        match self.entry.kind:
            case "user":
                return [*wrap([(text, "")], width), *self._under(width)]
            case "error":
                what, *rest = text.split("\n", 1)
                pieces: list[Piece] = [("✗ ", "error"), (what, "error"), *((f"\n{more}", "") for more in rest)]
                return [*wrap(pieces, width), Row((("Retry", RETRY),))]
            case _:
                return wrap([(text, "dim")], width)

    def _nothing(self) -> list[Row]:
        return [Row((("…" if self._reply.growing else "(empty)", "dim"),))]

    def _under(self, width: int) -> list[Row]:
        """Return the dim rows under a turn."""
        files = "with " + ", ".join(map(line, self.entry.attached)) if self.entry.attached else ""
        stopped = "" if self.entry.complete else "stopped"
        said = SEPARATOR.join(filter(None, (stopped, files, clean(self.entry.note))))
        return wrap([(said, "dim")], width) if said else []
