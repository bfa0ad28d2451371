"""The pages of the prompt inspector as text: what was sent for a turn, why, what differs, and the request as it is. Pure functions."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells
from textual.content import Content
from textual.style import Style

from ..show import printable, took
from . import difference
from .cells import cut, fill, line

if TYPE_CHECKING:
    from ...agent.kept.sent import Sent
    from ...agent.kept.weighed import Weighed
    from ...agent.prompt import Segment
    from ...agent.prompting.quotes import Quote

NO_RECORD = (
    "There is no record of what was sent for this turn: it is older than such records, or nothing could be sent."
)

NO_TURN_BEFORE = "There is none in this session, or there is no record of what was sent for it."

MANY = 6
"""From so many turns of history on each is folded to one line."""

ROOMY = 90
"""From this width on a reason stands beside its interest, else under it."""

ENOUGH = 1000
"""Characters that no line has room for; a row with more of them is broken where it is full, not between words."""

INDENT = 6
"""Cells before the text of a segment: the message's number and the fold."""

PARTS = {"system": "system", "history": "history", "waiting": "history", "block": "memory", "message": "message"}
NAMES = {
    "system": "system",
    "block": "added by memory",
    "message": "your message",
    "file": "file",
    "image": "picture",
    "audio": "recording",
}


def figure(value: float) -> str:
    """Return a weight as it is shown.

    >>> figure(0.74), figure(-0.4), figure(1)
    ('.74', '−.40', '1.00')
    """
    return ("−" if value < 0 else "") + f"{abs(value):.2f}".removeprefix("0")


def parts(sent: Sent) -> list[tuple[str, int]]:
    """Return how the tokens are divided: system, history, memory, message, files, and the marks around messages."""
    counts = dict.fromkeys(("system", "history", "memory", "message", "files"), 0)
    for one in sent.segments:
        counts[PARTS.get(one.kind, "files")] += one.tokens
    return [*counts.items(), ("marks", sent.tokens - sum(counts.values()))]


def title(sent: Sent | None) -> str:
    """Return when something was sent, and the message it was sent for."""
    if sent is None:
        return "What was sent"
    message = next((one.text for one in reversed(sent.segments) if one.kind == "message"), "")
    return f"What was sent {sent.at.astimezone():%Y-%m-%d %H:%M} for: {line(message[:ENOUGH])}"


def summary(sent: Sent) -> str:
    """Return model, tokens and kind of question in one line."""
    share = f"{sent.tokens / sent.window_tokens:.0%} of {sent.window_tokens:,}" if sent.window_tokens else ""
    kind = {"open": "open question", "wide": "wide question", "closed": "closed question"}.get(
        sent.openness, "neither open nor closed"
    )
    learning = "" if sent.learning == "on" else f"learning {sent.learning}"
    said = [line(sent.model), f"{sent.tokens:,} tokens" + (f", {share}" if share else ""), kind, learning, took(sent)]
    return " · ".join(filter(None, said))


def no_page(width: int) -> list[Content]:
    """Return what stands where there is no record."""
    return list(_wrapped(NO_RECORD, "", width))


# What was sent


def folds(sent: Sent) -> frozenset[int]:
    """Return which segments are folded at first: the history, when it is long."""
    history = frozenset(place for place, one in enumerate(sent.segments) if one.kind == "history")
    return history if len(history) >= MANY else frozenset()


def sent_page(sent: Sent, folded: Container[int], width: int) -> list[Content]:
    """Return the messages by segment; a click on a segment's line folds or unfolds it."""
    lines: list[Content] = []
    number = 0
    for place, one in enumerate(sent.segments):
        begins = place == 0 or sent.segments[place - 1].role != one.role
        number += begins
        lines.append(_head(one, f"{number}" if begins else "", place, place in folded, width))
        if place not in folded:
            lines += [*_text(one, width), Content("")]
    return lines


def _head(one: Segment, number: str, place: int, folded: bool, width: int) -> Content:
    tokens = f" {one.tokens:,} tokens"
    name = _name(one)
    start = f"{fill(number, 3, right=True)} {'▸' if folded else '▾'} "
    room = max(0, width - INDENT - len(name) - 2 - len(tokens))
    text = fill(line(one.text[:ENOUGH]) if folded else "", room)
    style = "bold $text-accent" if one.kind == "block" else "bold"
    head = Content.assemble((start, "dim"), (name, style), f"  {text}", (tokens, "dim"), strip_control_codes=False)
    return head.stylize(Style.from_meta({"@click": f"screen.fold_one({place})"}))


def _name(one: Segment) -> str:
    if one.kind in ("history", "waiting"):
        return ("you" if one.role == "human" else "model") + ", unanswered" * (one.kind == "waiting")
    if one.kind == "block" and one.event is not None:
        return f"turn {one.event}, quoted by memory"
    return NAMES.get(one.kind, one.kind)


def _text(one: Segment, width: int) -> Iterable[Content]:
    style = "$text-accent" if one.kind == "block" else ""
    return _wrapped(printable(one.text).strip("\n"), " " * INDENT, width, style)


def _wrapped(text: str, before: str, width: int, style: str = "") -> Iterator[Content]:
    """Yield text in lines of a width that all begin after the same space; `before` stands on the first."""
    room, space = max(10, width - len(before)), " " * len(before)
    for number, row in enumerate(text.expandtabs(4).split("\n")):
        for place, piece in enumerate(_broken(row, room)):
            start = space if number or place else before
            yield Content.styled(start + piece, style, strip_control_codes=False)


def _broken(row: str, width: int) -> list[str]:
    if cell_len(row) <= width:
        return [row]
    return chop_cells(row, width) if len(row) > ENOUGH else [one.plain for one in Content(row).wrap(width)]


# Why


def why_page(sent: Sent, gate: float, least: float, width: int) -> list[Content]:
    """Return the turns quoted and the interests weighed: rank, weight, relevance, score, what came of each and why, and the cut.

    Args:
        gate: the least score that comes in.
        least: the relevance that each interest has for an open question.
    """
    opening = {
        "open": f"An open question: each interest counts as {figure(least)} relevant at least.",
        "wide": f"A question that whatever you care about may serve: each interest counts as {figure(least)} relevant at least, "
        "and more of them come in, weaker ones too.",
        "closed": "A closed question: no interest is added to it.",
    }.get(sent.openness, "Neither open nor closed: an interest counts as far as it is what the message is about.")
    if sent.opinion:
        opening += f" {sent.opinion}."
    quoted = [row for one in sent.quotes for row in _quoted(one, width)]
    if not sent.weighed:
        return [*_wrapped(opening, "", width), Content(""), *quoted, Content("No interest was weighed.")]
    inside = [one for verdict in ("in", "avoid") for one in sent.weighed if one.verdict == verdict]
    outside = [one for one in sent.weighed if one.verdict == "out"]
    rule = fill(f"── the cut: a score under {figure(gate)} stays out", width).rstrip() + " "
    lines = [*_wrapped(opening, "", width), Content(""), *quoted, _columns(width)]
    lines += [row for one in inside for row in _weighed(one, width)]
    lines += [Content.styled(rule.ljust(width, "─")[:width], "dim")]
    lines += [row for one in outside for row in _weighed(one, width)]
    return [*lines, *_kept(sent, width)]


def _kept(sent: Sent, width: int) -> list[Content]:
    """Return how much of the prompt before this one begins with, where there was one: what a provider's cache need not read again."""
    if sent.unchanged is None:
        return []
    told = f"{sent.unchanged:.0%} of the prompt before it stands at the beginning of this one, without the block."
    return [Content(""), *_wrapped(told, "", width)]


def _quoted(one: Quote, width: int) -> Iterator[Content]:
    """Yield a past turn that was quoted, with how likely it matters to the message."""
    head = f"quoted, matters {figure(one.bearing)}: {one.at:%Y-%m-%d} {'you' if one.role == 'user' else 'model'}  "
    yield Content.styled(cut(head + line(one.text), width), "", strip_control_codes=False)


def _columns(width: int) -> Content:
    roomy = width >= ROOMY
    text = f"{'':>2}  {fill('interest', _label(width))}  weight  relevance{'  counts as' * roomy}  score  "
    return Content.styled(text, "dim")


def _label(width: int) -> int:
    return max(8, width - (73 if width >= ROOMY else 39))


def _weighed(one: Weighed, width: int) -> Iterator[Content]:
    roomy = width >= ROOMY
    strength = -one.negative if one.negative > one.weight else one.weight
    counted = figure(abs(one.score / strength)) if strength and one.score else "–"
    numbers = f"{figure(strength):>6}  {figure(one.relevance):>9}{f'  {counted:>9}' * roomy}  {figure(one.score):>5}  "
    style = "dim" if one.verdict == "out" else ""
    row = Content.assemble(
        (f"{one.rank:>2}  {fill(line(one.label), _label(width))}  {numbers}", style),
        (fill(one.verdict, 5), style or "bold"),
        (f"  {one.reason}" if roomy else "", "dim"),
    )
    yield row
    if not roomy:
        yield Content.styled(cut(f"    {one.reason}", width), "dim")


# What differs


def difference_page(sent: Sent, before: Sent | None, width: int) -> list[Content]:
    """Return what memory added, and how the request differs from that of the turn before."""
    lines = [Content.styled("With memory off", "bold"), Content(_memory_off(sent))]
    if sent.block_tokens:
        lines += _lines(difference.folded(difference.without_block(sent.segments)), width)
    lines += [Content(""), Content.styled("The turn before", "bold")]
    if before is None:
        return [*lines, *_wrapped(NO_TURN_BEFORE, "", width)]
    same = difference.shared_tokens(before.segments, sent.segments)
    lines += _wrapped(_reused(same, sent.tokens), "", width)
    changes = difference.changed_lines(difference.lines_of(before.segments), difference.lines_of(sent.segments))
    return [*lines, *_lines(difference.folded(changes), width)]


def _memory_off(sent: Sent) -> str:
    if not sent.block_tokens:
        return "The same: memory added nothing to this turn."
    return f"{sent.tokens - sent.block_tokens:,} tokens instead of {sent.tokens:,}: without the lines marked +."


def _reused(same: int, tokens: int) -> str:
    share = same / tokens if tokens else 0.0
    return f"The first {same:,} of {tokens:,} tokens ({share:.0%}) are the same: what a provider's cache can reuse."


def _lines(shown: Iterable[difference.Line], width: int) -> Iterator[Content]:
    styles = {"+": "$text-success", "-": "$text-error", "…": "dim", " ": ""}
    for one in shown:
        yield from _wrapped(printable(one.text), f"{one.sign} ", width, styles[one.sign])


# The request


def raw_page(sent: Sent, width: int) -> list[Content]:
    """Return the request as JSON, without secrets."""
    return list(_wrapped(printable(sent.request_json()), "", width))
