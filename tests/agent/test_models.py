from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from penchant.agent.choice import DEFAULT_OPENAI, EMBEDDED, choose, key_of, model_home, ollama_models, ollama_url
from penchant.agent.errors import ModelRefused, ModelUnreachable
from penchant.agent.fetch import SMOLLM2, model_path
from penchant.agent.models import Profile, count_for_small_model, explain, open_model, wrap
from penchant.agent.privacy.quiet import quiet
from penchant.agent.prompting.block import Placement
from penchant.agent.prompting.tokens import count_tokens
from penchant.memory.proxies import open_url

from tests.loopback import Loopback
from tests.loopback_ollama import OLLAMA

KEY = "sk-the-persons-own-key"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(reply="Go climbing.", models=("first", "second")) as server:
        yield server


def patient(url: str, seconds: float) -> Any:
    """Open a URL of this machine; a short time is for servers that are not there."""
    return open_url(url, max(seconds, 120.0))


@pytest.fixture
def ollama(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> Loopback:
    """The server as an Ollama that OLLAMA_HOST names."""
    server.protocol = OLLAMA
    monkeypatch.setattr("penchant.agent.choice.open_url", patient)
    monkeypatch.setenv("OLLAMA_HOST", server.base_url.removeprefix("http://").removesuffix("/v1"))
    return server


@pytest.fixture
def no_ollama(monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback() as gone:
        monkeypatch.setenv("OLLAMA_HOST", gone.base_url.removesuffix("/v1"))


class Keyring:
    """A keyring that holds one key, or is locked."""

    def __init__(self, key: str | None) -> None:
        self.key = key

    def get_password(self, service: str, name: str) -> str | None:
        if self.key is None:
            raise RuntimeError("the keyring is locked")
        return self.key if (service, name) == ("penchant", "openai") else None


def use_keyring(monkeypatch: pytest.MonkeyPatch, key: str | None) -> None:
    monkeypatch.setattr("keyring.get_password", Keyring(key).get_password)


def is_there(folder: Path) -> Path:
    """Put a file of the packaged model's size into a data folder."""
    model_path(folder).parent.mkdir(parents=True)
    with model_path(folder).open("wb") as file:
        file.truncate(SMOLLM2.model_bytes)
    return folder


# By address


def test_an_address_without_a_name_takes_the_first_that_is_listed(server: Loopback, tmp_path: Path) -> None:
    model = open_model(server.base_url, tmp_path)
    assert model.chat.invoke("Hello!").content == "Go climbing."
    assert [request.path for request in server.requests] == ["/v1/models", "/v1/chat/completions"]
    assert server.requests[-1].body["model"] == "first"


def test_an_address_with_a_name_takes_that(server: Loopback, tmp_path: Path) -> None:
    model = open_model(f"{server.base_url}#second", tmp_path)
    assert model.chat.invoke("Hello!").content == "Go climbing."
    assert [request.path for request in server.requests] == ["/v1/chat/completions"]
    assert server.requests[-1].body["model"] == "second"
    assert model.profile.name == f"{server.base_url}#second"


def test_a_server_that_lists_nothing_wants_a_name(server: Loopback, tmp_path: Path) -> None:
    server.models = ()
    with pytest.raises(ModelRefused, match="lists no model: name one as http"):
        open_model(server.base_url, tmp_path)


def test_a_server_that_is_gone_is_unreachable(tmp_path: Path) -> None:
    with Loopback() as gone:
        address = gone.base_url
    with pytest.raises(ModelUnreachable, match="Is the server running at that address"):
        open_model(address, tmp_path)


def test_a_server_that_wants_another_key_refuses(server: Loopback, tmp_path: Path) -> None:
    server.status = 401
    with pytest.raises(ModelRefused, match="Check the key"):
        open_model(server.base_url, tmp_path)


def test_a_password_in_an_address_is_not_shown(tmp_path: Path) -> None:
    with Loopback() as gone:
        address = gone.base_url.replace("http://", "http://ada:secret@")
    with pytest.raises(ModelUnreachable) as raised:
        open_model(address, tmp_path)
    assert "secret" not in str(raised.value)


# By name


def test_openai_without_a_key_names_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="OPENAI_API_KEY"):
        open_model("openai:gpt-4.1-mini", tmp_path)


def test_openai_with_a_key_opens_and_hides_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    model = open_model("openai:gpt-4.1-mini", tmp_path)
    assert model.profile.name == "openai:gpt-4.1-mini"
    assert model.profile.placement is Placement.FENCED
    assert KEY not in repr(model)


def test_ollama_is_asked_at_its_own_address(ollama: Loopback, tmp_path: Path) -> None:
    model = open_model("ollama:qwen3:0.6b", tmp_path)
    assert model.chat.invoke("Hello!").content == "Go climbing."
    assert ollama.requests[-1].body["model"] == "qwen3:0.6b"


def test_ollama_never_gets_the_key_for_openai(
    ollama: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    open_model("ollama:qwen3:0.6b", tmp_path).chat.invoke("Hello!")
    assert KEY not in str(ollama.requests)


@pytest.mark.parametrize("name", ["nosuchprovider:model", "nosuchmodel", "", ":", "embedded:x", "ftp://host/v1"])
def test_a_name_that_no_one_knows_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelRefused, match="`penchant models` lists how models are named"):
        open_model(name, tmp_path)


def test_a_provider_whose_package_is_missing_names_it(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match=r"needs a package: .*langchain-cohere"):
        open_model("cohere:command-r", tmp_path)


def test_a_provider_without_a_key_refuses(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused):
        open_model("gpt-4.1-mini", tmp_path)  # LangChain takes it for OpenAI's by its name


def test_the_packaged_model_that_is_not_here_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="`penchant models fetch` gets it"):
        open_model("embedded", tmp_path)


# What is known of a model


def test_a_part_of_the_window_is_kept_for_the_reply() -> None:
    assert Profile("m", window_tokens=8192).max_prompt_tokens == 6144


def test_a_model_of_ones_own_is_taken_as_it_is() -> None:
    from langchain_core.language_models import FakeListChatModel

    model = wrap(FakeListChatModel(responses=["Yes."]))
    assert model.profile.name == "FakeListChatModel"
    assert model.chat.invoke("Hello!").content == "Yes."


def test_a_model_that_says_its_window_is_believed() -> None:
    from langchain_core.language_models import FakeListChatModel

    chat = FakeListChatModel(responses=[], profile={"max_input_tokens": 1000})
    assert wrap(chat, "small").profile == Profile("small", window_tokens=1000)


@pytest.mark.parametrize("text", ["", "Hello!", "攀岩很好玩", "Dvořák 👩‍👩‍👧"])
def test_a_small_model_is_not_counted_too_low(text: str) -> None:
    assert count_for_small_model(text) >= max(count_tokens(text), sum(character > "\x7f" for character in text))


# Errors


class Failure(Exception):
    """An error as a client of a model raises it."""

    def __init__(self, text: str = "", status: int | None = None, retryable: bool | None = None) -> None:
        super().__init__(text)
        self.status_code = status
        if retryable is not None:
            self.is_retryable = retryable


@pytest.mark.parametrize("status", [None, 408, 409, 425, 429, 500, 502, 503, 504, 529])
def test_these_are_worth_trying_again(status: int | None) -> None:
    assert isinstance(explain(Failure("no", status), "m"), ModelUnreachable)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 422])
def test_these_are_not(status: int) -> None:
    assert isinstance(explain(Failure("no", status), "m"), ModelRefused)


def test_what_a_client_knows_better_counts() -> None:
    assert isinstance(explain(Failure("no", 500, retryable=False), "m"), ModelRefused)


def test_an_error_without_words_is_named_by_its_kind() -> None:
    assert "(Failure)" in str(explain(Failure(), "m"))


def test_a_long_error_is_one_short_line() -> None:
    told = str(explain(Failure("a\nb " * 1000), "m"))
    assert "\n" not in told
    assert len(told) < 500


@pytest.mark.parametrize(
    "said", [f"bad key {KEY}", f"key={KEY}&x", f'{{"Authorization": "Bearer {KEY}"}}', "sk-proj-Ab12*****wxyz9"]
)
def test_no_key_is_in_an_error(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    told = str(explain(Failure(said, 401), "m"))
    assert KEY not in told
    assert "wxyz9" not in told


def test_a_placeholder_for_a_key_does_not_eat_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    assert "none of these" in str(explain(Failure("none of these", 400), "m"))


# LangSmith


@pytest.mark.parametrize("name", [EMBEDDED, "nosuchprovider:model"])
def test_opening_a_model_switches_tracing_off(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    traced = ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGCHAIN_TRACING")
    for variable in (*traced, "LANGSMITH_GATEWAY"):
        monkeypatch.setenv(variable, "true")
    with pytest.raises(ModelRefused):
        open_model(name, tmp_path)
    assert [os.environ[variable] for variable in traced] == ["false"] * 3
    assert "LANGSMITH_GATEWAY" not in os.environ


def test_tracing_stays_on_where_the_person_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("PENCHANT_TRACING", "1")
    quiet()
    assert os.environ["LANGSMITH_TRACING"] == "true"


# The choice


def test_a_key_in_the_environment_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    use_keyring(monkeypatch, "another")
    assert key_of("openai") == KEY


def test_a_key_in_the_keyring_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    use_keyring(monkeypatch, KEY)
    assert (key_of("openai"), key_of("anthropic")) == (KEY, None)


def test_a_locked_keyring_is_as_good_as_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    use_keyring(monkeypatch, None)
    assert key_of("openai") is None


def test_with_a_key_openai_is_chosen_even_beside_an_ollama(ollama: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    name, why = choose()
    assert name == DEFAULT_OPENAI
    assert "there is a key for it" in why
    assert KEY not in why
    assert ollama.requests == []


@pytest.mark.usefixtures("ollama")
def test_without_a_key_a_running_ollama_is_chosen() -> None:
    name, why = choose()
    assert name == "ollama:first"
    assert "--model or PENCHANT_MODEL" in why


@pytest.mark.usefixtures("no_ollama")
def test_without_either_the_packaged_model_is_chosen() -> None:
    name, why = choose()
    assert name == EMBEDDED
    assert "--model ollama:<name>" in why


def test_an_ollama_without_models_is_as_good_as_none(ollama: Loopback) -> None:
    ollama.models = ()
    assert choose()[0] == EMBEDDED


@pytest.mark.parametrize("status", [404, 500])
def test_something_else_at_ollamas_address_is_as_good_as_none(ollama: Loopback, status: int) -> None:
    ollama.status = status
    assert ollama_models() == []


@pytest.mark.parametrize(
    ("host", "address"),
    [("box:1234", "http://box:1234"), ("https://box/", "https://box"), ("127.0.0.1:11434", "http://127.0.0.1:11434")],
)
def test_ollamas_address_may_lack_its_scheme(host: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", host)
    assert ollama_url() == address


def test_the_packaged_model_lies_with_the_memory_or_else_with_the_platforms_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared, own = tmp_path / "shared", tmp_path / "own"
    monkeypatch.setattr("penchant.agent.settings.data_folder", lambda: shared)
    assert model_home(own) == own
    is_there(shared)
    assert model_home(own) == shared
    is_there(own)
    assert model_home(own) == own


def test_a_server_by_its_url_gets_its_own_key_and_never_openais(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    open_model(server.base_url, Path())
    monkeypatch.setenv("PENCHANT_API_KEY", "for-this-server")
    open_model(server.base_url, Path())
    keys = [request.headers["authorization"] for request in server.requests]
    assert keys == ["Bearer none", "Bearer for-this-server"]


def test_a_model_is_asked_through_the_proxy_of_the_environment_whoever_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Loopback() as proxy:  # it says of what it does not serve that it was asked for it
        monkeypatch.setenv("http_proxy", proxy.root)
        monkeypatch.setenv("no_proxy", "")
        chat = open_model("http://models.example/v1#m", tmp_path).chat
        for ask in (chat.invoke, lambda said: asyncio.run(chat.ainvoke(said))):
            with pytest.raises(Exception, match=r"no http://models\.example/v1/chat/completions"):
                ask("Hi.")
