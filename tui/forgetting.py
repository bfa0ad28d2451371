"""Forgetting as text: what is asked before, what is told afterwards, what is kept away, what is about to go."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from .durations import duration
from .show import moment, printable
from .text import erasing

if TYPE_CHECKING:
    from ..memory import Aging, Chosen, Receipt, Tombstone, UserMemory


def chosen_by(
    person: UserMemory,
    topic: str | None,
    turn: int | None,
    session: str | None,
    since: str | None,
    until: str | None,
    everything: bool,
) -> Chosen:
    """Return what a command line chooses.

    Raises:
        ValueError: nothing, or more than one thing is chosen, or it is not there.
    """
    from ..memory import Chosen

    return Chosen(
        topic=None if topic is None else person.named(topic).topic,
        turn=turn,
        session=None if session is None else _session(person, session),
        since=None if since is None else moment(since),
        until=None if until is None else moment(until),
        everything=everything,
    )


def _session(person: UserMemory, words: str) -> str:
    """Return the id of a session that is meant, of one without turns too as long as what it taught is left."""
    from ..memory import Chosen
    from .known import session

    try:
        return session(person, words).id
    except ValueError as unknown:
        try:
            person.would_forget(Chosen(session=words))
        except ValueError:
            raise unknown from None
        return words


def forget_chosen(person: UserMemory, chosen: Chosen, *, ask: bool, receipt: bool, json: bool) -> int:
    """Ask, forget, and tell; returns 0, or 1 where something of it was found or is still owed."""
    name = _name(person, chosen)
    turns = person.would_forget(chosen)
    if not turns and chosen.kind == "period" and not json:
        typer.echo("There is nothing of that time: nothing is erased.")
        return 0
    if ask and not typer.confirm(_question(name, chosen, turns)):
        return 0
    found = person.forget_chosen(chosen)
    if json:
        typer.echo(found.to_json())
        typer.echo(f"{name}: forgotten", err=True)  # not in the receipt, which keeps none of the words
    else:
        typer.echo(f"{name}: forgotten, with the text of {erasing.turns(found.turns)}")
        for line in found.lines() if receipt else troubles(found):
            typer.echo(printable(line))
    return 0 if found.clean else 1


def troubles(found: Receipt) -> list[str]:
    """Return what a receipt says that is not as it should be."""
    told = [f"still to be done: {one}" for one in found.later] + [f"not read: {one}" for one in found.scan.unread]
    return told + [f"still found: {hit.what} in {hit.file}" for hit in found.hits[:3]]


def verify_words(person: UserMemory) -> int:
    """Search all our files for words that are typed, so that they are in no shell's history; returns 0 when they are nowhere."""
    words = _typed()
    if not words:
        raise ValueError("type the words to look for, a line of them")
    found = person.search_files(words)
    typer.echo(f"read through: {found.files:,} files, {found.bytes:,} bytes")
    for hit in found.hits[:20]:
        typer.echo(f"found: {hit.what} at byte {hit.offset:,} of {hit.file} ({hit.written})")
    if not found.hits:
        typer.echo("found: nothing")
    return int(bool(found.hits))


def _typed() -> list[str]:
    if sys.stdin.isatty():
        typer.echo("Type the words to look for; an empty line ends.", err=True)
    lines = list[str]()
    for line in sys.stdin:
        if not line.strip():
            break
        lines.append(line.strip())
    return lines


def _name(person: UserMemory, chosen: Chosen) -> str:
    if chosen.topic is not None:
        return printable(person.explain(chosen.topic, 0).interest.label)
    if chosen.session is not None and (found := person.session(chosen.session)) is not None:
        return printable(found.title)
    return f"turn {chosen.turn}" if chosen.turn is not None else chosen.kind


def _question(name: str, chosen: Chosen, turns: int) -> str:
    if chosen.kind == "topic":
        return erasing.question(name, turns)
    what = {"everything": "everything that is stored of you", "session": f"“{name}”"}.get(chosen.kind, name)
    return f"Erase {what}: {erasing.turns(turns)}, and what was learned from nothing else?"


def print_forgotten(found: Sequence[Tombstone], as_json: bool) -> None:
    """Print what is kept away, by number, moment and kind alone."""
    if as_json:
        told = [
            {"number": one.number, "kind": one.kind, "at": one.at.isoformat(), "events": one.events} for one in found
        ]
        typer.echo(json.dumps(told, indent=2))
        return
    for one in found:
        typer.echo(f"{one.number:4}  {one.at.astimezone():%Y-%m-%d %H:%M}  {one.kind}, {erasing.turns(one.events)}")
    if not found:
        typer.echo("Nothing is kept away.")


def unforgotten(one: Tombstone) -> str:
    """Return what letting something come back did."""
    return (
        f"{one.kind} of {one.at.astimezone():%Y-%m-%d %H:%M}: an import may bring it back; nothing comes back by itself"
    )


def pairs(kinds: Sequence[str], times: Sequence[str]) -> dict[str, timedelta]:
    """Return how long each kind is to be kept.

    Raises:
        ValueError: a kind has no time, or a time is none.
    """
    if len(kinds) != len(times):
        raise ValueError(
            f"each --keep takes a kind and a time: --keep chat 365d; got {len(kinds)} kinds and {len(times)} times"
        )
    return {kind: duration(time) for kind, time in zip(kinds, times, strict=True)}


def set_retention(person: UserMemory, wanted: dict[str, timedelta], forever: Sequence[str], *, ask: bool) -> None:
    """Show what would go at once, ask, and set how long what is kept.

    Raises:
        ValueError: a kind is not known, or a time out of bounds; nothing was shown, nothing is kept for less long.
    """
    for kind in forever:
        person.keep_for(kind, None)
    going = [one for one in person.aging(wanted) if one.turns]
    print_aging(going) if going else None
    if going and ask and not typer.confirm("Erase them now, and from now on what becomes as old?"):
        return
    for kind, length in wanted.items():
        person.keep_for(kind, length)
    person.let_go()


def print_aging(found: Sequence[Aging]) -> None:
    """Print how long what is kept, and what is about to go."""
    for one in found:
        oldest = "" if one.oldest is None else f", the oldest of {one.oldest.astimezone():%Y-%m-%d}"
        going = f"{one.turns:,} are older{oldest}" if one.turns else "none is older"
        typer.echo(f"{printable(one.kind)}: kept for {_told(one.keep)}; {going}")
    if not found:
        typer.echo("Everything is kept until you forget it; `penchant retention --keep chat 365d` changes that.")


def _told(length: timedelta) -> str:
    return f"{length.days:,} days" if length >= timedelta(days=2) else f"{length // timedelta(hours=1)} hours"
