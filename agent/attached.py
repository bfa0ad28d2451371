"""What a person attaches to a message, as the model gets it: a text inside the message, a picture beside it. Pure functions.

A text stands after the words that it came with, in the history too. A picture goes along with the message that it came with and those
that are asked together with it; later its name alone is sent. Its name stands in the text from the beginning, so that the text of a turn
never changes and a provider's cache of it keeps working.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from ..memory import Attachment
from ..memory.cleaning import storable
from .errors import ModelRefused

IMAGE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""What OpenAI, Anthropic, Google and local servers all take."""

IMAGE_TOKENS = 2_500
"""What a picture costs, whatever its size: the most that OpenAI counts for one by default, 1,536 patches of 32 pixels at 1.62 tokens
each for gpt-4.1-mini (2,489). gpt-4o counts at most 85 + 8 · 170 = 1,445, Claude about 1,600."""

MAX_NAME = 80
"""Characters of a file's name that reach a prompt."""

Content = str | list[str | dict[Any, Any]]
"""A message's content as LangChain takes it."""


def is_image(attachment: Attachment) -> bool:
    """Return whether models take this as a picture."""
    return attachment.media_type.strip().lower() in IMAGE_TYPES


def check(attachments: Sequence[Attachment], images: bool, model: str) -> None:
    """Raise where something is attached that this model cannot be sent.

    Raises:
        ValueError: it has no name.
        ModelRefused: it is neither text nor a picture, or a picture for a model that sees none.
    """
    for one in attachments:
        if not one.name.strip():
            raise ValueError(f"an attachment needs a name, got {one.name!r}")
        if is_image(one):
            if not images:
                raise ModelRefused(
                    f"the model {model} sees no pictures, and {file_name(one.name)} is one: "
                    "send the message without it, or choose another model with --model"
                )
        elif one.text is None:
            raise ModelRefused(
                f"{file_name(one.name)} is {one.media_type}, and a model takes text, PNG, JPEG, GIF and WebP: save it as one of these"
            )


def written(attachment: Attachment) -> str:
    """Return what stands for an attachment in the text of a message, with the break before it. A record of a prompt leaves it out and
    writes it anew: another form needs another version of the record (sent.py)."""
    name, text = file_name(attachment.name), attachment.text
    if text is None or is_image(attachment):
        return f"\n\n[{name}]"
    inside = re.sub(
        r"</(?=\s*file\b)", r"<\\/", text.removesuffix("\n"), flags=re.IGNORECASE
    )  # a text cannot leave its place
    return f'\n\n<file name="{name}">\n{inside}\n</file>'


def file_name(name: str) -> str:
    """Return a file's name fit for a prompt: without its folder, on one line, no markup, at most `MAX_NAME` characters.

    >>> file_name('/home/ada/my "notes".md')
    'my notes .md'
    """
    plain = unicodedata.normalize("NFKC", re.split(r"[/\\]", storable(name))[-1])
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" or c in '<>"[]`' else c for c in plain)
    return " ".join(plain.split())[:MAX_NAME].rstrip() or "file"


def with_images(messages: Sequence[tuple[str, str]], images: Sequence[Attachment]) -> list[tuple[str, Content]]:
    """Return messages as LangChain takes them, with pictures beside the text of the last one."""
    asked: list[tuple[str, Content]] = list(messages)
    if images:
        role, text = messages[-1]
        asked[-1] = (role, [{"type": "text", "text": text}, *map(_part, images)])
    return asked


def _part(image: Attachment) -> dict[Any, Any]:
    data = b64encode(image.data).decode()
    return {"type": "image_url", "image_url": {"url": f"data:{image.media_type};base64,{data}"}}
