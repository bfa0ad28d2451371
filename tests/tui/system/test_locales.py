from __future__ import annotations

import locale
import os
from collections.abc import Iterator

import pytest
from penchant.tui.system import locales


@pytest.fixture(autouse=True)
def the_locale_stays() -> Iterator[None]:
    before = locale.setlocale(locale.LC_CTYPE)
    yield
    locale.setlocale(locale.LC_CTYPE, before)


def test_a_locale_of_ascii_is_changed_for_one_of_all_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    assert locales.takes_what_is_typed()
    assert os.environ["LC_ALL"] in locales.UTF_8


def test_where_there_is_none_it_is_told_and_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    monkeypatch.setattr(locales, "UTF_8", ("yy_YY.UTF-8",))
    assert not locales.takes_what_is_typed()
    assert os.environ["LC_ALL"] == "xx_XX.UTF-8"
