"""What a pastime is called that somebody names by a verb: "ich klettere" is "Klettern", "je nage" is "natation"."""

from __future__ import annotations

from functools import cache

from ..words import sections


def called(name: str) -> str:
    """Return the noun of a verb of the speaker's that is a pastime, any other name as it is.

    >>> called("klettere"), called("je cours"), called("Jazz")
    ('Klettern', 'course à pied', 'Jazz')
    """
    return _nouns().get(name.casefold(), name)


@cache
def _nouns() -> dict[str, str]:
    """Return the nouns by their verbs, in small letters."""
    pairs = (one.split("=") for one in sections("european/called")["verbs"])
    return {verb.casefold(): noun for verb, noun in pairs}
