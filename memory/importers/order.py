"""Records in the order of their times: exports have the newest conversation first, and topics are called as they were first named.

What does not fit into two megabytes waits in a file without a name, which is gone with the process, whatever ends it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile

from .node import Node, Unreadable

KEPT = 2 << 20
"""Bytes of records that wait in memory."""

Begun = Callable[[Node], datetime | None]


def oldest_first(records: Iterable[Node | Unreadable], begun: Begun) -> Iterator[Node | Unreadable]:
    """Yield records in the order in which they began; what cannot be read goes first, what has no time last.

    Records of one time, or without any, keep their order.
    """
    with SpooledTemporaryFile(KEPT) as file:
        waiting: list[tuple[bool, float, int, int, str]] = []
        for record in records:
            if isinstance(record, Unreadable):
                yield record
                continue
            at, written = _begun(record, begun), json.dumps(record.value).encode()
            waiting.append((at is None, at.timestamp() if at else 0.0, file.tell(), len(written), record.where))
            file.write(written)
        for *_, start, size, where in sorted(waiting, key=lambda one: one[:3]):
            file.seek(start)
            yield Node(json.loads(file.read(size)), where)


def _begun(record: Node, begun: Begun) -> datetime | None:
    try:
        return begun(record)
    except Unreadable:  # whoever reads it says so
        return None
