"""What a person attaches to a message, as the model gets it: a text inside the message, a picture or a recording beside it. Pure functions.

A text stands after the words that it came with, in the history too. A picture or a recording goes along with the message that it came
with and those that are asked together with it; later its name alone is sent. Its name stands in the text from the beginning, so that the
text of a turn never changes and a provider's cache of it keeps working.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from ...memory import Attachment
from ...memory.cleaning import storable
from ...memory.privacy.redactor import placeholders
from ..errors import ModelRefused
from .fences import file_fence
from .shown import shown_text

IMAGE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""What OpenAI, Anthropic, Google and local servers all take."""

IMAGE_TOKENS = 2_500
"""What a picture costs, whatever its size: the most that OpenAI counts for one by default, 1,536 patches of 32 pixels at 1.62 tokens
each for gpt-4.1-mini (2,489). gpt-4o counts at most 85 + 8 · 170 = 1,445, Claude about 1,600."""

AUDIO_TYPES = {
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/wave": "wav",
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "audio/mp4": "m4a",
    "audio/m4a": "m4a",
    "audio/x-m4a": "m4a",
    "audio/ogg": "ogg",
    "audio/webm": "webm",
}
"""Recordings, and what OpenAI's protocol calls their format. OpenAI itself takes WAV and MP3; others take more."""

AUDIO_TOKENS = 1_000
"""The least that a recording is counted for."""

BYTES_A_TOKEN = 800
"""A recording's bytes for each token: 64 kbit/s at OpenAI's ten tokens a second."""

MAX_NAME = 80
"""Characters of a file's name that reach a prompt."""

Content = str | list[str | dict[Any, Any]]
"""A message's content as LangChain takes it."""


def is_image(attachment: Attachment) -> bool:
    """Return whether models take this as a picture."""
    return attachment.media_type.strip().lower() in IMAGE_TYPES


def is_audio(attachment: Attachment) -> bool:
    """Return whether this is a recording that models may take."""
    return attachment.media_type.strip().lower() in AUDIO_TYPES


def beside_tokens(attachment: Attachment, images: bool, audio: bool) -> int:
    """Return what an attachment costs that goes beside the text of a message; 0 for one that does not.

    `images` and `audio` say what the model takes.
    """
    if is_image(attachment):
        return IMAGE_TOKENS if images else 0
    if is_audio(attachment):
        return max(AUDIO_TOKENS, len(attachment.data) // BYTES_A_TOKEN) if audio else 0
    return 0


def check(attachments: Sequence[Attachment], images: bool, model: str, audio: bool = False) -> None:
    """Raise where something is attached that this model cannot be sent; `images` and `audio` say what it takes.

    Raises:
        ValueError: it has no name.
        ModelRefused: it is no text, picture or recording, or one that this model does not take.
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
        elif is_audio(one):
            if not audio:
                raise ModelRefused(
                    f"the model {model} hears no recordings, and {file_name(one.name)} is one: "
                    "send the message without it, or choose another model with --model"
                )
        elif one.text is None:
            raise ModelRefused(
                f"{file_name(one.name)} is {one.media_type}, and models take text, PNG, JPEG, GIF, WebP, WAV, MP3: save it as one of these"
            )


def written(attachment: Attachment) -> str:
    """Return what stands for an attachment in the text of a message, with the break before it. A record of a prompt leaves it out and
    writes it anew: another form needs another version of the record (sent.py)."""
    name, text = file_name(attachment.name), attachment.text
    if text is None or is_image(attachment) or is_audio(attachment):
        return f"\n\n[{name}]"
    inside = shown_text(text.removesuffix("\n"))
    opening, closing = file_fence(inside, f'name="{name}"')
    return f"\n\n{opening}\n{inside}\n{closing}"


def written_before(attachment: Attachment) -> str:
    """Return what `written` did before fences had marks, for the records of that time."""
    name, text = file_name(attachment.name), attachment.text
    if text is None or is_image(attachment) or is_audio(attachment):
        return f"\n\n[{name}]"
    inside = re.sub(
        r"</(?=\s*file\b)", r"<\\/", text.removesuffix("\n"), flags=re.IGNORECASE
    )  # a text cannot leave its place
    return f'\n\n<file name="{name}">\n{inside}\n</file>'


def file_name(name: str) -> str:
    """Return a file's name fit for a prompt: without its folder, on one line, no markup, at most `MAX_NAME` characters.

    A placeholder for what was taken out of it keeps its brackets.

    >>> file_name('/home/ada/my "notes".md'), file_name("[key] [old].txt")
    ('my notes .md', '[key] old .txt')
    """
    plain = unicodedata.normalize("NFKC", re.split(r"[/\\]", storable(name))[-1])
    plain = shown_text(plain)
    ours = {place for start, end in placeholders(plain) for place in (start, end - 1)}
    plain = "".join(
        " " if place not in ours and (unicodedata.category(c)[0] in "CZ" or c in '<>"[]`') else c
        for place, c in enumerate(plain)
    )
    return " ".join(plain.split())[:MAX_NAME].rstrip() or "file"


def with_images(messages: Sequence[Any], images: Sequence[Attachment]) -> list[Any]:
    """Return messages as LangChain takes them, with pictures and recordings beside the text of the last one."""
    asked = list(messages)
    if images:
        role, text = messages[-1]
        asked[-1] = (role, [{"type": "text", "text": text}, *map(_part, images)])
    return asked


def _part(one: Attachment) -> dict[Any, Any]:
    if is_audio(one):
        return audio_block(one)
    data = b64encode(one.data).decode()
    return {"type": "image_url", "image_url": {"url": f"data:{one.media_type};base64,{data}"}}


def audio_block(recording: Attachment) -> dict[Any, Any]:
    """Return a recording as LangChain's content block; OpenAI's protocol takes the format from the end of the media type."""
    name = AUDIO_TYPES[recording.media_type.strip().lower()]
    return {"type": "audio", "base64": b64encode(recording.data).decode(), "mime_type": f"audio/{name}"}
