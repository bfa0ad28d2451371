"""What published sets say of their turns beside the words, as labels."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..memory.importers.node import Node
from ..memory.importers.source import Source, open_whole
from .labelled import tokens
from .labels import NO_LABELS, Labels

REFUSED = ("dislike", "allergies")
"""What the names of LAPS's slots end with that hold what somebody does not want."""

OWNERS = ("me", "other", "hypothetical")
"""Whose a thing is in our own sets (tests/data/README.md): the labels `own`, `others` and `supposed`."""


def kdconv_labels(message: Node) -> Labels:
    """Return what a message of KdConv is about: the names of its triples."""
    triples = message.get("attrs")
    names = [one.get("name") for one in triples.items()] if triples else []
    return _about(one.name() for one in names if one)


def tiage_labels(message: Node) -> Labels:
    """Return whether a message of TIAGE turns to something else; of the first one nobody can say."""
    told = [str(one.value) for one in message.items()[1:2]]
    return Labels(shift={"0": False, "1": True}.get(told[0]) if told else None)


def topical_chat_labels(message: Node, known: Mapping[str, Any]) -> Labels:
    """Return what a message of Topical-Chat is about: the entities of the sections that it draws on, by its agent's reading set."""
    used = message.get("knowledge_source")
    sections = [known.get(one.name(), {}) for one in used.items()] if used else []
    return _about(str(one["entity"]) for one in sections if isinstance(one, dict) and one.get("entity"))


def reading_sets(source: Source) -> Mapping[str, Any]:
    """Return the reading sets of a file of Topical-Chat, which lie beside it in a file of their own; without that nothing."""
    ending = source.path.name.partition("conversations")[2]
    beside = source.path.with_name(f"reading_sets_prebuild{ending}")
    if not ending or not beside.is_file():
        return {}
    found = open_whole(beside, "JSON").root.value
    return found if isinstance(found, dict) else {}


def laps_labels(session: Node, messages: Collection[str]) -> dict[str, Labels]:
    """Return the labels of the turns of a LAPS session by their words: each value is the first turn's that has all of its words.

    What is to like or not has that in the name of its slot; any value is what the turn is about.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for slot, value in _values(session):
        wanted = set(tokens(value))
        turn = next((text for text in messages if wanted and wanted <= set(tokens(text))), None)
        if turn is not None:
            found.setdefault(turn, []).append((slot, value))
    return {text: _laps(some) for text, some in found.items()}


def _laps(some: list[tuple[str, str]]) -> Labels:
    dislikes = tuple(value for slot, value in some if slot.endswith(REFUSED))
    likes = tuple(value for slot, value in some if slot.endswith("like") and not slot.endswith(REFUSED))
    return Labels(topics=tuple(dict.fromkeys(value for _, value in some)), likes=likes, dislikes=dislikes)


def _values(session: Node) -> Iterator[tuple[str, str]]:
    held = session.get("preferences")
    for slot, values in held.entries() if held and isinstance(held.value, dict) else ():
        for one in values.items() if isinstance(values.value, list) else [values]:
            if isinstance(one.value, str) and one.value.strip():
                yield slot, one.value.strip()


def sentence_labels(record: Node) -> Labels:
    """Return what a labelled sentence says: of one thing with its owner, or of several interests."""
    owner = record.get("owner")
    if owner is not None:
        if owner.value not in OWNERS:
            raise owner.error(f"is {json.dumps(owner.value)[:60]}; allowed: {', '.join(OWNERS)}")
        thing = (record.need("phrase").name(),)
        own, others, supposed = (thing if owner.value == one else () for one in OWNERS)
        return Labels(own=own, others=others, supposed=supposed)
    interests = [one for one in record.need("interests").items() if not _optional(one)]
    signed = [(one.need("object").name(), one.get("polarity")) for one in interests]
    return Labels(
        likes=tuple(name for name, sign in signed if sign is None or sign.value != -1),
        dislikes=tuple(name for name, sign in signed if sign is not None and sign.value == -1),
        others=_names(record.get("others")),
        supposed=_names(record.get("supposed")),
    )


def _optional(one: Node) -> bool:
    given = one.get("optional")
    return given is not None and bool(given.value)


def _names(given: Node | None) -> tuple[str, ...]:
    return tuple(one.name() for one in given.items()) if given else ()


def _about(names: Any) -> Labels:
    topics = tuple(dict.fromkeys(names))
    return Labels(topics=topics) if topics else NO_LABELS
