"""How little context carries as many preferences as Penchant's does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from compared.running import Running
from compared.talk import Preference
from penchant.agent.prompting.tokens import count_tokens
from penchant.evals.labelled import same

TITLES: Final = {"+": ("Cares a lot about", "Interested in", "Has mentioned"), "-": ("Avoid",)}
"""How the lines of Penchant's block begin (agent/prompting/block.py); others have none."""

MOST: Final = 100
"""Messages that a peer may give."""


def carries(context: str, preference: Preference) -> bool:
    """Tell whether a context quotes a preference, or names one of its things as an interest of its sign.

    >>> opera = Preference("I hate opera.", "What is on tonight?", ("-opera",))
    >>> [carries(text, opera) for text in ("- I hate opera.", "Avoid: opera; jazz", "Interested in: opera")]
    [True, True, False]
    """
    return quotes(context, preference) or any(
        same(name, thing[1:]) for thing in preference.things for name in _named(context, thing[0])
    )


def quotes(context: str, preference: Preference) -> bool:
    """Tell whether a preference is in a context in its own words."""
    return _plain(preference.statement) in _plain(context)


def _named(context: str, sign: str) -> Iterator[str]:
    """Yield the interests that a block names in lines of a sign."""
    for line in context.splitlines():
        title, colon, names = line.partition(": ")
        if colon and title in TITLES[sign]:
            yield from names.split("; ")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def fewest(name: str, system: Running, held: Sequence[Preference], told: dict[str, Any]) -> dict[str, Any]:
    """Return the recall and tokens of a system, at the fewest messages that reach Penchant's recall where there is that.

    Penchant comes first; what it gives is not for the app to say.
    """
    found = system.ask([one.question for one in held], MOST)["results"]
    if name == "Penchant":
        return _figures(found, held, None)
    ours = told["Penchant"].get("fewest", {}).get("recall", 0.0) if "Penchant" in told else 1.0
    for most in range(1, MOST + 1):
        cut = ["\n".join(context.split("\n- ")[:most]) for context in found]
        if sum(map(carries, cut, held)) >= ours * len(held) - 1e-9:
            break
    else:
        return _figures(found, held, MOST) | {"reached": False}
    exact = system.ask([one.question for one in held], most)["results"] if name == "time-weighted" else cut
    return _figures(exact, held, most)


def _figures(found: Sequence[str], held: Sequence[Preference], most: int | None) -> dict[str, Any]:
    tokens = sum(map(count_tokens, found)) / len(held)
    recall = sum(map(carries, found, held)) / len(held)
    quoted = sum(map(quotes, found, held)) / len(held)
    return {
        "recall": recall,
        "quoted": quoted,
        "tokens": tokens,
        "messages": most,
        "questions": len(held),
        "reached": True,
    }
