"""Messages as OpenAI's interface has them: a conversation a line or in a list, or a message a line."""

from __future__ import annotations

from .chats import Chat, Message, name_of, time_of
from .node import Node
from .shapes import has_any, like

SPEAKER_KEYS = ("role", "sender", "from", "speaker")
WORDS_KEYS = ("text", "content", "message", "value")
SESSION_KEYS = ("session", "session_id", "conversation_id", "id", "uuid")
LIST_KEYS = ("messages", "conversations", "conversation", "dialogue", "dialog", "turns")

are_conversations = like(*(f"[].{group}.[].{key}" for group in LIST_KEYS for key in SPEAKER_KEYS), "[].[].role")
"""Whether records are conversations."""

are_messages = like(*(f"[].{key}" for key in ("text", "content", *SPEAKER_KEYS)))
"""Whether records are messages."""


def chat(record: Node) -> Chat:
    """Return a conversation: a list of messages, or an object with one.

    Raises:
        Unreadable: it is neither.
    """
    if isinstance(record.value, list):
        return Chat("", "", None, record.items())
    user, name, start = name_of(record, "user", "user_id"), name_of(record, *SESSION_KEYS), time_of(record)
    return Chat(name, user, start, record.need(*LIST_KEYS).items())


def said(message: Node) -> Message:
    """Return a message. A call of a tool has no words.

    Raises:
        Unreadable: it is no message.
    """
    role = message.need(*SPEAKER_KEYS).role()
    words = message.get(*WORDS_KEYS)
    if words is None and not has_any(message.value, WORDS_KEYS):  # null is allowed
        words = message.need(*WORDS_KEYS)
    known = message.get("id", "uuid", "message_id")
    return Message(role, words.text() if words else "", time_of(message), known.name() if known else "")
