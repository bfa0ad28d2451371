"""Lists below a line that says how what they name is felt: "I'm allergic to:", then nuts and shellfish, each in a line of its own."""

from __future__ import annotations

import re
from typing import Final

_FEELS: Final = re.compile(
    r"\b(?:love|likes?|enjoy|into|fan of|hate|dislikes?|detest|allerg\w*|intoleran\w*|avoid|peeves?|hobb\w+|interests?|interested in"
    r"|passions?|favou?rites?|(?:ca|do)n['’]?t (?:stand|eat|drink|have|do|like|bear)|cannot (?:stand|eat|drink|have)|never (?:eat|drink))\b"
    r"|\b(?:encantan?|gustan?|odio|detesto|al[eé]rgic\w+|alergias?|aficion\w+|favorit\w+|evito|no (?:como|bebo|tomo))\b"
    r"|\b(?:liebe|mag|hasse|allergi\w*|hobbys?|lieblings\w*|(?:vertrage|vertrag|esse|trinke) kein\w*)\b"
    r"|\b(?:j['’]aime|adore|d[ée]teste|allergi\w*|passions?|loisirs|pr[ée]f[ée]r\w+|(?:mange|bois) pas)\b"
    r"|喜欢|喜歡|爱好|愛好|最爱|热爱|讨厌|討厭|过敏|過敏|兴趣|不(?:能)?[吃喝]|忌口",
    re.IGNORECASE,
)
"""A line that ends in a colon says with one of these how the lines below are felt; below others stand tasks, dishes, steps."""

_LIST: Final = re.compile(
    r"^(?P<head>[^\n:：]{2,80}[:：])"
    r"(?P<lines>(?:[ \t]*\n{1,2}[ \t]*(?:[-*•‣–+]|\d{1,2}[.)])[ \t]+(?![^\n]*[:：])[^\n]{1,60}(?=\n|\Z)){1,20})",
    re.MULTILINE,
)
_MARK: Final = re.compile(r"[ \t.,;，。；]*\n{1,2}[ \t]*(?:[-*•‣–+]|\d{1,2}[.)])[ \t]+")
_DENIES: Final = re.compile(
    r"\b(?:no|not|n't|without|never|except|kein\w*|nicht|sin|sans|pas)\b|[不没别]", re.IGNORECASE
)
"""In a list these are of their own line alone."""
_MOST_WORDS: Final = 6


def as_sentences(text: str) -> str:
    r"""Return a text whose lists of what is felt stand behind their colon, with commas for their marks; all keeps its place.

    >>> as_sentences("I'm allergic to:\n- nuts\n- shellfish\nThanks")
    "I'm allergic to:   nuts,  shellfish\nThanks"
    >>> as_sentences("I have to do:\n- laundry")
    'I have to do:\n- laundry'
    """
    return _LIST.sub(_sentence, text) if "\n" in text else text


def _sentence(listed: re.Match[str]) -> str:
    head, lines = listed["head"], listed["lines"]
    if (
        not _FEELS.search(head)
        or _DENIES.search(lines)
        or any(len(line.split()) > _MOST_WORDS + 1 for line in lines.split("\n"))
    ):
        return listed[0]
    first = _MARK.match(lines)
    end = first.end() if first else 0
    return head + " " * end + _MARK.sub(lambda mark: "," + " " * (len(mark[0]) - 1), lines[end:])
