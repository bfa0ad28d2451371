"""A few mutated inputs for every parser (`python bench/fuzz.py` tries as many as one likes); the fuzzer itself finds what is planted."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from bench import corpora
from bench.fuzz import Finding, look, tried
from bench.mutations import made, shrunk
from bench.parsers import PARSERS, Parser

FEW = {"prompt": 8, "mcp": 6, "config": 15, "dates": 20, "http-events": 20, "import-chromium": 4, "import-firefox": 4}
"""Of the dear ones so many; of other importers 15, of the rest 40."""

SECONDS = 60.0
"""Processor time that an input may take here: whether it hangs, not whether it is fast."""


def few(name: str) -> int:
    least = FEW.get(name, 15 if name.startswith("import") else 40)
    return least * 50 if "PENCHANT_FUZZ" in os.environ else least


def found_by(parser: Parser, numbers: range, seconds: float = SECONDS) -> list[Finding]:
    found: dict[tuple[str, str], Finding] = {}
    look(parser, 1, numbers, seconds, found)
    return list(found.values())


@pytest.mark.parametrize("name", PARSERS)
def test_no_parser_raises_what_it_does_not_document(name: str) -> None:
    assert found_by(PARSERS[name], range(few(name))) == []


@pytest.mark.parametrize("name", PARSERS)
def test_every_parser_reads_what_its_corpus_begins_with(name: str) -> None:
    """Else nothing but its first lines would ever be tried."""
    parser = PARSERS[name]
    refusing = replace(parser, allowed=())
    read = [data for data in parser.corpus()[:12] if tried(refusing, data, SECONDS) is None]
    assert len(read) >= min(len(parser.corpus()[:12]), 12) * 2 // 3


# The fuzzer


def _breaks(data: bytes) -> None:
    if b"climb" in data and b"[" in data:
        raise KeyError("planted")
    if b"sleep" in data:
        while True:
            pass


PLANTED = Parser("planted", "breaks on two words", _breaks, lambda: (b"I love rock climbing [and] tea",), (ValueError,))


def test_a_planted_error_is_found_once_and_made_short() -> None:
    [found] = found_by(PLANTED, range(60))
    assert found.error == "KeyError: 'planted'"
    assert found.times > 10
    assert found.shown in ("climb[", "[climb")


def test_an_allowed_error_is_none() -> None:
    assert found_by(replace(PLANTED, allowed=(KeyError,)), range(60)) == []


def test_an_input_that_takes_too_long_is_found() -> None:
    parser = replace(PLANTED, corpus=lambda: (b"sleep",))
    wrong = tried(parser, b"sleep", 0.05)
    assert wrong is not None
    assert wrong[0].startswith("Hang: more than 0.05 s")


def test_the_same_number_is_the_same_input_and_others_are_others() -> None:
    inputs = [made(number, "x:0", corpora.english(), corpora.ENGLISH) for number in range(200)]
    assert inputs == [made(number, "x:0", corpora.english(), corpora.ENGLISH) for number in range(200)]
    assert len(set(inputs)) > 190
    assert inputs != [made(number, "x:1", corpora.english(), corpora.ENGLISH) for number in range(200)]


def test_what_is_made_short_still_has_what_it_was_about() -> None:
    assert shrunk(b"a" * 500 + b"xyz" + b"b" * 500, lambda data: b"x" in data and b"z" in data) == b"xz"
