"""Claude's data export: conversations.json, a list of conversations with their messages in order."""

from __future__ import annotations

from .chats import Chat, Message, name_of, time_of
from .node import Node


def chat(record: Node) -> Chat:
    """Return a conversation.

    Raises:
        Unreadable: it is no conversation.
    """
    account = record.get("account")
    owner, messages = name_of(account, "uuid") if account else "", record.need("chat_messages").items()
    return Chat(name_of(record, "uuid"), owner, time_of(record), messages)


def said(message: Node) -> Message:
    """Return a message: its text, or else its parts that are text; what was attached is nobody's own words.

    Raises:
        Unreadable: it is no message.
    """
    texts = (words.text() for key in ("text", "content") if (words := message.get(key)))
    text = next(filter(None, texts), "")
    lists = (found.value for key in ("attachments", "files") if (found := message.get(key)))
    attached = sum(len(one) for one in lists if isinstance(one, list))
    return Message(message.need("sender").role(), text, time_of(message), name_of(message, "uuid"), attached)
