"""What a text holds that a machine wrote: code, logs, stack traces and commands without a fence around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

_LINE: Final = re.compile(r"[^\n]+")
_BEGINS: Final = re.compile(
    r"""\s{0,40}(?:
      Traceback\ \(most | File\ "[^"]*",\ line\ \d | at\ [\w.$<>]+\( | Caused\ by:\  | \#include\b | \#!/ | //\s | /\*
    | (?:async\ )?(?:def|func|fn|function|struct|enum|impl|namespace)\ \w+\s*[({:;<]
    | class\ [A-Z]\w*(?:\ (?:extends|implements)\ \w+)?\s*[:{(]
    | import\ (?:\w+(?:\.\w+)+\s*;?$ | \w+(?:\.\w+)*\ as\ \w+ | [{*] | \w+\ from\ ['"])
    | from\ [\w.]+\ import\b
    | (?:export|public|private|protected|static|const|let|var|val|final)\ [\w<>\[\]{},\s]{1,40}(?:=|\(|\{)
    | (?:print|printf|console\.log)\( | (?:return|throw|raise|await|yield)\b.*;\s*$
    | (?:if|elif|for|while|switch|except|catch)\b.*[()=<>\[\]].*[:{]\s*$ | (?:try|else)\s*[:{]\s*$
    | (?:SELECT|INSERT\ INTO|UPDATE|DELETE\ FROM|CREATE\ TABLE|ALTER\ TABLE)\b.*\b(?:FROM|VALUES|SET|WHERE|TABLE|JOIN)\b
    | \$\ [a-z] | >>>\ \S | PS>\s
    | (?:sudo|npm|npx|pip3?|git|docker|kubectl|curl|ls|apt|apt-get|brew|yarn|pnpm|cargo|conda)\ (?:\S+\ ){0,9}-{1,2}\w
    | \d{4}-\d\d-\d\d[T\ ]\d\d:\d\d(?::\d\d)? | \[?(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|TRACE)\b[\]:\ ]
    | [A-Z][\w.]{0,80}(?:Error|Exception):\s
    | return\ [\w.]+\s?(?:[-+*/%]|[=!<>]=|<|>)\s?[\w.]+\s*$
    | (?<=\ \ )(?:return|pass|break|continue)\b[^.!?]{0,30}$
    | (?:Subject|From|To|Cc|Bcc|Date|Sent|Reply-To|Message-ID):\s
    | <\?xml | <!DOCTYPE | @\w+\( | [{}\[\]();,]+\s*$
    )""",
    re.VERBOSE,
)
_ENDS: Final = re.compile(r"(?:[;{}]|=>|\),?|\\)\s*$")
_MARKS: Final = re.compile(r"[{}\[\]()<>=;|\\_$#@&^~`]")
_COMMENT: Final = re.compile(r"\s{0,40}#(?!\S*\w\S*$)")
_ASSIGNS: Final = re.compile(r"\s{0,40}[A-Za-z_][\w.]{0,40}(?:\[[^\]\n]{0,40}\])?\s?[-+*/|]?=\s?[^\s=]")
"""A line next to which one that begins with # is a comment, and no heading: "x = 1"."""
_MOST_COMMENTS: Final = 10
"""Lines of comments in a row that are looked past for code."""
_FIRST: Final = 200
_OPERATORS: Final = re.compile(r"[=!<>+-]=|=>|->|::|&&|\|\||\w\(\w*\)|\w\[\w{1,40}\]|\w\.\w+\(|\"\w+\"\s*:|\w=\S")
_MANY: Final = 0.06
"""Marks of code a character, from which a line that has operators too is code."""
_LONG: Final = 300
"""A line is looked at this far for how it begins: patterns that look for its end take long on longer ones."""
_INLINE: Final = re.compile(
    r"(?<![\w/.-])(?:[\w.-]+/){1,12}[\w.-]+\.\w{1,5}\b"  # src/app.tsx
    r"|(?<![\w-])[\w-]{1,60}\.(?:py|tsx?|jsx|json|ya?ml|toml|cpp|hpp|rs|go|java|kt|sql|sh|bat|exe|dll|log)\b"
    r"|(?<![\w-])[\w-]{1,60}\.(?:txt|csv|pdf|docx?|xlsx?|html?|css|md)\b"
    r"|\b(?:[A-Z][a-z0-9]+){1,6}(?:Error|Exception|Warning)\b|\b(?:IO|OS)Error\b"
    r"|\b[a-z]\w*_\w+\b|\b_\w+\b"  # snake_case
    r"|\b\w+\(\)"  # main()
    r"|\b[\w()]{1,10}\^[\w(){}]{1,10}"  # x^2
    r"|\b[A-Z]*\d+[A-Z]+\d+[A-Z\d]*\b"  # XJ4K9P
    r"|(?<!\w)--?[a-z][\w-]*=\S+|(?<!\w)--[a-z][\w-]+"  # --option
    r"|\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b"
)


_HINT: Final = re.compile(r"[/_^]|\w\.\w|\d[A-Z]|\(\)|--|-\w+=|Error|Exception|Warning")
"""Without one of these no word of a line can be such a one."""


_SUSPECT: Final = re.compile(
    r"[{}\[\]=<>_/^\\|$@#;(]|\w\.\w|\ --?\w|\d:\d|\bimport\ |\breturn\ |\b(?:Subject|From|Date|Sent):|\b[A-Z]{4,7}[\]: ]|Error|\d[A-Z]"
)
"""A text without any of these holds nothing of the kind: most have none, and are spared the closer look."""


def pasted(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines, and in other lines the words, that no person speaks; none overlap.

    >>> text = "x = fib(3);\\nwhy is main.py so slow?"
    >>> [text[start:end] for start, end in pasted(text)]
    ['x = fib(3);', 'main.py']
    """
    if not _SUSPECT.search(text):
        return
    lines = list(_LINE.finditer(text))
    for at, line in enumerate(lines):
        if _is_code(line.group()) or _is_comment(lines, at):
            yield line.span()
        elif _HINT.search(line.group()):
            yield from (word.span() for word in _INLINE.finditer(text, *line.span()))


def _is_comment(lines: Sequence[re.Match[str]], at: int) -> bool:
    """Tell whether a line begins with # and stands right above or below a line of code, other such lines between them."""
    if not _COMMENT.match(lines[at].group()):
        return False
    for step in (-1, 1):
        place = at
        while (
            _COMMENT.match(lines[place].group()) and abs(place - at) < _MOST_COMMENTS and _goes_on(lines, place, step)
        ):
            place += step
        line = lines[place].group()
        if not _COMMENT.match(line) and (_is_code(line) or (_ASSIGNS.match(line) and _assigns_more(lines))):
            return True
    return False


def _assigns_more(lines: Sequence[re.Match[str]]) -> bool:
    """Tell whether several of the first lines assign something: a single "servings = 4" is no code."""
    return sum(_ASSIGNS.match(line.group()) is not None for line in lines[:_FIRST]) > 1


def _goes_on(lines: Sequence[re.Match[str]], at: int, step: int) -> bool:
    """Tell whether a line stands right above (-1) or below (1) the one at a place, no empty line between them."""
    if not 0 <= at + step < len(lines):
        return False
    above, below = sorted((at, at + step))
    return lines[below].start() - lines[above].end() == 1


def _is_code(line: str) -> bool:
    """Tell whether a line begins as code does, or has as many marks and operators."""
    if _BEGINS.match(line if len(line) <= _LONG else f"{line[:_LONG]}…"):
        return True
    operators = len(_OPERATORS.findall(line))
    if not operators:
        return False
    dense = len(_MARKS.findall(line)) >= _MANY * len(line)
    return dense and (operators > 1 or bool(_ENDS.search(line)) or line[:1] in " \t")
