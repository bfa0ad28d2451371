"""What a transcript may say of a turn beside its words, so that figures can be measured that the words alone do not give."""

from __future__ import annotations

from dataclasses import dataclass

from ..memory.importers.node import Node


@dataclass(frozen=True, slots=True)
class Labels:
    """What someone who knows says of a turn.

    `topics` is what it is about. `likes` and `dislikes` are what the user says in it to like and not to. `personal` tells whether
    a good answer needs something of the user (None: nobody said). `evidence` are the ids of earlier turns that a good answer rests on.
    `own` is what is named as the user's own interest, liked or not, `others` as someone else's, `supposed` what is only supposed to be
    the user's. `shift` tells whether the turn turns to something else than the one before.
    """

    topics: tuple[str, ...] = ()
    likes: tuple[str, ...] = ()
    dislikes: tuple[str, ...] = ()
    personal: bool | None = None
    evidence: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    supposed: tuple[str, ...] = ()
    shift: bool | None = None

    def __bool__(self) -> bool:
        return self != NO_LABELS


NO_LABELS = Labels()

TRUTHS = ("personal", "shift")
"""The labels that are true or false; all others are names."""

NAMES = ("topics", "likes", "dislikes", "personal", "evidence", "own", "others", "supposed", "shift")
"""The labels that are read; others are passed over."""


def labels_of(record: Node) -> Labels:
    """Return the labels of a line; a single text may stand where a list of texts is meant.

    Raises:
        Unreadable: one of them is not of its kind.
    """
    given = record.get("labels")
    if given is None:
        return NO_LABELS
    named = {name: texts(given.get(name)) for name in NAMES if name not in TRUTHS}
    return Labels(**named, personal=_truth(given.get("personal")), shift=_truth(given.get("shift")))


def texts(given: Node | None) -> tuple[str, ...]:
    """Return one or several names.

    Raises:
        Unreadable: they are something else.
    """
    if given is None:
        return ()
    return tuple(one.name() for one in (given.items() if isinstance(given.value, list) else [given]))


def _truth(given: Node | None) -> bool | None:
    if given is not None and not isinstance(given.value, bool):
        raise given.error(f"is {str(given.value)[:60]!r}; allowed: true or false")
    return None if given is None else bool(given.value)
