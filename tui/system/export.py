"""A session as a file: Markdown to read, JSON to go on with."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..text.cells import line

if TYPE_CHECKING:
    from ...memory import Attachment, Event

NAME = 60
"""Characters of a file's name that is made from a title."""


def export(turns: Sequence[Event], path: str = "", title: str = "") -> Path:
    """Write a session and return where: to a path, as JSON where it ends in `.json`, or into the folder one is in.

    Raises:
        ValueError: there is nothing to write, or something is there already; nothing is overwritten.
        OSError: it cannot be written.
    """
    if not turns:
        raise ValueError("there is nothing to export yet")
    title = title or next((turn.text for turn in turns if turn.role == "user"), "")
    target = Path(path).expanduser()
    if not path or target.is_dir() or path.endswith("/"):
        return _write_new(target, file_name(title), to_markdown(turns, title))
    text = to_json(turns, title) if target.suffix.lower() == ".json" else to_markdown(turns, title)
    try:
        _write(target, text)
    except FileExistsError as error:
        raise ValueError(f"{target} is there already: name another file") from error
    return target


def export_both(turns: Sequence[Event], folder: str = "", title: str = "") -> tuple[Path, Path]:
    """Write a session as Markdown and as JSON into a folder, and return where.

    Raises:
        ValueError: there is nothing to write.
        OSError: it cannot be written.
    """
    written = export(turns, f"{folder}/" if folder else "", title)
    return written, _write_new(written.parent, written.stem, to_json(turns, title), ".json")


def to_markdown(turns: Sequence[Event], title: str = "") -> str:
    """Return turns as Markdown: what was said as it was said, under who said it and when."""
    parts = [f"# {line(title)[:NAME]}"] if title else []
    for turn in turns:
        at = turn.at.astimezone().strftime("%Y-%m-%d %H:%M")
        parts.append(f"## {'You' if turn.role == 'user' else 'Penchant'}, {at}")
        parts.append(turn.text + ("" if turn.complete else "\n\n*stopped*"))
        parts.extend(_attached(one) for one in turn.attachments)
    return "\n\n".join(parts) + "\n"


def to_json(turns: Sequence[Event], title: str = "") -> str:
    """Return turns as JSON, with all that came with them."""
    said = {"title": title, "session": turns[0].session if turns else "", "turns": [_fields(turn) for turn in turns]}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def file_name(title: str) -> str:
    """Return a name for a file that every system takes.

    >>> file_name("What's new in Ruby 3.4?\\nI'd like…")
    'what-s-new-in-ruby-3-4-i-d-like'
    """
    return "-".join(re.findall(r"\w+", title.casefold()))[:NAME].strip("-_") or "session"


def _attached(one: Attachment) -> str:
    name = line(one.name)
    if one.text is None:
        return f"*with {name}, {one.media_type}*"
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", one.text)), default=0))
    return f"*with {name}:*\n\n{fence}\n{one.text.rstrip()}\n{fence}"


def _fields(turn: Event) -> dict[str, object]:
    fields: dict[str, object] = {
        "role": turn.role,
        "at": turn.at.isoformat(),
        "text": turn.text,
        "complete": turn.complete,
    }
    if turn.attachments:
        fields["attachments"] = [
            {
                "name": one.name,
                "media_type": one.media_type,
                **({"base64": b64encode(one.data).decode()} if one.text is None else {"text": one.text}),
            }
            for one in turn.attachments
        ]
    return fields


def _write(path: Path, text: str) -> None:
    """Write a file that is not there yet."""
    with path.open("x", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write(text)


def _write_new(folder: Path, name: str, text: str, suffix: str = ".md") -> Path:
    """Write into a folder under a name that is free, and return where."""
    number = 1
    while True:
        path = folder / f"{name}{f'-{number}' if number > 1 else ''}{suffix}"
        try:
            _write(path, text)
        except FileExistsError:
            number += 1
        else:
            return path
