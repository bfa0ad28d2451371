from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.tui.text.paste import KEPT, LONG_CHARACTERS, LONG_LINES, Pastes, cleaned, is_long

LONG = "\n".join(["a line"] * 10_000)


def test_a_long_paste_is_more_than_twenty_lines_or_two_thousand_characters() -> None:
    assert not is_long("\n".join(["x"] * LONG_LINES))
    assert is_long("\n".join(["x"] * (LONG_LINES + 1)))
    assert not is_long("x" * LONG_CHARACTERS)
    assert is_long("x" * (LONG_CHARACTERS + 1))


def test_a_token_says_how_long_the_paste_is() -> None:
    pastes = Pastes()
    assert pastes.fold(LONG) == "[pasted 10,000 lines]"
    assert pastes.fold(LONG + "\n") == "[pasted 10,000 lines, no. 2]"
    assert pastes.fold("x" * 2_500) == "[pasted 2,500 characters]"
    assert pastes.fold("x" * 2_500 + "\n") == "[pasted 2,501 characters]"


def test_each_paste_has_a_token_of_its_own() -> None:
    pastes = Pastes()
    assert pastes.fold("x" * 2_500) == "[pasted 2,500 characters]"
    assert pastes.fold("y" * 2_500) == "[pasted 2,500 characters, no. 2]"
    assert pastes.fold("x" * 2_500) == "[pasted 2,500 characters]"
    assert pastes.unfold("[pasted 2,500 characters, no. 2]") == "y" * 2_500


def test_tokens_become_the_texts_again() -> None:
    pastes = Pastes()
    draft = f"read this: {pastes.fold(LONG)} and {pastes.fold('z' * 3_000)}!"
    assert pastes.unfold(draft) == f"read this: {LONG} and {'z' * 3_000}!"
    assert pastes.refold(pastes.unfold(draft)) == draft


def test_a_token_within_a_paste_stays_what_it_is() -> None:
    pastes = Pastes()
    first = pastes.fold(LONG)
    token = pastes.fold(f"{first}\n" * 30)
    assert pastes.unfold(token) == f"{first}\n" * 30


def test_what_only_looks_like_a_token_is_text() -> None:
    pastes = Pastes()
    assert pastes.unfold("[pasted 10,000 lines]") == "[pasted 10,000 lines]"
    assert pastes.spans("[pasted 10,000 lines]") == []


def test_tokens_are_found_in_a_line() -> None:
    pastes = Pastes()
    token = pastes.fold(LONG)
    assert pastes.spans(f"a {token}{token}") == [(2, 2 + len(token)), (2 + len(token), 2 + 2 * len(token))]


def test_old_pastes_are_let_go() -> None:
    pastes = Pastes()
    tokens = [pastes.fold(f"{number} " * 2_000) for number in range(KEPT + 5)]
    pastes.prune()
    assert [token for token in tokens if pastes.spans(token)] == tokens[5:]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\rb\r\nc\n\rd", "a\nb\nc\n\nd"),
        ("tab\tstays", "tab\tstays"),
        ("\x1b[2J\x07bell\x00", "[2Jbell"),
        ("a\x0bb\x0cc\x85d\u2028e", "a\nb\nc\nd\ne"),
        ("half \ud83d of one", "half  of one"),
        ("攀岩 👩‍👩‍👧 مرحبا [bold]", "攀岩 👩‍👩‍👧 مرحبا [bold]"),
    ],
)
def test_a_paste_is_cleaned(text: str, clean: str) -> None:
    assert cleaned(text) == clean


@given(st.text())
def test_a_clean_text_has_the_lines_that_it_seems_to_have(text: str) -> None:
    clean = cleaned(text)
    assert cleaned(clean) == clean
    assert "\n".join(clean.splitlines()) == clean.removesuffix("\n")
    clean.encode("utf-8")
