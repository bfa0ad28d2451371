"""The fences of a prompt, taken apart again by another reading of them than the one that wrote them; what must hold of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from penchant.agent.prompt import Prompt, Segment
from penchant.agent.prompting.fences import file_fence

MARK = "bcdfghj"
"""With it every test fences what memory adds."""

_OPENING = re.compile(r"<(?P<name>interests|past_turns|file)-(?P<mark>[a-z]{7})(?P<rest>[^\n]*)>\n")
_INTERESTS = re.compile(
    r"(?:Cares a lot about|Interested in|Has mentioned|Unsaid, but people like the writer often care about|Avoid): (.{1,520})"
)
_TURN = re.compile(r"- \d{4}-\d\d-\d\d, (?:the writer|you): (.{1,240})")
_NAMED = re.compile(r' name="[^"<>\[\]`]{1,80}"')
_FORBIDDEN = re.compile(r"[<>{}\[\]`|\\\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufe00-\ufe0f\U000e0000-\U000e0fff]")


class Broken(AssertionError):
    """A prompt is not built as it must be."""


@dataclass(frozen=True)
class Fence:
    """A fence: its name, what its opening says beside it, and what is inside."""

    name: str
    rest: str
    inside: str


def filed(name: str, inside: str) -> str:
    """Return a text file as it stands in a prompt."""
    opening, closing = file_fence(inside, f'name="{name}"')
    return f"{opening}\n{inside}\n{closing}"


def fences(text: str) -> list[Fence]:
    """Return the fences that a text is made of, nothing but breaks between them.

    Raises:
        Broken: something stands outside, or a fence is not closed, or closed before its end.
    """
    found, place = list[Fence](), 0
    while text[place:].strip("\n"):
        place += len(text[place:]) - len(text[place:].lstrip("\n"))
        opening = _OPENING.match(text, place)
        if opening is None:
            raise Broken(f"outside of any fence: {text[place : place + 80]!r}")
        closing = f"</{opening['name']}-{opening['mark']}>"
        end = text.find(closing, opening.end())
        if end < 0:
            raise Broken(f"{opening['name']} is not closed")
        inside = text[opening.end() : end].removesuffix("\n")
        if opening["mark"] in inside:
            raise Broken(f"{opening['name']} holds its own mark")
        found.append(Fence(opening["name"], opening["rest"], inside))
        place = end + len(closing)
    return found


def check(prompt: Prompt, about: Sequence[str] = ()) -> None:
    """Check that a prompt is built as it must be, whatever it was built from.

    Args:
        prompt: the prompt.
        about: the two texts of ours that may stand in fences, "What the writer …" and "Quotes from …".

    Raises:
        Broken: it is not.
    """
    if "".join(text for _, text in prompt.messages) != "".join(one.text for one in prompt.segments):
        raise Broken("the messages are not what the segments are")
    for one in prompt.segments:
        if one.kind == "file":
            _check_file(one)
    names = []
    for fence in fences(prompt.block):
        names.append(fence.name)
        lines = fence.inside.split("\n")
        while lines and any(lines[0] in text for text in about):
            lines.pop(0)
        (_check_interests if fence.name == "interests" else _check_turns)(lines)
    if names not in ([], ["interests"], ["past_turns"], ["interests", "past_turns"]):
        raise Broken(f"the block has the fences {names}")


def _check_file(one: Segment) -> None:
    found = fences(one.text)
    if [fence.name for fence in found] != ["file"] or not _NAMED.fullmatch(found[0].rest):
        raise Broken(f"a file does not stand in one fence: {one.text[:80]!r}")
    if any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in found[0].inside):
        raise Broken("a file has control characters")


def _check_interests(lines: Sequence[str]) -> None:
    kinds = [line.partition(":")[0] for line in lines]
    if not 1 <= len(lines) <= 5 or len(set(kinds)) < len(kinds):
        raise Broken(f"the list of interests has the lines {kinds}")
    for inside in _matched(_INTERESTS, lines):
        if any(not 1 <= len(name) <= 60 for name in inside.split("; ")):
            raise Broken(f"a label is empty or too long: {inside!r}")


def _check_turns(lines: Sequence[str]) -> None:
    if not 1 <= len(lines) <= 4:
        raise Broken(f"{len(lines)} turns are quoted")
    for _ in _matched(_TURN, lines):
        pass


def _matched(pattern: re.Pattern[str], lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        found = pattern.fullmatch(line)
        if found is None:
            raise Broken(f"a line that is none of ours: {line!r}")
        if _FORBIDDEN.search(found[1]) or not found[1].isprintable():
            raise Broken(f"what must not be seen in a fence: {line!r}")
        yield found[1]
