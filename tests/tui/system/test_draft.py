from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from penchant.tui.system.draft import Draft

WRITER = """
import sys, time
from pathlib import Path
from penchant.tui.system.draft import Draft
draft = Draft(Path(sys.argv[1]), "theirs").__enter__()
draft.save("half a tho", ["first", "second"])
print("written", flush=True)
time.sleep(60)
"""


def files(folder: Path) -> set[str]:
    return {file.suffix for file in folder.iterdir()}


def test_a_draft_comes_back_with_its_queue(tmp_path: Path) -> None:
    with Draft(tmp_path / "drafts", "a") as draft:
        assert (draft.text, draft.queue) == ("", [])
        draft.save("half a tho\n攀岩", ["one", "two"])
    with Draft(tmp_path / "drafts", "b") as draft:
        assert (draft.text, draft.queue) == ("half a tho\n攀岩", ["one", "two"])


@pytest.mark.skipif(sys.platform == "win32", reason="needs the permissions of POSIX")
def test_the_folders_that_it_makes_are_the_person_s_alone(tmp_path: Path) -> None:
    with Draft(tmp_path / "data" / "drafts", "a"):
        assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("data", "data/drafts")] == [0o700, 0o700]


def test_it_comes_back_once_only(tmp_path: Path) -> None:
    with Draft(tmp_path, "a") as draft:
        draft.save("text")
    with Draft(tmp_path, "b") as draft, Draft(tmp_path, "c") as other:
        assert (draft.text, other.text) == ("text", "")


def test_a_draft_that_was_taken_over_survives_again(tmp_path: Path) -> None:
    with Draft(tmp_path, "a") as draft:
        draft.save("text")
    with Draft(tmp_path, "b"):
        pass
    with Draft(tmp_path, "c") as draft:
        assert draft.text == "text"


def test_nothing_typed_leaves_nothing_behind(tmp_path: Path) -> None:
    with Draft(tmp_path, "a") as draft:
        draft.save("text")
        draft.save("  \n")
    assert list(tmp_path.iterdir()) == []


def test_two_terminals_never_take_each_other_s(tmp_path: Path) -> None:
    with Draft(tmp_path, "a") as one:
        one.save("one's")
        with Draft(tmp_path, "a") as other:
            assert other.text == ""
            other.save("the other's")
        assert one.text == "one's"
    with Draft(tmp_path, "b") as first, Draft(tmp_path, "c") as second:
        assert {first.text, second.text} == {"one's", "the other's"}


def test_the_draft_of_the_session_comes_first_and_then_the_newest(tmp_path: Path) -> None:
    for session, at in (("a", 3), ("b", 1), ("c", 2)):
        known = set(tmp_path.glob("*.json"))
        draft = Draft(tmp_path, session)
        draft.save(f"{session}'s")  # without its lock, as a killed terminal leaves it
        (file,) = set(tmp_path.glob("*.json")) - known
        os.utime(file, (at, at))
    with Draft(tmp_path, "b") as own, Draft(tmp_path, "x") as newest, Draft(tmp_path, "x") as last:
        assert [own.text, newest.text, last.text] == ["b's", "a's", "c's"]


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    with Draft(tmp_path / "drafts", "a") as draft:
        draft.save("text")
        assert stat.S_IMODE((tmp_path / "drafts").stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "drafts").iterdir()} == {0o600}


def test_a_kill_loses_nothing_and_a_living_terminal_keeps_its_own(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "written\n"
        with Draft(tmp_path, "mine") as mine:
            assert mine.text == ""
        writer.kill()
        writer.wait()
    with Draft(tmp_path, "mine") as mine:
        assert (mine.text, mine.queue) == ("half a tho", ["first", "second"])
    assert files(tmp_path) <= {".json", ".lock"}
    assert len(list(tmp_path.glob("*.json"))) == 1


@pytest.mark.parametrize(
    "broken", ["", "{", "[]", '{"text": "a"}', "\udcff", '{"session": "a", "text": "x", "queue": 7}']
)
def test_a_broken_file_is_left_alone(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "0123.json"
    file.write_bytes(broken.encode("utf-8", "surrogateescape"))
    with Draft(tmp_path, "a") as draft:
        assert draft.text == ""
    assert file.exists()


def test_a_folder_that_cannot_be_made_does_not_keep_the_chat_from_starting(tmp_path: Path) -> None:
    (tmp_path / "drafts").touch()
    with Draft(tmp_path / "drafts", "a") as draft:
        assert draft.text == ""
        draft.save("")
        with pytest.raises(OSError, match="drafts"):
            draft.save("text")


def test_a_secret_in_a_draft_is_not_on_the_disk_and_comes_back_as_its_placeholder(tmp_path: Path) -> None:
    from penchant.memory.privacy.redactor import Redactor

    with Draft(tmp_path, "a", redact=Redactor()) as draft:
        draft.save("my password is hunter2!x", ["card 4541 2697 5350 9917"])
        assert draft.text == "my password is hunter2!x"
        written = "".join(file.read_text() for file in tmp_path.glob("*.json"))
        assert "hunter2" not in written
        assert "5350" not in written
    with Draft(tmp_path, "b") as draft:
        assert (draft.text, draft.queue) == ("my password is [password]", ["card [card number]"])
