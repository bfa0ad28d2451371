"""What was sent to the model for a turn: kept with the turn, read back as it was, copied without secrets.

The record (JSON in the ledger, stored in the turn's own transaction) holds no turn's words: where the prompt had those of a turn, the
record has its number, so that it stays small and what is forgotten is gone from it too. In the block's text a number stands for the label
of what was weighed. Names that are always the same are numbers as well, for memory takes forgotten words out of every string.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from ...memory import Attachment, Event, UserMemory
from ...memory.cleaning import storable
from ...memory.records import Role as MemoryRole
from ...memory.records import from_ms, to_ms
from ..asking.usage import Usage
from ..asking.usage import pack as pack_usage
from ..asking.usage import unpack as unpack_usage
from ..bias import Bias
from ..gate.asking import Opinion
from ..prompt import Message, Prompt, Segment, by_message, is_seen, messages_of
from ..prompting.attached import written, written_before
from ..prompting.block import label
from ..prompting.quotes import Quote, quotable
from .lately import NOTHING, TURNS, Lately, Named, Seen
from .redaction import without_secrets
from .weighed import DIGITS, all_weighed, code_of, is_named, name_of, pack, unpack
from .weighed import Weighed as Weighed

if TYPE_CHECKING:
    from ..asking.stream import Account
    from ..models import Profile

FORGOTTEN = "(forgotten)"
"""Stands where something was that is forgotten by now; memory puts it there too."""

# What the numbers in a record mean: append, never change the order.
ROLES = ("system", "human", "ai", "developer")
KINDS = ("system", "history", "waiting", "block", "message", "file", "image", "audio")
OPENNESS = ("closed", "neutral", "open", "wide")
LEARNING = ("on", "paused", "incognito")

Packed = dict[str, Any]
"""A record as it is stored, before it is written as JSON."""

_NONE: Mapping[int, Packed] = {}

FORM = 1
"""How files stand in a prompt: 1 in fences with marks; without it, of an earlier version, in plain ones."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent for a turn: to which model, when, in which pieces, and what was weighed for it, best first.

    `openness` is "closed", "neutral", "open" or "wide" (to all interests), `learning` "on", "paused" or "incognito". `tokens` are those of
    the whole, `block_tokens` those that memory added, `window_tokens` what the model takes, its reply included. `usage` is what the turn
    took as the model's server counts, None where that is not known (yet); `tools` are those that were called for it, by name, and whether
    each failed. `unchanged` is the share of the prompt before (its block left out) that this one begins with, `chance` the gate's
    probability that anything of the person's helps here; None where there was no prompt before, or no gate was asked. `quotes` are the
    past turns quoted in the block. `opinion` is what a language model said of whether they help, where one was asked.
    `cut` says whether the reply ended at the model's limit of tokens.
    """

    model: str
    at: datetime
    openness: str
    segments: tuple[Segment, ...]
    weighed: tuple[Weighed, ...]
    tokens: int
    block_tokens: int
    window_tokens: int
    learning: str
    usage: Usage | None = None
    tools: tuple[tuple[str, bool], ...] = ()
    unchanged: float | None = None
    chance: float | None = None
    quotes: tuple[Quote, ...] = ()
    opinion: Opinion | None = None
    cut: bool = False

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages; a picture is there by its name."""
        return messages_of(self.segments)

    @property
    def without_memory(self) -> tuple[Message, ...]:
        """The same messages without what memory added."""
        return messages_of([one for one in self.segments if one.kind != "block"])

    def request_json(self) -> str:
        """Return the request as JSON to be read and copied: keys and passwords taken out, and the data of pictures."""
        messages = [_as_sent(group) for group in by_message(self.segments)]
        request = {"model": _asked_for(self.model), "messages": messages, "stream": True}
        return json.dumps(request, ensure_ascii=False, indent=2)


def record(prompt: Prompt, bias: Bias, profile: Profile, learning: str, at: datetime, before: Lately = NOTHING) -> Sent:
    """Return what is sent with a prompt; `before` is what was sent before it in the session."""
    return Sent(
        without_secrets(profile.name),
        at,
        "wide" if bias.wide else bias.openness.name.lower(),
        prompt.segments,
        all_weighed(bias, prompt.topics),
        prompt.tokens,
        prompt.block_tokens,
        profile.window_tokens,
        learning,
        unchanged=_rounded(unchanged(prompt, before)),
        chance=_rounded(bias.chance),
        quotes=prompt.quotes,
        opinion=bias.opinion,
    )


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, DIGITS)


def packed(sent: Sent) -> Packed:
    """Return a record as it is stored with its turn; segments without a number are that turn's own."""
    return {
        "form": FORM,
        "model": sent.model,
        "at": to_ms(sent.at),
        "openness": code_of(sent.openness, OPENNESS),
        "learning": code_of(sent.learning, LEARNING),
        "tokens": [sent.tokens, sent.block_tokens, sent.window_tokens],
        "segments": [_packed(one, sent.weighed, sent.quotes) for one in sent.segments],
        "weighed": [pack(one) for one in sent.weighed],
        "shares": [sent.unchanged, sent.chance],
        "quotes": [_packed_quote(one) for one in sent.quotes],
        "opinion": None if sent.opinion is None else list(astuple(sent.opinion)),
    }


def to_json(sent: Sent) -> str:
    """Return a record as the text that is stored with its turn."""
    return as_json(packed(sent))


def as_json(kept: Packed) -> str:
    """Return a packed record as that text."""
    return storable(json.dumps(kept, ensure_ascii=False, separators=(",", ":")))


def read(memory: UserMemory, number: int) -> Sent | None:
    """Return what was sent for a turn, None where there is no record of it; what is forgotten since reads as `FORGOTTEN`."""
    stored = memory.sent(number)
    if stored is None:
        return None
    kept = json.loads(stored)
    turns = {entry[3] or number for entry in kept["segments"] if isinstance(entry[3], int)}
    quoted = kept.get("quotes", ())  # an earlier version has none
    events = memory.events(sorted(turns | {number} | {entry[0] for entry in quoted}))
    weighed = tuple(unpack(entry, rank) for rank, entry in enumerate(kept["weighed"], 1))
    tokens, block_tokens, window_tokens = kept["tokens"]
    same, chance = kept.get("shares", (None, None))  # of an earlier version there are none
    return Sent(
        kept["model"],
        events[number].at if number in events else from_ms(kept["at"]),
        name_of(kept["openness"], OPENNESS),
        tuple(_unpacked(kept["segments"], number, events, weighed, written if kept.get("form") else written_before)),
        weighed,
        tokens,
        block_tokens,
        window_tokens,
        name_of(kept["learning"], LEARNING),
        unpack_usage(kept["usage"]) if kept.get("usage") else None,
        tuple((str(name), bool(failed)) for name, failed in kept.get("tools", ())),
        unchanged=same,
        chance=chance,
        quotes=tuple(_unpacked_quote(entry, events) for entry in quoted),
        opinion=Opinion(*kept["opinion"]) if kept.get("opinion") else None,
        cut=bool(kept.get("cut")),
    )


def taken(account: Account) -> dict[str, Any]:
    """Return what a turn took, as the fields of its record: names and figures, for what tools gave and got may hold others' words."""
    usage = {} if account.usage is None else {"usage": pack_usage(account.usage)}
    cut = {"cut": 1} if account.cut else {}
    return usage | cut | {"tools": [[name, int(failed)] for name, failed in account.tools]}


def accounted(sent: Sent, account: Account) -> Sent:
    """Return a record with what the turn took."""
    return replace(sent, usage=account.usage, tools=tuple(account.tools), cut=account.cut)


def lately(
    memory: UserMemory, numbers: Sequence[int], seen: dict[int, Seen], own: Mapping[int, Packed] = _NONE
) -> Lately:
    """Return what the blocks of some turns of the person's named; the numbers are those of a session's last ones, oldest first.

    `seen` has what records read before say, and is brought up to date: what a block named does not change any more. `own` has the record
    that was written here last, so that it is not read again: what was sent with a turn does not change either.
    """
    last = numbers[-TURNS:]
    unread = [number for number in last if number not in seen or number == last[-1]]
    records = {number: own[number] for number in unread if number in own}
    if elsewhere := [number for number in unread if number not in own]:
        records |= {number: json.loads(stored) for number, stored in memory.sent_of(elsewhere).items()}
    read_now = {number: _seen(records.get(number, _EMPTY)) for number in unread}
    kept = {number: read_now[number] if number in read_now else seen[number] for number in last}
    seen.clear()
    seen.update(kept)
    named: dict[int, list[Named]] = {}
    for ago, number in enumerate(reversed(last), 1):
        for topic, at, level in seen[number]:
            named.setdefault(topic, []).append(Named(ago, at, level))
    before = last[-1] if last and last[-1] in records else 0
    return Lately(named, records.get(before, _EMPTY)["segments"], before)


def _seen(kept: dict[str, Any]) -> Seen:
    found = (unpack(entry, rank) for rank, entry in enumerate(kept["weighed"], 1) if is_named(entry))
    return tuple((one.topic, int(kept["at"]), one.level) for one in found)


def biased_by(memory: UserMemory, numbers: Sequence[int]) -> dict[int, tuple[int, int, bool]]:
    """Return for those of some turns that have a record: how many interests its block named, the block's tokens, and whether the
    reply ended at the model's limit of tokens."""
    records = {number: json.loads(stored) for number, stored in memory.sent_of(numbers).items()}
    return {
        number: (sum(map(is_named, kept["weighed"])), kept["tokens"][1], bool(kept.get("cut")))
        for number, kept in records.items()
    }


# What stays from one prompt to the next


def unchanged(prompt: Prompt, before: Lately) -> float | None:
    """Return which share of the tokens of the prompt before, its block left out, this one begins with; None where there was none.

    A provider's cache holds what a prompt begins with, so that this is what it need not read again.
    """
    old = [entry for entry in before.segments if entry[0] != _BLOCK]
    if not old:
        return None
    new = ([_ROLES[one.role], *_source(one)] for one in prompt.segments if one.kind != "block")
    kept = takewhile(lambda pair: _identity(pair[0], before.number) == pair[1], zip(old, new, strict=False))
    share: float = sum(entry[2] for entry, _ in kept) / max(1, sum(entry[2] for entry in old))
    return share


def _identity(entry: Sequence[Any], number: int) -> list[Any]:
    """Return what tells a stored segment apart: its role and where its text comes from. A message becomes history and stays the same."""
    _, role, _, source, *breaks = entry
    return [role, source or number, *breaks]


_EMPTY: Packed = {"weighed": (), "segments": ()}
_BLOCK = KINDS.index("block")
_KINDS = {name: place for place, name in enumerate(KINDS)}
_ROLES = {name: place for place, name in enumerate(ROLES)}


# Segments


def _packed(one: Segment, weighed: Sequence[Weighed], quotes: Sequence[Quote] = ()) -> list[Any]:
    """Return kind, role, tokens, and then the text (in pieces), or the number of the turn that it is of and the breaks around it."""
    head = [_KINDS[one.kind], _ROLES[one.role], one.tokens]
    if one.kind != "block":
        return [*head, *_source(one)]
    if one.event is not None:
        quote = next(quote for quote in quotes if quote.event == one.event)
        before, found, after = one.text.rpartition(quote.text)  # the date and whose words they are stand before it
        if not found:  # a record holds no turn's words: without the form around the quote rather than with them
            before = after = ""
        return [*head, [before, [quote.event, quote.start, quote.end], after]]
    return [*head, _pieces(one.text, weighed)]


def _source(one: Segment) -> list[Any]:
    """Return where a segment's text comes from: the app's own words, or a turn's number and the breaks around what it says."""
    if one.kind == "system":
        return [[one.text]]
    words = one.text.strip()  # as every turn is stored
    if len(words) == len(one.text):
        return [one.event or 0]
    return [one.event or 0, *(one.text.split(words, 1) if words else [one.text, ""])]


def _pieces(text: str, weighed: Sequence[Weighed]) -> list[str | int]:
    """Return a block's text with the place in `weighed` instead of each label: sanitised, memory would not know it again."""
    places = {label(one.label): place for place, one in enumerate(weighed) if one.verdict != "out"}
    names = sorted((name for name in places if name and name in text), key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(re.escape, names))})", text) if names else [text]
    return [places[piece] if place % 2 else piece for place, piece in enumerate(pieces)]


def _unpacked(
    entries: Sequence[list[Any]],
    number: int,
    events: dict[int, Event],
    weighed: Sequence[Weighed],
    written: Callable[[Attachment], str] = written,
) -> Iterator[Segment]:
    """Yield the segments of a record. A turn's own come in order: its words, then each attachment."""
    texts = {event: iter([found.text, *map(written, found.attachments)]) for event, found in events.items()}
    for kind, role, tokens, source, *breaks in entries:
        if isinstance(source, list):
            event = next((piece[0] for piece in source if isinstance(piece, list)), None)
            text = "".join(_shown(piece, weighed, events) for piece in source)
        else:
            event = source or number
            before, after = breaks or ("", "")
            text = f"{before}{next(texts.get(event, iter(())), FORGOTTEN).strip()}{after}"
        yield Segment(name_of(role, ROLES), name_of(kind, KINDS), text, tokens, event)


def _shown(piece: str | int | list[int], weighed: Sequence[Weighed], events: dict[int, Event]) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, list):
        number, start, end = piece
        return quoted_part(number, start, end, events)
    name = weighed[piece].label
    return FORGOTTEN if FORGOTTEN in name else label(name)


# Quotes


def _packed_quote(one: Quote) -> list[Any]:
    return [one.event, one.start, one.end, round(one.bearing, DIGITS), round(one.score, DIGITS)]


def _unpacked_quote(entry: list[Any], events: dict[int, Event]) -> Quote:
    number, start, end, bearing, score = entry
    role: MemoryRole = events[number].role if number in events else "user"
    at = events[number].at if number in events else from_ms(0)
    return Quote(number, role, at, quoted_part(number, start, end, events), start, end, bearing, score)


def quoted_part(number: int, start: int, end: int, events: dict[int, Event]) -> str:
    """Return what a prompt quotes of a turn; `FORGOTTEN` where its words are gone by now."""
    return quotable(events[number].text, start, end) if number in events else FORGOTTEN


# The request


def _asked_for(model: str) -> str:
    """Return what a server calls a model, where Penchant's name for it has that."""
    if model.startswith(("http://", "https://")):
        return model.rpartition("#")[2]
    return model.removeprefix("openai:").removeprefix("ollama:")


def _as_sent(group: Sequence[Segment]) -> dict[str, Any]:
    role = {"human": "user", "ai": "assistant"}.get(group[0].role, group[0].role)
    text = without_secrets("".join(one.text for one in group))
    beside = [_named_part(one) for one in group if is_seen(one)]
    return {"role": role, "content": [{"type": "text", "text": text}, *beside] if beside else text}


def _named_part(one: Segment) -> dict[str, Any]:
    """Return a picture or a recording as it was sent, its name for its data."""
    if one.kind == "audio":
        return {"type": "input_audio", "input_audio": {"data": one.text.strip()}}
    return {"type": "image_url", "image_url": {"url": f"data:{one.text.strip()}"}}
