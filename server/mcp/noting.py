"""Noting a preference for a person on a host's word: what that is worth, and asking them first where the host can.

What a model relays is no turn of the person's: it may have put the words together itself, or read them on a page. So the sentence is
never read for evidence: it is only looked whether it speaks against what is to be noted as liked. The note alone counts: one topic, which
must stand word for word in that sentence, liked or not. Where the host can ask the person and they say yes, it is their own statement;
where it cannot, it counts as a thumb up or down. A no leaves nothing.
"""

from __future__ import annotations

import unicodedata
from typing import Any

import mcp_types as types
from mcp.server import ServerRequestContext
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS

from ...agent.prompting.block import label
from ...memory import Item, UserMemory, extract
from ...memory.topics.find import naming
from ...memory.topics.names import name_key
from . import shapes

Context = ServerRequestContext[Any, Any]

CONFIRMED = {True: "statement", False: "not interested"}
"""The kind of event that a note is where the person agreed, by whether they like it."""

RELAYED = {True: "like", False: "dislike"}
"""The same where they could not be asked."""

ANSWER = "agreed"
"""What the person's answer is called between this server and the host."""


def checked(asked: shapes.Noting) -> str:
    """Return the topic of a note, fit to be a label.

    Raises:
        ValueError: it does not stand in the person's words, they speak against what is to be liked, or nothing is left of it without
            markup and orders to a model.
    """
    topic = label(asked.topic)
    if not topic:
        raise ValueError(f"a note needs a topic of a few plain words, got {asked.topic!r}")
    if not naming(_folded(topic)).search(_folded(asked.words)):
        raise ValueError(
            f"the topic must stand word for word in the person's own words: {topic!r} is not in {asked.words!r}"
        )
    if asked.liked and _is_refused(topic, asked.words):
        raise ValueError(f"the person's own words speak against {topic!r}: {asked.words!r}")
    return topic


def _is_refused(topic: str, words: str) -> bool:
    """Return whether words speak of a topic, and against it alone."""
    signs = {phrase.polarity for phrase in extract(words) if name_key(phrase.text) == name_key(topic)}
    return signs == {-1}


def note(person: UserMemory, asked: shapes.Noting, agreed: bool | None) -> shapes.Noted:
    """Store a note, unless the person said no, and return what was done; `agreed` is None where they could not be asked.

    Raises:
        ValueError: there is no topic in it.
    """
    topic = checked(asked)
    if agreed is False:
        return shapes.Noted(
            noted=False, asked=True, message="The person did not agree: it is not noted. Do not ask again."
        )
    kinds = CONFIRMED if agreed else RELAYED
    person.observe(item=Item(tags=(topic,)), kind=kinds[asked.liked])
    verb = "likes" if asked.liked else "does not like"
    return shapes.Noted(noted=True, asked=agreed is not None, message=f"Noted: the person {verb} {topic}.")


async def ask(
    context: Context, params: types.CallToolRequestParams, asked: shapes.Noting
) -> bool | types.InputRequiredResult | None:
    """Return whether the person agrees to a note, None where the host cannot ask them, or what it is to ask them first.

    Raises:
        ValueError: there is no topic in it.
    """
    request = _question(checked(asked), asked.liked)
    if not _can_ask(context):
        return None
    if context.protocol_version in HANDSHAKE_PROTOCOL_VERSIONS:
        answer = await context.session.elicit_form(request.message, request.requested_schema, context.request_id)
        return answer.action == "accept"
    answers = params.input_responses or {}
    if ANSWER not in answers:
        return types.InputRequiredResult(input_requests={ANSWER: types.ElicitRequest(params=request)})
    return getattr(answers[ANSWER], "action", "") == "accept"


def _question(topic: str, liked: bool) -> types.ElicitRequestFormParams:
    verb = "like" if liked else "do not like"
    message = f"May Penchant note that you {verb} “{topic}”?"
    return types.ElicitRequestFormParams(message=message, requested_schema={"type": "object", "properties": {}})


def _can_ask(context: Context) -> bool:
    """Return whether the host shows the person forms; one that names no mode of asking does."""
    known = context.session.client_capabilities
    asking = known.elicitation if known else None
    if asking is None or (asking.form is None and asking.url is not None):
        return False
    return context.protocol_version not in HANDSHAKE_PROTOCOL_VERSIONS or context.session.can_send_request


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
