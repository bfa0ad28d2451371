"""Whose memory a call is about."""

from __future__ import annotations

from ...memory import AsyncInterestMemory, AsyncUserMemory, InterestMemory, UserMemory


def checked_memory(memory: object) -> None:
    """Check that something is a memory.

    Raises:
        ValueError: it is neither an `InterestMemory` nor one person's.
    """
    if not isinstance(memory, InterestMemory | UserMemory):
        raise ValueError(
            f'the memory is an InterestMemory("…"), or one person\'s, memory.user("ada"); got {_shown(memory)}'
        )


def checked_person(memory: object) -> None:
    """Check that something is one person's memory.

    Raises:
        ValueError: it is not.
    """
    if not isinstance(memory, UserMemory):
        whose = "that of everybody: name whose" if isinstance(memory, InterestMemory) else _shown(memory)
        raise ValueError(f'the memory must be one person\'s, memory.user("ada"); got {whose}')


def _shown(memory: object) -> str:
    """Return something that is no memory as a message shows it; of one for an event loop, where the memory in it is."""
    if isinstance(memory, AsyncInterestMemory | AsyncUserMemory):
        return f"an {type(memory).__name__}: give its `.sync`"
    return f"{memory!r:.60}"


def checked_same(memory: InterestMemory | UserMemory, user: object) -> None:
    """Check that where a memory is one person's, nobody else is named as the one who speaks.

    Raises:
        ValueError: somebody else is.
    """
    if isinstance(memory, UserMemory) and user not in (None, "", memory.name):
        raise ValueError(
            f"the memory is that of {memory.name!r}, and {user!r:.60} is named as who speaks: give the memory of everybody, or name nobody"
        )


def person_of(memory: InterestMemory | UserMemory, user: object, missing: str) -> UserMemory:
    """Return the memory of the person that a call names; a `UserMemory` is one person's, whoever is named.

    Raises:
        ValueError: nobody is named, or by something that is no text; `missing` says how to name one.
    """
    if isinstance(memory, UserMemory):
        return memory
    if user is None or user == "":
        raise ValueError(f"whose memory is this? No user is given: {missing}")
    if not isinstance(user, str):
        raise ValueError(f"a user's name is a text, got {user!r}: {missing}")
    return memory.user(user)
