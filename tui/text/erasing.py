"""What is asked before something is erased, and told afterwards; turns and people in words."""

from __future__ import annotations

from .cells import line


def turns(count: int) -> str:
    """Return a number of turns in words.

    >>> turns(1), turns(2000)
    ('1 turn', '2,000 turns')
    """
    return f"{count:,} turn{'s' * (count != 1)}"


def people(count: int) -> str:
    """Return a number of people in words.

    >>> people(1), people(2000)
    ('1 person', '2,000 people')
    """
    return "1 person" if count == 1 else f"{count:,} people"


def question(label: str, count: int) -> str:
    """Return what is asked before a topic is erased with the text of so many turns.

    >>> question("jazz", 1)
    'Erase “jazz” and the text of 1 turn that speaks of it?'
    """
    return f"Erase “{line(label)}” and the text of {turns(count)} that speak{'s' * (count == 1)} of it?"
