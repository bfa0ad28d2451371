"""The privacy statement: made from the settings, the ledger's own tables and the files that are there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from penchant.agent.background.readers import OFF
from penchant.agent.models import open_model
from penchant.agent.privacy.flows import flows
from penchant.agent.privacy.quiet import OTHERS, TRACING, quiet
from penchant.agent.privacy.statement import lines, statement
from penchant.agent.privacy.stored import TABLES, kept
from penchant.agent.settings import Settings, load
from penchant.memory import Attachment, InterestMemory
from penchant.memory.errors import SettingsError
from penchant.memory.proxies import proxy_before
from penchant.memory.store.schema import tables


def settings(folder: Path, **chosen: str) -> Settings:
    return load(**{"data": folder, "model": "embedded", **chosen})


def test_every_table_of_the_ledger_is_described() -> None:
    assert set(TABLES) == set(tables.tables)


def test_what_is_kept_is_counted_in_the_ledger_and_on_the_disk(tmp_path: Path) -> None:
    assert kept(settings(tmp_path / "none")) == ()
    with InterestMemory(tmp_path, index=False) as memory:
        memory.user("ada").observe("I love jazz.", attachments=[Attachment("a.txt", "text/plain", b"chess")])
    (tmp_path / "stranger").mkdir()
    found = {one.what: one for one in kept(settings(tmp_path))}
    assert found[TABLES["events"]].amount == found[TABLES["attachments"]].amount == "1"
    assert found["the ledger"].where == str(tmp_path / "ledger.sqlite3")
    assert found["a folder of other things"].where == str(tmp_path / "stranger")
    assert TABLES["prompts"] not in found


@pytest.mark.parametrize(
    ("chosen", "hosts"),
    [
        ({}, ()),
        ({"model": "http://127.0.0.1:9/v1#m", "extractor": "chat"}, ()),
        (
            {"model": "https://a.example/v1#m", "extractor": "chat", "image_model": "https://b.example/v1#m"},
            ("a.example", "b.example"),
        ),
        ({"gate_model": "https://c.example/v1#m", "audio_model": "whisper:/models/small"}, ("c.example",)),
        ({"audio_model": "plugin:somebodys"}, ("unknown",)),
    ],
)
def test_who_gets_something_follows_from_the_settings(
    chosen: dict[str, str], hosts: tuple[str, ...], tmp_path: Path
) -> None:
    assert statement(settings(tmp_path, **chosen)).destinations == hosts


def test_servers_of_a_folder_and_a_proxy_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "db.example,index.example")
    (tmp_path / "stores.toml").write_text(
        'ledger = "postgresql+psycopg://p@db.example/p"\nindex = "http://index.example:8000"\n'
    )
    told = statement(settings(tmp_path, model="https://a.example/v1#m"))
    assert told.destinations == ("db.example", "index.example", "proxy.example")
    assert [flow.host for flow in told.flows if flow.through] == ["a.example"]


def test_a_proxy_is_told_for_what_takes_it_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    (tmp_path / "stores.toml").write_text('ledger = "postgresql+psycopg://p@db.example/p"\n')
    told = statement(settings(tmp_path, model="http://a.example/v1#m", gate_model="https://b.example/v1#m"))
    assert {flow.host: flow.through for flow in told.flows if flow.host and not flow.here} == {
        "a.example": "", "b.example": "proxy.example", "db.example": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("excepted", "passed_by"),
    [
        ("", False),
        ("*", True),
        ("models.example", True),
        ("example", True),
        (" other.example , EXAMPLE", True),
        (".example", True),
        ("*.example", True),
        ("xample", False),
        (".models.example", False),
        ("http://models.example", True),
        ("https://models.example", False),
        ("http://example", False),
        ("all://*.example", True),
        ("models.example:8000", True),
        ("models.example:80", False),
        ("[models.example", False),
    ],
)
@pytest.mark.parametrize("model", ["http://models.example:8000/v1#m", "ollama:m", "openai:m"])
def test_the_statement_says_of_a_proxy_what_the_client_does(
    model: str, excepted: str, passed_by: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []

    def look_up(host: bytes | str, *_: Any, **__: Any) -> Any:
        reached.append(host.decode() if isinstance(host, bytes) else host)
        raise OSError("nobody is there")

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    monkeypatch.setenv("all_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", excepted)
    monkeypatch.setenv("OLLAMA_HOST", "models.example:8000")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://models.example:8000/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "a-key-of-nobody")
    told = statement(settings(tmp_path, model=model))
    assert told.destinations == ("models.example" if passed_by else "proxy.example",)
    with pytest.raises(Exception, match=r"nobody is there|[Cc]onnection error"):
        open_model(model, tmp_path).chat.invoke("Hi.")
    assert tuple(reached) == told.destinations


@pytest.mark.parametrize(
    ("excepted", "url", "passed_by"),
    [
        ("10.0.0.0/8", "http://10.1.2.3:8000/v1", True),
        ("10.0.0.0/8", "http://11.1.2.3:8000/v1", False),
        ("10.1.2.3", "https://10.1.2.3/v1", True),
        ("[fe80::1]", "http://[fe80::1]/v1", True),
        ("fe80::/64", "http://[fe80::2]/v1", True),
        ("api.example:443", "https://api.example/v1", True),
    ],
)
def test_numbers_and_ports_are_excepted_from_a_proxy(
    excepted: str, url: str, passed_by: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for scheme in ("http", "https"):
        monkeypatch.setenv(f"{scheme}_proxy", "proxy.example:3128")
    monkeypatch.setenv("no_proxy", excepted)
    assert proxy_before(url) == ("" if passed_by else "http://proxy.example:3128")


def test_a_proxy_before_this_machine_is_told_where_a_package_has_its_own_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "")
    tmp_path.joinpath("stores.toml").write_text('index = "http://127.0.0.1:8000"\n')
    told = statement(settings(tmp_path, model="http://127.0.0.1:9/v1#m", embedder="ollama:e"))
    assert told.destinations == ("proxy.example",)
    assert [(flow.name, flow.through) for flow in told.flows if flow.leaves] == [("the index", "proxy.example")]
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert statement(settings(tmp_path, model="http://127.0.0.1:9/v1#m")).destinations == ()


def test_a_model_that_cannot_be_opened_is_sent_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("penchant.agent.models.key_of", lambda _provider: None)
    told = statement(settings(tmp_path, model="openai:m"))
    assert told.destinations == ()
    assert any("OpenAI wants a key" in line for line in lines(told))


def test_the_statement_says_what_is_replaced_and_what_is_not(tmp_path: Path) -> None:
    told = "\n".join(lines(statement(settings(tmp_path, redact="secrets,email", model="https://a.example/v1#m"))))
    assert "[e-mail address]" in told
    assert "Not replaced: iban, id" in told
    assert "placeholders for what was found of: key, password, card" in told
    assert "without encryption" not in told


def test_every_setting_that_names_a_model_is_told(tmp_path: Path) -> None:
    """A new one must not send anything that the statement does not know of."""
    naming = {name for name in Settings.model_fields if name.endswith(("model", "extractor", "embedder"))}
    chosen = dict.fromkeys(naming - {"embedder"}, "https://a.example/v1#m")
    assert {flow.setting for flow in flows(settings(tmp_path, **chosen))} == naming
    assert all(load(data=tmp_path).model_dump()[name] in (*OFF, None) for name in naming - {"embedder"})


def test_wrong_kinds_are_told_with_the_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"redact cannot be 'mail'.*no kind 'mail'"):
        settings(tmp_path, redact="mail")
    with pytest.raises(SettingsError, match="redact cannot be 'auto'"):
        settings(tmp_path, redact="auto")
    assert settings(tmp_path, pseudonymize="auto").pseudonymize == "auto"


def test_telemetry_is_off_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    reroutes = {"LANGSMITH_GATEWAY", "CHROMA_OTEL_COLLECTION_ENDPOINT"}
    for name in (*OTHERS, *TRACING, *reroutes):
        monkeypatch.setenv(name, "true" if name in TRACING else "0")
    quiet()
    assert {name: os.environ[name] for name in (*OTHERS, *TRACING)} == OTHERS | TRACING
    assert not reroutes & set(os.environ)


def test_where_no_model_is_chosen_ollama_is_asked_for_its_models(tmp_path: Path) -> None:
    told = "\n".join(lines(statement(load(data=tmp_path))))
    assert "- model: none chosen (127.0.0.1): a question whether Ollama runs there, and which models it has" in told


def test_copies_that_lie_elsewhere_are_told(tmp_path: Path) -> None:
    with InterestMemory(tmp_path / "data", index=False) as memory:
        memory.user("ada").observe("I love jazz.")
        memory.back_up()
        far, gone = memory.back_up(tmp_path / "far.sqlite3"), memory.back_up(tmp_path / "gone.sqlite3")
    gone.unlink()
    found = {one.where: one for one in kept(settings(tmp_path / "data"))}
    assert found[str(far)].amount.endswith(" KiB")
    assert not found[str(far)].amount.startswith("0")
    assert found[str(gone)].amount == "not there now"
    assert len([one for one in found.values() if one.what.startswith("a copy of the ledger")]) == 2
