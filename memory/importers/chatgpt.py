"""ChatGPT's data export: conversations.json, a list of trees of messages."""

from __future__ import annotations

from .chats import Chat, Message, name_of, time_of
from .node import Node


def chat(record: Node) -> Chat:
    """Return a conversation along its current branch.

    Raises:
        Unreadable: it is no conversation.
    """
    name, branch, start = name_of(record, "conversation_id", "id"), _branch(record), time_of(record)
    messages = [message for node in branch if (message := node.get("message"))]
    everything = [message for _, node in record.need("mapping").entries() if (message := node.get("message"))]
    secret = record.get("is_do_not_remember")
    return Chat(name, "", start, messages, len(everything) - len(messages), bool(secret and secret.value))


def said(message: Node) -> Message:
    """Return a message; what is hidden in the conversation has no words.

    Raises:
        Unreadable: it is no message.
    """
    content, metadata = message.get("content"), message.get("metadata")
    hidden = metadata is not None and metadata.get("is_visually_hidden_from_conversation")
    words = content.text() if content and not (hidden and hidden.value) else ""
    return Message(message.need("author").need("role").role(), words, time_of(message), name_of(message, "id"))


def _branch(record: Node) -> list[Node]:
    """Return the nodes from the root to the current one, or to the last leaf where none is current."""
    nodes = dict(record.need("mapping").entries())
    current = record.get("current_node")
    leaves = [key for key, node in nodes.items() if not ((below := node.get("children")) and below.value)]
    key = current.name() if current and current.name() in nodes else next(reversed(leaves), None)
    path: dict[str, Node] = {}
    while key in nodes and key not in path:
        path[key] = nodes[key]
        parent = nodes[key].get("parent")
        key = parent.name() if parent else None
    return list(path.values())[::-1]
