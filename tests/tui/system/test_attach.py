from __future__ import annotations

import os
from pathlib import Path

import pytest
from penchant.tui.system.attach import AUDIO_LIMIT, IMAGE_LIMIT, TEXT_LIMIT, attach, audio_type, image_type

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my notes (1).md").write_text("# 攀岩\n")
    (tmp_path / "a.png").write_bytes(PNG)
    return tmp_path


@pytest.mark.parametrize(
    "typed",
    [
        "my notes (1).md",
        "  my notes (1).md \n",
        "~/my notes (1).md",
        "'my notes (1).md'",
        '"~/my notes (1).md"',
        r"my\ notes\ \(1\).md",
        "file://{home}/my%20notes%20(1).md",
        "'file://{home}/my%20notes%20(1).md'",
        "'{home}/my notes (1).md' ",
    ],
)
def test_a_path_is_understood_as_it_is_typed_pasted_and_dropped(home: Path, typed: str) -> None:
    found = attach(typed.format(home=home))
    assert (found.name, found.media_type, found.text) == ("my notes (1).md", "text/markdown", "# 攀岩\n")


def test_a_name_that_looks_escaped_is_taken_as_it_stands_first(home: Path) -> None:
    (home / "'quoted'").write_text("x")
    assert attach("'quoted'").name == "'quoted'"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0JFIF", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\x10\0\0\0WAVEfmt ", ""),
        (b"<svg>", ""),
        (b"", ""),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(data: bytes, media_type: str) -> None:
    assert image_type(data) == media_type


def test_a_picture_keeps_its_bytes(home: Path) -> None:
    (home / "a.txt").write_bytes(PNG)
    assert attach("a.txt").data == PNG
    assert (attach("a.png").media_type, attach("a.png").text) == ("image/png", None)


@pytest.mark.parametrize(
    ("name", "data", "media_type", "text"),
    [
        ("a.txt", "\ufeffwith a mark".encode(), "text/plain", "with a mark"),
        ("a.csv", "a;b".encode("utf-16"), "text/csv", "a;b"),
        ("a.json", b"{}", "application/json", "{}"),
        ("a.ts", b"let a", "text/plain", "let a"),
        ("Makefile", b"all:", "text/plain", "all:"),
    ],
)
def test_a_text_is_decoded(home: Path, name: str, data: bytes, media_type: str, text: str) -> None:
    (home / name).write_bytes(data)
    found = attach(name)
    assert (found.media_type, found.text) == (media_type, text)


RIFF = b"RIFF\x24\0\0\0"
EBML = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (RIFF + b"WAVEfmt ", "audio/wav"),
        (b"ID3\x04\0\0", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"\0\0\0\x20ftypM4A \0\0", "audio/mp4"),
        (b"\0\0\0\x20ftypmp42\0\0 hdlr soun", "audio/mp4"),
        (b"\0\0\0\x20ftypmp42\0\0 hdlr soun hdlr vide", ""),
        (b"OggS\0\x02 OpusHead", "audio/ogg"),
        (b"OggS\0\x02 \x80theora", ""),
        (EBML + b" A_OPUS", "audio/webm"),
        (EBML + b" V_VP9 A_OPUS", ""),
        (b"\xff\xd8\xff\xe0", ""),
        (RIFF + b"WEBP", ""),
        (b"RIFF", ""),
        (b"\xff", ""),
        (b"", ""),
    ],
)
def test_a_recording_is_told_by_its_first_bytes(data: bytes, media_type: str) -> None:
    assert audio_type(data) == media_type


def test_a_recording_keeps_its_bytes_and_may_be_larger_than_a_picture(home: Path) -> None:
    (home / "memo.bin").write_bytes(RIFF + b"WAVE" + b"\0" * IMAGE_LIMIT)
    found = attach("memo.bin")
    assert (found.media_type, found.text, len(found.data)) == ("audio/wav", None, 12 + IMAGE_LIMIT)
    (home / "memo.bin").write_bytes(RIFF + b"WAVE" + b"\0" * AUDIO_LIMIT)
    with pytest.raises(ValueError, match=r"memo.bin has more than 10 MB, and a recording may have 10 MB"):
        attach("memo.bin")


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.zip", b"PK\x03\x04\0\0\xff", "a.zip is neither text in UTF-8 nor PNG"),
        ("latin.txt", b"caf\xe9 au lait", "latin.txt is neither text in UTF-8"),
        ("empty", b"", "empty is empty"),
        ("long.txt", b"x" * (TEXT_LIMIT + 1), "long.txt has 512 kB, and a text may have 512 kB"),
        ("huge.txt", b"x" * (IMAGE_LIMIT + 10), r"huge.txt has 5\.0 MB, and a text"),
        ("cut.txt", b"x" + "攀".encode() * (IMAGE_LIMIT // 3 + 1), r"cut.txt has 5\.0 MB"),
        ("big.png", PNG + b"\0" * IMAGE_LIMIT, r"big.png has 5\.0 MB, and a picture may have 5 MB"),
    ],
)
def test_what_cannot_be_sent_is_told_with_what_to_do(home: Path, name: str, data: bytes, told: str) -> None:
    (home / name).write_bytes(data)
    with pytest.raises(ValueError, match=told):
        attach(name)


def test_what_is_no_file_is_told(home: Path) -> None:
    (home / "folder").mkdir()
    os.mkfifo(home / "pipe")
    (home / "secret").write_text("x")
    (home / "secret").chmod(0)
    for typed, told in (
        ("nowhere.txt", "there is no file 'nowhere.txt'"),
        ("", "is a folder"),
        ("folder", "folder is a folder: attach a file in it"),
        ("pipe", "pipe is no file that can be read"),
        ("'unclosed", "there is no file"),
        ("~nobody_of_that_name/x", "there is no file"),
        ("nul\0byte", "there is no file"),
    ):
        with pytest.raises(ValueError, match=told):
            attach(typed)
    if os.geteuid():
        with pytest.raises(ValueError, match="secret cannot be read: Permission denied"):
            attach("secret")
