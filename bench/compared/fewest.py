"""How little context carries as many preferences as Penchant's does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from compared.running import Running
from compared.talk import Preference
from penchant.agent.prompting import block
from penchant.agent.prompting import quotes as past
from penchant.agent.prompting.fences import fence
from penchant.agent.prompting.tokens import count_tokens
from penchant.evals.labelled import same

TITLES: Final = {"+": ("Cares a lot about", "Interested in", "Has mentioned"), "-": ("Avoid",)}
"""How the lines of Penchant's block begin (agent/prompting/block.py); others have none."""

OPENINGS: Final = (block.ABOUT, past.ABOUT)

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


def fewest(
    name: str, system: Running, held: Sequence[Preference], ordinary: Sequence[str], told: dict[str, Any]
) -> dict[str, Any]:
    """Return the recall and tokens of a system, at the fewest messages that reach Penchant's recall where there is that.

    Penchant comes first; what it gives is not for the app to say. `ordinary` are messages on which no preference bears.
    """
    found = system.ask([one.question for one in held], MOST)["results"]
    if name == "Penchant":
        return _figures(found, held, None) | _ordinary(system, ordinary, None)
    ours = told["Penchant"].get("fewest", {}).get("recall", 0.0) if "Penchant" in told else 1.0
    for most in range(1, MOST + 1):
        cut = ["\n".join(context.split("\n- ")[:most]) for context in found]
        if sum(map(carries, cut, held)) >= ours * len(held) - 1e-9:
            break
    else:
        return _figures(found, held, MOST) | _ordinary(system, ordinary, MOST) | {"reached": False}
    exact = system.ask([one.question for one in held], most)["results"] if name == "time-weighted" else cut
    return _figures(exact, held, most) | _ordinary(system, ordinary, most)


def bare(context: str) -> str:
    """Return what is recalled in a context, without what an app says around it: the fences and the opening of Penchant's block."""
    if not context.startswith("<"):
        return context
    return "\n".join(line for line in context.splitlines() if line[:1] not in ("<", "") and line not in OPENINGS)


def framed(context: str) -> str:
    """Return a context as it may be sent: data in a fence, with the line that Penchant's quotes have. Penchant's own is so already."""
    if not context or context.startswith("<"):
        return context
    opening, closing = fence("past_turns", context)
    return f"{opening}\n{past.ABOUT}\n{context}\n{closing}\n\n"


def _mean(texts: Sequence[str]) -> float:
    return sum(map(count_tokens, texts)) / len(texts)


def _ordinary(system: Running, ordinary: Sequence[str], most: int | None) -> dict[str, Any]:
    """Return the tokens that ordinary messages cost at so many messages each."""
    found = system.ask(ordinary, most or MOST)["results"]
    return {"ordinary": _mean(list(map(framed, found)))}


def _figures(found: Sequence[str], held: Sequence[Preference], most: int | None) -> dict[str, Any]:
    return {
        "recall": sum(map(carries, found, held)) / len(held),
        "quoted": sum(map(quotes, found, held)) / len(held),
        "tokens": _mean(list(map(bare, found))),
        "framed": _mean(list(map(framed, found))),
        "messages": most,
        "questions": len(held),
        "reached": True,
    }
