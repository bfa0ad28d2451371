"""Look a transcript through before it is measured: what cannot be read, what is read but odd, and what is in it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..memory.importers import messages
from ..memory.importers.chats import TIME_KEYS
from ..memory.importers.node import Node, Unreadable
from .labels import NAMES, texts
from .lines import EARLIEST, LATER, Problem, long_ago, problems_of
from .transcripts import TranscriptTurn, identify, read, source_of

MOST = 1000
"""Problems that are kept with their places; of more only the number is."""


@dataclass(slots=True)
class Checked:
    """What a transcript holds, and what is wrong or odd in it.

    `wrong` counts the lines (or records) that cannot be read, which a run leaves out; `odd` counts what is read but perhaps not as it
    was meant, by field and problem, with the first place of each in `problems`.
    """

    path: Path
    format: str
    problems: list[Problem] = field(default_factory=list)
    wrong: int = 0
    odd: Counter[tuple[str, str]] = field(default_factory=Counter)
    turns: int = 0
    own: Counter[str] = field(default_factory=Counter)
    sessions: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    first: datetime | None = None
    last: datetime | None = None
    _worst: str = ""

    def tell(self, problem: Problem) -> None:
        """Take in a problem; of the odd ones of a kind only the first is kept."""
        if problem.wrong:
            self.wrong += not (problem.where and problem.where == self._worst)
            self._worst = problem.where
            keep = self.wrong <= MOST
        else:
            kind = (problem.field, problem.problem)
            self.odd[kind] += 1
            keep = self.odd[kind] == 1 and len(self.odd) <= MOST
        if keep:
            self.problems.append(problem)

    def ok(self, *, strict: bool = False) -> bool:
        """Return whether everything can be read; with `strict`, whether nothing is odd either."""
        return not self.wrong and not (strict and self.odd)


def check(path: Path) -> Checked:
    """Return what is in a file, in whatever format it is; lines of our own format are checked field by field.

    Raises:
        Unreadable: it cannot be opened, fits no format, or has no user's turn though everything in it can be read.
    """
    found = Checked(Path(path), identify(path))
    if found.format in ("turns", "table"):
        _check_lines(found)
        turns = read(path, lambda _error: None)
    else:
        turns = _dated(found, read(path, lambda error: found.tell(_problem(error))))
        _check_whole(found)
    try:
        _count(found, turns)
    except Unreadable as error:  # no turn of a user is left
        if not found.wrong:
            raise
        found.problems.append(_problem(error))  # it is of the file, no line more that cannot be read
    return found


def _dated(found: Checked, turns: Iterator[TranscriptTurn]) -> Iterator[TranscriptTurn]:
    """Pass turns on, and tell of times that can hardly be."""
    latest = _ahead()
    for turn in turns:
        where, told = f"{found.path}: session {turn.session!r:.60}", repr(turn.at.isoformat())
        if turn.at.year < EARLIEST:
            found.tell(Problem(where, "time", told, long_ago(turn.at), LATER, wrong=False))
        elif turn.at > latest:
            found.tell(Problem(where, "time", told, AHEAD, LATER, wrong=False))
        yield turn


AHEAD = "which has not come yet"


def _ahead() -> datetime:
    """Return a moment that nothing has been said after, whatever the zone and the clock."""
    return datetime.now(UTC) + timedelta(days=1)


def _check_whole(found: Checked) -> None:
    """Tell what is odd about a file of no lines of ours: two people who are read as one, conversations that are nobody's or of no time."""
    source = source_of(found.path)
    where = f"{found.path}"
    if found.format == "text" and (names := _speakers(source.lines())):
        who = " and ".join(names[:2]) if len(names) == 2 else ", ".join(names[:5])
        problem = f"lines of {who} are all read as one user's words"
        found.tell(
            Problem(where, "user", "", problem, "write User: and Assistant:, or JSON lines with a user", wrong=False)
        )
    if found.format != "messages":
        return
    talks = [
        one
        for one in itertools.islice(source.elements(), MOST)
        if isinstance(one, Node) and isinstance(one.value, dict)
    ]
    if not any(one.get(*messages.USER_KEYS) for one in talks):
        problem = "no conversation says whose it is: all are read as one user's"
        found.tell(Problem(where, "user", "", problem, "give each the user's id", wrong=False))
    if not any(map(_has_time, talks)):
        found.tell(
            Problem(where, "time", "", "nothing says when it was said", "give each conversation its time", wrong=False)
        )


def _has_time(talk: Node) -> bool:
    if talk.get(*TIME_KEYS) is not None:
        return True
    said = talk.get(*messages.LIST_KEYS)
    inner = said.value if said and isinstance(said.value, list) else []
    return any(isinstance(one, dict) and any(one.get(key) for key in TIME_KEYS) for one in inner)


_SPEAKER = re.compile(r"\s*(?:\[?[\d./: ,APMapm-]{6,24}\]?\s*(?:-\s*)?)?(?P<name>[^\W\d_][\w .'’-]{0,24}?): \S")


def _speakers(lines: Iterable[str]) -> list[str]:
    """Return who speaks in a text of which most lines begin with one of a few names that come again; none in any other.

    >>> _speakers(["[01.05.24, 10:00:00] Ada: hi", "[01.05.24, 10:01:00] Bea: hello", "Ada: how are you?", "Bea: fine"])
    ['Ada', 'Bea']
    """
    some = [line for line in itertools.islice(lines, MOST) if line.strip()]
    names = Counter(found["name"] for line in some if (found := _SPEAKER.match(line)))
    again = [name for name, _ in names.most_common() if names[name] > 1 or len(some) < 2 * len(names) + 1]
    spoken = sum(names[name] for name in again)
    return again if len(again) > 1 and 3 * spoken >= 2 * len(some) and len(again) <= max(2, len(some) // 2) else []


def _problem(error: Unreadable) -> Problem:
    """Return what a reader tells: its text has place, value and what is allowed already."""
    return Problem("", "", "", str(error), "")


def _check_lines(found: Checked) -> None:
    known, latest, ahead = set[str](), dict[object, datetime](), _ahead()
    source = source_of(found.path)
    for line in messages.laid_out(source).elements():
        if isinstance(line, Unreadable):
            found.tell(_problem(line))
            continue
        problems = list(problems_of(line))
        for problem in [*problems, *([] if any(one.wrong for one in problems) else _among(line, known, latest, ahead))]:
            found.tell(problem)


def _among(line: Node, known: set[str], latest: dict[object, datetime], ahead: datetime) -> Iterator[Problem]:
    """Yield what is odd about a sound line among those above it: times that run back or have not come, names with blanks around them,
    ids twice, evidence that is nowhere.
    """
    where = line.where.removesuffix(": ")
    user, time, own, labels = (line.get(key) for key in ("user", "time", "id", "labels"))
    if time is not None and time.value != "":
        who, at = None if user is None else str(user.value), time.moment()
        if who in latest and at < latest[who]:
            yield Problem(
                where, "time", repr(time.value), "before the user's turn above", "a run goes by time", wrong=False
            )
        latest[who] = max(at, latest.get(who, at))
        if at > ahead:
            yield Problem(where, "time", repr(time.value), AHEAD, LATER, wrong=False)
    if user is not None and str(user.value) != user.name():
        yield Problem(
            where, "user", repr(user.value), "read without the blanks around it", "write one name one way", wrong=False
        )
    for one in texts(labels.get("evidence")) if labels else ():
        if one not in known:
            yield Problem(
                where, "labels.evidence", repr(one), "no id of a line above", "give that line this id", wrong=False
            )
    if own is not None:
        if own.name() in known:
            yield Problem(where, "id", repr(own.value), "the id of a line above too", "give each its own", wrong=False)
        known.add(own.name())


def _count(found: Checked, turns: Iterator[TranscriptTurn]) -> None:
    sessions = set[tuple[str, str]]()
    for turn in turns:
        found.turns += 1
        found.own[turn.user] += turn.role == "user"
        sessions.add((turn.user, turn.session))
        found.first = min(found.first or turn.at, turn.at)
        found.last = max(found.last or turn.at, turn.at)
        for name in NAMES:
            found.labels[name] += getattr(turn.labels, name) not in (None, ())
    found.sessions = len(sessions)
    found.labels += Counter()


def schema() -> str:
    """Return the JSON schema of a line."""
    from importlib.resources import files

    return (files(__package__) / "transcript.schema.json").read_text("utf-8")


def counted(problem: Problem, found: Checked) -> Problem:
    """Return an odd problem with the number of places that have it."""
    count = found.odd[problem.field, problem.problem]
    return (
        problem
        if problem.wrong or count < 2
        else replace(problem, problem=f"{problem.problem} (so in {count:,} lines)")
    )
