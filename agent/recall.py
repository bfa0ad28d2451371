"""What comes before the model is asked: memory, the prompt, and the turn stored with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..memory import Attachment, Event, Recollection, Relevant
from ..memory.cleaning import clean
from .bias import Bias, bias_for, kind_of
from .errors import ModelRefused
from .events import Recalled, Unanswered
from .gate.asking import Question
from .gate.form import Exchange, exchanges_of
from .gate.gate import Gate, before
from .gate.kind import Judge, by_form
from .gate.policy import Personalize
from .kept.keeping import Keeping
from .kept.lately import Lately
from .kept.sent import record
from .models import Profile
from .prompt import Prompt, build, numbered
from .prompting.attached import check
from .prompting.past import beside, past_of
from .prompting.quotes import CANDIDATES, Quote, surely_shown


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
    seen = keeping.at_once(text, lambda: _look(text, keeping, policy, profile, gate, judge))
    chosen = bias_for(
        text,
        seen.found,
        profile.most_liked,
        exchanges=seen.exchanges,
        lately=seen.lately,
        policy=policy,
        gate=gate,
        judge=judge,
        ask=ask,
    )
    notice = seen.notice
    if chosen.opinion and chosen.opinion.failure:
        notice = notice or str(chosen.opinion)
    no = chosen.opinion is not None and chosen.opinion.helps is False
    quotes = past_of(text, [one for one in seen.past if not (no and one.tells)], chosen.openness)
    chosen = beside(chosen, text, quotes, policy)
    try:
        prompt = _built(text, attachments, seen.turns, chosen, profile, system, quotes, policy)
    except ModelRefused as error:  # it is all too long
        return Unanswered(keeping.ask(text, attachments, None), error)
    turn = keeping.ask(text, attachments, record(prompt, chosen, profile, keeping.learning, at, seen.lately))
    prompt = replace(prompt, segments=numbered(prompt.segments, turn.number))
    return Recalled(turn, chosen, prompt, notice or _language_notice(text, profile))


@dataclass(frozen=True, eq=False)
class _Seen:
    """What memory holds that a message may lean on: the session's turns, interests with a notice of what failed, and past turns."""

    turns: Sequence[Event]
    exchanges: Sequence[Exchange]
    lately: Lately
    found: Sequence[Relevant]
    notice: str
    past: Sequence[Recollection]


def _look(text: str, keeping: Keeping, policy: Personalize, profile: Profile, gate: Gate | None, judge: Judge) -> _Seen:
    """Return what memory holds for a message."""
    turns = keeping.turns()
    exchanges, lately = exchanges_of(turns), keeping.lately(turns)
    found, notice = keeping.attend(
        text, before(exchanges), None if gate is None else gate.first(text, exchanges, judge)
    )
    shown = surely_shown(turns, profile.max_prompt_tokens)
    past = (
        ()
        if policy is Personalize.OFF
        else keeping.recall_turns(text, CANDIDATES, shown, kind_of(text, exchanges, judge)[0].told)
    )
    return _Seen(turns, exchanges, lately, found, notice, past)


def _built(
    text: str,
    attachments: Sequence[Attachment],
    history: Sequence[Event],
    bias: Bias,
    profile: Profile,
    system: str,
    quotes: Sequence[Quote],
    policy: Personalize,
) -> Prompt:
    return build(
        text,
        history,
        bias,
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


def _language_notice(text: str, profile: Profile) -> str:
    """Return a warning where the model will answer badly because of the message's script."""
    letters = [character for character in text if character.isalpha()]
    if not profile.only_english or sum(letter > "\u024f" for letter in letters) * 2 <= len(letters):
        return ""
    return (
        f"the model {profile.name} writes English only; memory understands you, --model chooses a model that does too"
    )
