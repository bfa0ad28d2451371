"""From a bias, a history and a message to the messages that a model gets. Pure functions, counted in tokens.

What is known of the person stands in the last message only, after the history and before the person's words, and is never part of
the history: the prompt of one turn is the beginning of the next, so a provider's cache keeps working. Without a bias the prompt is
what it would be without a memory, byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Literal

from ..memory import Attachment, Event
from ..memory.store.tail import MOST_TURNS
from .bias import Bias
from .errors import ModelRefused
from .prompting.attached import AUDIO_TOKENS, IMAGE_TOKENS, beside_tokens, is_audio, is_image, written
from .prompting.block import MAX_BLOCK_TOKENS, MORE_TOKENS, Placement, asked_for, fitted
from .prompting.quotes import ENOUGH, Quote, placed
from .prompting.tokens import Counter

Role = Literal["system", "human", "ai", "developer"]
Kind = Literal["system", "history", "waiting", "block", "message", "file", "image", "audio"]
Message = tuple[Role, str]

MESSAGE_TOKENS = 4
"""What a message costs beside its text: role marks, roughly."""

SPARED = 3
"""Of a history that is cut, up to one part in so many is left out beyond need, so that its beginning stays the same for a while."""

BREAK = "\n\n"
"""What stands between two turns in one message."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a prompt and where it comes from: the texts of a message's segments joined are the message.

    `kind` is "system", a turn of the "history", words "waiting" for an answer that never came, the "block" that memory added, the
    "message" itself, or the text of a "file" or the name of an "image" or "audio" that came with one of them. `tokens` are those of the
    text alone, and of the picture or recording where it is sent along. `event` is the turn's number in the ledger, None where it comes
    from no turn; a part of the block with a number quotes that turn.
    """

    role: Role
    kind: Kind
    text: str
    tokens: int
    event: int | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent: the messages, the part of the last one that memory added, and its tokens and those of the whole.

    `segments` are the same in finer pieces, `topics` those that the block names, `images` the pictures and recordings beside the last
    message, `quotes` the past turns that the block quotes.
    """

    messages: tuple[Message, ...]
    block: str
    block_tokens: int
    tokens: int
    segments: tuple[Segment, ...] = ()
    topics: tuple[int, ...] = ()
    images: tuple[Attachment, ...] = field(default=(), repr=False)
    quotes: tuple[Quote, ...] = ()


def by_message(segments: Sequence[Segment]) -> tuple[tuple[Segment, ...], ...]:
    """Return segments as the messages that they are in: two messages in a row never have the same role."""
    return tuple(tuple(group) for _, group in groupby(segments, key=attrgetter("role")))


def messages_of(segments: Sequence[Segment]) -> tuple[Message, ...]:
    """Return the messages that segments make.

    >>> messages_of([Segment("human", "block", "I like jazz. ", 4), Segment("human", "message", "What now?", 3)])
    (('human', 'I like jazz. What now?'),)
    """
    return tuple((group[0].role, "".join(one.text for one in group)) for group in by_message(segments))


def is_seen(segment: Segment) -> bool:
    """Return whether a segment is a picture or a recording that is sent along, and not its name alone."""
    least = {"image": IMAGE_TOKENS, "audio": AUDIO_TOKENS}.get(segment.kind)
    return least is not None and segment.tokens >= least


def numbered(segments: Sequence[Segment], number: int) -> tuple[Segment, ...]:
    """Return segments with the number of the turn whose message they end with: it has one only when it is stored."""
    return tuple(
        replace(one, event=number) if one.event is None and one.kind in ("message", "file", "image", "audio") else one
        for one in segments
    )


def build(
    text: str,
    history: Sequence[Event],
    bias: Bias,
    *,
    placement: Placement,
    max_tokens: int,
    count: Counter,
    system: str = "",
    attachments: Sequence[Attachment] = (),
    images: bool = True,
    audio: bool = False,
    quotes: Sequence[Quote] = (),
    yielding: bool = True,
) -> Prompt:
    """Return the prompt of a message.

    Args:
        text: the person's message.
        history: the session's turns before it, oldest first.
        bias: what memory adds.
        placement: how the model takes it.
        max_tokens: the most that the prompt may have.
        count: counts a text's tokens; it may count too many.
        system: the app's own system message.
        attachments: what comes with the message.
        images: whether the model sees pictures.
        audio: whether it hears recordings.
        quotes: past turns that may be quoted, best first, in what the block leaves of its budget; none that the prompt shows anyway.
        yielding: whether likings that the message is not about leave room for the quotes that surely matter; for a wide one they do not.

    Raises:
        ModelRefused: the message alone has more tokens than the model takes.
    """
    block, topics = fitted(
        bias, placement, text, count, _room(bias, quotes if yielding else (), placement, text, count)
    )
    begun = len(history) < MOST_TURNS  # else there may be turns before these
    history, waiting = _answered(history, text, attachments)
    head = [Segment("system", "system", system, count(system))] if system else []
    added = _added(block, placement, count, first=not history and not waiting and bool(system))
    takes = images, audio
    message = _said("human", "message", text, attachments, None, count, takes)
    ahead = [*_unanswered(waiting, count, takes), *added]
    if waiting and _tokens(head, count) + _tokens([*ahead, *message], count) > max_tokens:
        waiting, ahead = [], added
    fixed = _tokens(head, count) + _tokens(
        [*ahead, *message], count
    )  # apart, for turns may come between two messages of one role
    _check_size(fixed, max_tokens)
    spare = max(0, min(_budget(quotes) - count(block), max_tokens - fixed)) if quotes else 0
    past = _fit(history, max_tokens - fixed - spare, count, begun)
    shown = {one.event for one in (*past, *ahead)}
    quoted = placed([one for one in quotes if one.event not in shown], placement, text, spare, count)
    said = [Segment("human", "block", words, count(words), one.event if one else None) for words, one in quoted]
    block += "".join(one.text for one in said)
    segments = (*head, *past, *ahead, *said, *message)
    pictures = [one for event in waiting for one in event.attachments] + list(attachments)
    return Prompt(
        messages_of(segments),
        block,
        count(block) if block else 0,
        _tokens(segments, count),
        segments,
        topics,
        tuple(one for one in pictures if beside_tokens(one, *takes)),
        tuple(one for _, one in quoted if one),
    )


def _budget(quotes: Sequence[Quote]) -> int:
    """Return the tokens that the block and the quotes may have together."""
    return MAX_BLOCK_TOKENS + (MORE_TOKENS if any(one.tells for one in quotes) else 0)


def _room(bias: Bias, quotes: Sequence[Quote], placement: Placement, text: str, count: Counter) -> int:
    """Return the tokens that the block may have beside the quotes that surely matter."""
    sure = [one for one in quotes if one.bearing >= ENOUGH]
    if not bias or not sure or bias.wide:
        return MAX_BLOCK_TOKENS
    left = _budget(quotes) - count(fitted(asked_for(bias), placement, text, count)[0])
    taken = count("".join(words for words, _ in placed(sure, placement, text, left, count)))
    return min(MAX_BLOCK_TOKENS, _budget(quotes) - taken)


def _added(block: str, placement: Placement, count: Counter, first: bool) -> list[Segment]:
    """Return the block as a segment; in a message of its own where the model takes that, apart from the app's where no turn is between."""
    role = _ROLES.get(placement, "human")
    text = BREAK * (role == "system" and first) + (block if role == "human" else block.rstrip("\n"))
    return [Segment(role, "block", text, count(text))] if block else []


_ROLES: dict[Placement, Role] = {Placement.SYSTEM: "system", Placement.DEVELOPER: "developer"}


def _check_size(tokens: int, max_tokens: int) -> None:
    if tokens > max_tokens:
        raise ModelRefused(
            f"the message has about {tokens} tokens, the model takes {max_tokens}: send less, or choose a model with a larger window"
        )


def _said(
    role: Role,
    kind: Kind,
    text: str,
    attachments: Sequence[Attachment],
    event: int | None,
    count: Counter,
    takes: tuple[bool, bool] = (False, False),
) -> list[Segment]:
    """Return a turn's words and what came with them as segments; `takes` says whether its pictures and recordings are sent along."""
    segments = [Segment(role, kind, text, count(text), event)]
    for one in attachments:
        form = written(one)
        beside: Kind = "image" if is_image(one) else "audio" if is_audio(one) else "file"
        segments.append(Segment(role, beside, form, count(form) + beside_tokens(one, *takes), event))
    return segments


def _answered(
    history: Sequence[Event], text: str, attachments: Sequence[Attachment]
) -> tuple[Sequence[Event], list[Event]]:
    """Return the history up to the last reply, and what the person said since without getting one: a model had failed.

    What is said again now is not among it.
    """
    end = len(history)
    while end and history[end - 1].role == "user":
        end -= 1
    again = [event.text == text and all(one in attachments for one in event.attachments) for event in history[end:]]
    return history[:end], [event for event, said in zip(history[end:], again, strict=True) if not said]


def _unanswered(waiting: Sequence[Event], count: Counter, takes: tuple[bool, bool]) -> list[Segment]:
    segments: list[Segment] = []
    for event in waiting:
        said = _said("human", "waiting", event.text, event.attachments, event.number, count, takes)
        segments += [*said[:-1], _respelt(said[-1], said[-1].text + BREAK, count)]
    return segments


def _fit(history: Sequence[Event], max_tokens: int, count: Counter, begun: bool) -> list[Segment]:
    """Return the newest part of the history that fits and begins with the person's words."""
    earliest, used = len(history), 0
    while earliest and used <= max_tokens:
        earliest -= 1
        used += count(_whole(history[earliest])) + MESSAGE_TOKENS
    if used > max_tokens:
        earliest += 1
    return _joined(history[_start(history, earliest, begun) :], count)


def _whole(event: Event) -> str:
    return "".join([event.text, *map(written, event.attachments)]) if event.attachments else event.text


def _start(history: Sequence[Event], earliest: int, begun: bool) -> int:
    """Return where the history begins: at a turn of the person's, and if it is cut at one that stays the same for some turns."""
    starts = [place for place in range(earliest, len(history)) if history[place].role == "user"]
    if not starts:
        return len(history)
    if earliest == 0 and begun:
        return starts[0]
    last = earliest + (len(history) - earliest) // SPARED
    pairs = pairwise(place for place in starts if place <= last)
    return max(pairs, key=lambda pair: _roundness(history, *pair), default=(0, starts[0]))[1]


def _roundness(history: Sequence[Event], before: int, place: int) -> int:
    """Return how round a number lies between two turns: of those that may be first, the roundest stays so the longest."""
    return (history[before].number ^ history[place].number).bit_length()


def _joined(events: Sequence[Event], count: Counter) -> list[Segment]:
    """Return turns as segments: several in a row by one side are one message."""
    segments: list[Segment] = []
    for event in events:
        role: Role = "human" if event.role == "user" else "ai"
        said = _said(role, "history", event.text, event.attachments, event.number, count)
        if segments and segments[-1].role == role:
            said[0] = _respelt(said[0], BREAK + said[0].text, count)
        segments += said
    return segments


def _respelt(segment: Segment, text: str, count: Counter) -> Segment:
    """Return a segment with a break at one of its ends."""
    return replace(segment, text=text, tokens=segment.tokens - count(segment.text) + count(text))


def _tokens(segments: Sequence[Segment], count: Counter) -> int:
    """Return the tokens of the messages that segments make: joined, they may be fewer than apart."""
    return sum(_tokens_of(group, count) + MESSAGE_TOKENS for group in by_message(segments))


def _tokens_of(message: Sequence[Segment], count: Counter) -> int:
    if len(message) == 1:  # as most are; counting takes most of the time
        return message[0].tokens
    return count("".join(one.text for one in message)) + sum(
        one.tokens - count(one.text) for one in message if is_seen(one)
    )
