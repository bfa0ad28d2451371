"""What comes before the model is asked: memory, the prompt, and the turn stored with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from ..memory import Attachment, Event, Recollection, Relevant
from ..memory.cleaning import clean
from ..memory.recall.told import ToldOf
from ..memory.records import First
from .bias import MOST_LIKED, Bias, bias_for, kind_of
from .errors import ModelRefused
from .events import Recalled, Unanswered
from .gate.asking import Question
from .gate.exchanges import Exchange, exchanges_of
from .gate.gate import Gate, before
from .gate.kind import Judge, Kind, by_form
from .gate.policy import Personalize
from .kept.keeping import Keeping
from .kept.lately import NOTHING, Lately
from .kept.sent import record
from .models import Profile
from .prompt import build, numbered
from .prompting.attached import check
from .prompting.past import beside, past_of
from .prompting.quotes import CANDIDATES, SURE, Quote, surely_shown


def recall(
    text: str,
    attachments: Sequence[Attachment],
    replacing: int | None,
    *,
    keeping: Keeping,
    profile: Profile,
    system: str,
    at: datetime,
    policy: Personalize = Personalize.GATE,
    gate: Gate | None = None,
    judge: Judge = by_form,
    ask: Question | None = None,
) -> Recalled | Unanswered:
    """Ask memory, build what is sent, and keep the turn with it: the wait before the model.

    Args:
        text: the message.
        attachments: what comes with it.
        replacing: the turn whose place it takes, if any.
        keeping: where the session is kept.
        profile: the model's.
        system: the app's own system message.
        at: the present moment.
        policy: whether interests may enter.
        gate: says how likely they help.
        judge: tells the kind of a message.
        ask: asks a language model whether they help.

    Raises:
        ValueError: the message is empty, or there is no such turn to replace.
        ModelRefused: the model cannot take an attachment; nothing is kept.
        LedgerError: the turn could not be stored.
    """
    text = clean(text)
    check(attachments, profile.images, profile.name, profile.audio)
    if replacing is not None:
        keeping.replace(replacing)  # first, for what it taught must not bias the answer

    def look() -> tuple[Sequence[Event], Lately, Seen]:
        turns = keeping.turns()
        shown = surely_shown(turns, profile.max_prompt_tokens)
        seen = seen_for(
            text,
            keeping,
            exchanges_of(turns),
            without=shown,
            quoted=policy is not Personalize.OFF,
            gate=gate,
            judge=judge,
        )
        return turns, keeping.lately(turns), seen

    turns, lately, seen = keeping.at_once(text, look)
    notice = keeping.notice
    chosen, quotes = considered(text, seen, profile.most_liked, lately=lately, policy=policy, gate=gate, ask=ask)
    if chosen.opinion and chosen.opinion.failure:
        notice = notice or str(chosen.opinion)
    try:
        prompt = build(
            text,
            turns,
            chosen,
            placement=profile.placement,
            max_tokens=profile.max_prompt_tokens,
            count=profile.count,
            system=system or profile.system,
            attachments=attachments,
            images=profile.images,
            audio=profile.audio,
            quotes=quotes,
            yielding=policy is not Personalize.ALWAYS,
        )
    except ModelRefused as error:  # it is all too long
        return Unanswered(keeping.ask(text, attachments, None), error)
    turn = keeping.ask(text, attachments, record(prompt, chosen, profile, keeping.learning, at, lately))
    prompt = replace(prompt, segments=numbered(prompt.segments, turn.number))
    return Recalled(turn, chosen, prompt, notice or _language_notice(text, profile))


class Remembering(Protocol):
    """What is asked what it holds for a message: a person's memory, or where a session is kept."""

    def attend(self, query: str, before: str = "", first: First | None = None) -> tuple[Relevant, ...]:
        """Return the interests that may matter to a query after what was said before it."""

    def recall_turns(
        self, query: str, count: int, *, without: Collection[int] = (), of: Sequence[ToldOf] = ()
    ) -> Sequence[Recollection]:
        """Return the past turns that matter to a query, and those that tell something `of` the person."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What kind of message one is, what was said before it, oldest first, and the interests and past turns that it may lean on."""

    kind: Kind
    exchanges: Sequence[Exchange]
    found: Sequence[Relevant]
    past: Sequence[Recollection]


def seen_for(
    text: str,
    memory: Remembering,
    exchanges: Sequence[Exchange] = (),
    *,
    without: Collection[int] = (),
    quoted: bool = True,
    gate: Gate | None = None,
    judge: Judge = by_form,
) -> Seen:
    """Return what memory holds for a message: what `considered` goes by, and all that has to be seen as of one moment.

    Args:
        text: the message.
        memory: what is asked.
        exchanges: what was said before it in the session, oldest first.
        without: numbers of turns that the model sees anyway.
        quoted: whether past turns are looked for.
        gate: says which interests go first.
        judge: tells the kind of a message.
    """
    kind = kind_of(text, exchanges, judge)
    own = judge(text) if gate and kind.follows else kind  # without what it goes on with
    found = memory.attend(text, before(exchanges), None if gate is None else gate.first(own.touches, exchanges))
    past = memory.recall_turns(text, CANDIDATES, without=without, of=kind.told) if quoted else ()
    return Seen(kind, exchanges, found, past)


def considered(
    text: str,
    seen: Seen,
    most_liked: int = MOST_LIKED,
    *,
    lately: Lately = NOTHING,
    policy: Personalize = Personalize.GATE,
    gate: Gate | None = None,
    ask: Question | None = None,
    sure: float = SURE,
) -> tuple[Bias, tuple[Quote, ...]]:
    """Return what an answer may lean on, and what is quoted, best first. Where a language model is asked, it is waited for.

    Args:
        text: the message.
        seen: what memory holds for it (`seen_for`).
        most_liked: how many interests the model follows at once.
        lately: what the session's last blocks named.
        policy: whether interests may enter.
        gate: says how likely they help.
        ask: asks a language model whether they help; its no leaves out what only tells something of the person, too.
        sure: how likely a turn must matter to a closed question.
    """
    bias = bias_for(
        text,
        seen.found,
        most_liked,
        exchanges=seen.exchanges,
        lately=lately,
        policy=policy,
        gate=gate,
        kind=seen.kind,
        ask=ask,
    )
    no = bias.opinion is not None and bias.opinion.helps is False
    quotes = past_of(text, [one for one in seen.past if not (no and one.tells)], bias.openness, sure)
    return beside(bias, text, quotes, policy), quotes


def _language_notice(text: str, profile: Profile) -> str:
    """Return a warning where the model will answer badly because of the message's script."""
    letters = [character for character in text if character.isalpha()]
    if not profile.only_english or sum(letter > "\u024f" for letter in letters) * 2 <= len(letters):
        return ""
    return (
        f"the model {profile.name} writes English only; memory understands you, --model chooses a model that does too"
    )
