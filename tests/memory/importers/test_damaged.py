"""What the fuzzer found in importers: each is read, or refused as any damaged file is."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from penchant.memory.importers.formats import identify
from penchant.memory.importers.found import Options
from penchant.memory.importers.node import Unreadable
from penchant.memory.records import Interaction

from bench.parsers import PARSERS


@pytest.mark.parametrize("stamp", ["²", "9" * 5000, "٣", "176000000&#30;"])
def test_a_bookmark_of_no_moment_is_a_bookmark(stamp: str) -> None:
    page = f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF="http://a.example/" ADD_DATE="{stamp}">Tea</A></DL>'
    assert PARSERS["import-bookmarks"].run(page.encode()) is None


@pytest.mark.parametrize("sign", ["<![[[", "<![E N", "<![DOCTYPE [", "<!["])
def test_what_only_begins_like_a_section_costs_no_bookmark(sign: str, tmp_path: Path) -> None:
    saved = '<DT><A HREF="https://example.org/tea" ADD_DATE="1760000000">Green tea</A>'
    path = tmp_path / "bookmarks.html"
    path.write_text(
        f"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n{saved.replace('tea', 'oolong')}\n{sign} \n>{saved}</DL>"
    )
    titles = [one.item.title for one in identify(path).read(Options()) if isinstance(one, Interaction) and one.item]
    assert len(titles) == 2


def test_a_damaged_name_in_a_database_is_told_as_damage(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "h")) as made:
        made.execute("CREATE TABLE abcd (x)")
        made.commit()
    data = (
        (tmp_path / "h")
        .read_bytes()
        .replace(b"CREATE TABLE abcd", b"CREATE TABLX \xd4bcd")
        .replace(b"abcd", b"\xd4bcd")
    )
    with pytest.raises(Unreadable):
        PARSERS["import-chromium"].run(data)


def test_an_archive_of_a_version_that_nobody_reads_is_refused() -> None:
    with BytesIO() as made:
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("a.json", "{}")
        data = bytearray(made.getvalue())
    data[data.index(b"PK\x01\x02") + 6] = 239  # the version that is needed, in the directory
    with pytest.raises(Unreadable):
        PARSERS["import-zip"].run(bytes(data))
