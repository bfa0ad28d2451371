from __future__ import annotations

import pytest
from penchant.tui.chords import chords, know_alt_enter
from penchant.tui.keys import KEYS
from textual import events
from textual._xterm_parser import XTermParser


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("ctrl+enter", "ctrl+enter"),
        ("Ctrl+S", "ctrl+s"),
        ("Strg+Enter", "ctrl+enter"),
        ("shift+ctrl+up", "ctrl+shift+up"),
        ("cmd+Return", "super+enter"),
        ("PgUp , esc", "pageup,escape"),
        ("?", "question_mark"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("G", "G"),
        ("ü", "ü"),
        ("f12", "f12"),
        ("equals_sign", "equals_sign"),
    ],
)
def test_keys_are_read_as_people_write_them(written: str, named: str) -> None:
    assert chords(written) == named


@pytest.mark.parametrize("wrong", ["", "ctrl", "ctrl+", "foo+a", "ctrl+enterr", "a,,b", "ctrl+a b"])
def test_what_is_no_key_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is no key"):
        chords(wrong)


def test_a_key_that_never_arrives_is_refused() -> None:
    with pytest.raises(ValueError, match="'ctrl\\+m' is enter in a terminal"):
        chords("ctrl+m")


def test_every_key_in_the_table_is_one() -> None:
    assert {key.keys for key in KEYS if chords(key.keys) != key.keys} == set()


@pytest.mark.parametrize("enter", ["\r", "\n"])
def test_alt_enter_is_known_in_terminals_of_any_age(enter: str) -> None:
    know_alt_enter()
    parsed = list(XTermParser().feed(f"a\x1b{enter}b"))
    assert [event.key for event in parsed if isinstance(event, events.Key)] == ["a", "alt+enter", "b"]
