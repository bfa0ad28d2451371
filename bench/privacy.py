"""How well personal words are found: precision and recall on made-up sentences, and what is found in real talk, where hardly any is.

python bench/privacy.py                     on the sentences the finders were developed on
python bench/privacy.py --held-out          on those they were not
python bench/privacy.py --turns DATA        what is found in 1,000 turns of each of DATA's real conversations
python bench/privacy.py --speed             milliseconds for a text of 1 kB (the least of 300 runs)
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import string
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from penchant.memory.privacy.kinds import ALL, SECRETS, Kind
from penchant.memory.privacy.redactor import Redactor

SENTENCES = Path(__file__).resolve().parent.parent / "tests" / "data" / "privacy"
_MARK = re.compile(r"⟦(?:([a-z]+)\|)?([^⟧]*)⟧(x?)")
_RANDOM = re.compile(r"~([hU]?)(\d+)")

Span = tuple[int, int, str]


def sentences(name: str) -> list[tuple[str, list[Span]]]:
    """Return the texts of a file with what is marked in them: start, end, kind. A mark with an x behind it may be found or not."""
    chance = random.Random(0)
    lines = (SENTENCES / name).read_text("utf-8").splitlines()
    return [_read(line, chance) for line in lines if line and not line.startswith("#")]


def _read(line: str, chance: random.Random) -> tuple[str, list[Span]]:
    line = _RANDOM.sub(lambda found: _filled(found, chance), line.replace("\\n", "\n"))
    text, spans, done = "", list[Span](), 0
    for mark in _MARK.finditer(line):
        text += line[done : mark.start()]
        if mark[1]:
            spans.append((len(text), len(text) + len(mark[2]), "?" if mark[3] else mark[1]))
        text += mark[2]
        done = mark.end()
    return text + line[done:], spans


def _filled(found: re.Match[str], chance: random.Random) -> str:
    signs = {"h": "0123456789abcdef", "U": string.ascii_uppercase + "234567", "": string.ascii_letters + string.digits}
    return "".join(chance.choice(signs[found[1]]) for _ in range(int(found[2])))


def measured(name: str) -> tuple[dict[str, Counter[str]], list[str]]:
    """Return for each kind how much was found, missed and wrongly found, and a line for each mistake.

    A mark is found where something of its kind overlaps at least four fifths of it and goes at most half its length beyond it.
    """
    figures: dict[str, Counter[str]] = {kind: Counter() for kind in ALL}
    mistakes = []
    redactor = Redactor(ALL)
    for text, spans in sentences(name):
        found = [(one.start, one.end, str(one.kind)) for one in redactor.find(text)]
        for span in spans:
            hit = next((one for one in found if _fits(one, span)), None)
            if hit:
                found.remove(hit)
            if span[2] != "?":
                figures[span[2]]["found" if hit else "missed"] += 1
                if not hit:
                    mistakes.append(f"missed {span[2]} {text[span[0] : span[1]]!r} in {text!r}")
        for start, end, kind in found:
            if not any(start < span[1] and span[0] < end and span[2] == "?" for span in spans):
                figures[kind]["wrong"] += 1
                mistakes.append(f"wrong {kind} {text[start:end]!r} in {text!r}")
    return figures, mistakes


def _fits(one: Span, span: Span) -> bool:
    shared = min(one[1], span[1]) - max(one[0], span[0])
    length = span[1] - span[0]
    return span[2] in ("?", one[2]) and shared >= 0.8 * length and one[1] - one[0] <= 1.5 * length


def _table(name: str, tell: bool) -> None:
    figures, mistakes = measured(name)
    total = Counter[str]()
    print(f"{'kind':10}{'marked':>8}{'precision':>11}{'recall':>8}")
    for kind, counted in [*figures.items(), ("all", total)]:
        marked, claimed = counted["found"] + counted["missed"], counted["found"] + counted["wrong"]
        print(f"{kind:10}{marked:8}{counted['found'] / max(1, claimed):11.3f}{counted['found'] / max(1, marked):8.3f}")
        if kind != "all":
            total.update(counted)
    print(
        f"{len(sentences(name))} sentences, {sum(not spans for _, spans in sentences(name))} of them with nothing to find"
    )
    if tell:
        print("\n".join(mistakes))


def turns(data: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each set of real conversations with 1,000 of its turns, spread evenly."""
    for folder in ("chitchat", "topical_chat", "kdconv", "laps", "ikat"):
        said = [
            text
            for file in sorted((data / folder).rglob("*.json*"))
            if "reading" not in file.name
            for text in _said(file)
        ]
        said = [text for text in said if len(text) > 3]
        if said:
            yield folder, said[:: max(1, len(said) // 1000)][:1000]


def _said(file: Path) -> Iterator[str]:
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as opened:
        yield from _texts(json.load(opened))


def _texts(value: object, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, str(key))
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, name)
    elif isinstance(value, str) and name in ("text", "message", "utterance", "content", "messages", "response"):
        yield value


def _real(data: Path, tell: bool) -> None:
    redactor = Redactor(ALL)
    for name, said in turns(data):
        found = [(one, text) for text in said for one in redactor.find(text)]
        kinds = Counter(str(one.kind) for one, _ in found)
        secrets = sum(one.kind in SECRETS for one, _ in found)
        print(f"{name:14} {len(said):5} turns, {len(found)} found ({secrets} by default): {dict(kinds)}")
        for one, text in found if tell else ():
            print("   ", one.kind, repr(one.text), "in", repr(text[max(0, one.start - 40) : one.end + 30]))


def _speed() -> None:
    english = (
        "I have started rock climbing, three times a week; the key takeaway is that pacing matters. In 2024 I ran 10000 m. "
        * 9
    )[:1000]
    chinese = ("我最近开始攀岩，每周去三次，密码学也很有意思，2024年我跑了10000米，喜欢爵士乐。" * 30)[:1000]
    for kinds in (SECRETS, ALL, *(frozenset({kind}) for kind in Kind if kind in ALL)):
        redactor = Redactor(kinds)
        took = [min(_timed(redactor, text) for _ in range(300)) for text in (english, chinese)]
        print(f"{', '.join(kinds) if kinds != ALL else 'all':28} English {took[0]:.3f} ms, Chinese {took[1]:.3f} ms")


def _timed(redactor: Redactor, text: str) -> float:
    begun = time.perf_counter()
    redactor(text)
    return 1000 * (time.perf_counter() - begun)


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--turns", type=Path, metavar="DATA")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--tell", action="store_true", help="print each mistake")
    asked = parser.parse_args()
    if asked.turns:
        _real(asked.turns, asked.tell)
    elif asked.speed:
        _speed()
    else:
        _table("held_out.txt" if asked.held_out else "developed.txt", asked.tell)


if __name__ == "__main__":
    main()
