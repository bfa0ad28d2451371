"""What the settings make read in the background: nothing unless asked for."""

from __future__ import annotations

import pickle
import sys
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from penchant.agent.background import readers as background
from penchant.agent.background.describer import Describer
from penchant.agent.background.extractor import Extractor
from penchant.agent.background.whisper import Whisper
from penchant.agent.settings import Settings, load
from penchant.memory import Attachment, MediaText, ReadingFailed
from penchant.memory.errors import SettingsError

from tests.loopback import Loopback

MEMO = Attachment("memo.wav", "audio/wav", b"RIFF and so on")


def made(**chosen: Any) -> Any:
    return background.background(load(**chosen))


def test_nothing_reads_in_the_background_by_default() -> None:
    found = made()
    assert (found.refiner, found.media) == (None, ())
    assert {Settings.model_fields[name].default for name in ("extractor", "image_model", "audio_model")} == {"off"}


def test_settings_come_from_the_environment_and_the_file_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PENCHANT_EXTRACTOR", "openai:gpt-4.1-mini")
    (tmp_path / "xdg-config" / "penchant").mkdir(parents=True)
    (tmp_path / "xdg-config" / "penchant" / "config.toml").write_text('image_model = "chat"\nbackground_tokens = 5\n')
    found = made(audio_model="whisper:/models/small")
    assert isinstance(found.refiner, Extractor)
    assert found.refiner.name == "openai:gpt-4.1-mini"
    assert [type(one) for one in found.media] == [Describer, Whisper]
    assert found.tokens_a_day == 5
    assert found.reader("image/png") is found.media[0]
    assert found.reader("Audio/Mpeg") is found.media[1]
    assert found.reader("text/plain") is found.reader("application/pdf") is None


def test_a_budget_below_zero_is_refused() -> None:
    with pytest.raises(SettingsError, match="background_tokens cannot be -1"):
        load(background_tokens=-1)


def test_the_chat_model_is_meant_by_chat() -> None:
    assert background.chosen("chat", load(model="ollama:x")) == "ollama:x"
    assert background.chosen("openai:y", load(model="ollama:x")) == "openai:y"


def test_nothing_is_opened_before_there_is_something_to_read() -> None:
    with Loopback() as server:
        made(extractor=server.base_url, image_model=server.base_url, audio_model=server.base_url)
        assert server.requests == []


def test_a_model_that_cannot_be_opened_is_tried_again_later() -> None:
    refiner = made(extractor="openai:gpt-4.1-mini").refiner
    with pytest.raises(ReadingFailed, match="OpenAI wants a key") as caught:
        refiner(["I like tea."])
    assert caught.value.again
    copied = pickle.loads(pickle.dumps(ReadingFailed("no answer", again=False, tokens=7)))
    assert (str(copied), copied.again, copied.tokens) == ("no answer", False, 7)


@pytest.mark.parametrize("chosen", [{"extractor": "embedded"}, {"extractor": "chat", "model": "embedded"}])
def test_the_packaged_model_is_told_to_be_too_small(chosen: dict[str, str]) -> None:
    with pytest.raises(ReadingFailed, match="too small to read in the background"):
        made(**chosen).refiner(["I like tea."])
    with pytest.raises(SettingsError, match="too small to read in the background"):
        background.check(chosen["extractor"], load(**chosen))


def test_a_local_transcriber_that_is_not_there_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    monkeypatch.setattr("penchant.agent.background.whisper.find_spec", lambda _name: None)
    with pytest.raises(SettingsError, match="pip install faster-whisper"):
        background.check(f"whisper:{tmp_path}", load())
    with pytest.raises(ReadingFailed, match="pip install faster-whisper") as caught:
        Whisper(tmp_path)(MEMO, chinese=False)
    assert caught.value.again  # it may be installed by then
    monkeypatch.setattr("penchant.agent.background.whisper.find_spec", lambda name: name)
    with pytest.raises(SettingsError, match=r"no model for faster-whisper.*Penchant downloads none"):
        background.check(f"whisper:{tmp_path}", load())


def test_a_local_transcriber_is_given_the_folder_and_may_not_download(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made_with: list[Any] = []

    class WhisperModel:
        def __init__(self, folder: str, **options: Any) -> None:
            made_with.append((folder, options))

        def transcribe(self, file: Any) -> Any:
            assert file.read() == MEMO.data
            return [SimpleNamespace(text=" I love"), SimpleNamespace(text=" sailing. ")], None

    monkeypatch.setitem(sys.modules, "faster_whisper", SimpleNamespace(WhisperModel=WhisperModel))
    monkeypatch.setattr("penchant.agent.background.whisper.find_spec", lambda name: name)
    (tmp_path / "model.bin").write_bytes(b"x")
    reader = Whisper(tmp_path)
    assert [reader(MEMO, chinese=False) for _ in range(2)] == [MediaText("I love sailing.", True, 0)] * 2
    [(folder, options)] = made_with
    assert folder == str(tmp_path)
    assert options["local_files_only"] is True
    assert (reader.cost(MEMO), reader.takes("audio/ogg"), reader.takes("image/png")) == (0, True, False)


class Captioner:
    """What another package might offer."""

    name = "captioner"

    def takes(self, media_type: str) -> bool:
        return bool(media_type)

    def cost(self, attachment: Attachment) -> int:
        return len(attachment.data)

    def __call__(self, attachment: Attachment, *, chinese: bool) -> MediaText:
        return MediaText(f"{attachment.name} {chinese}", False, 0)


def test_another_package_offers_a_reader_by_an_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("blip", f"{__name__}:Captioner", background.GROUP)
    monkeypatch.setitem(sys.modules, __name__, sys.modules[__name__])
    monkeypatch.setattr(background, "entry_points", lambda **_: EntryPoints([point]))
    found = made(image_model="plugin:blip")
    reader = found.reader("image/png")
    assert reader(Attachment("a.png", "image/png", b"x"), chinese=True).text == "a.png True"
    assert found.reader("audio/wav") is None
    with pytest.raises(SettingsError, match=r"no package offers a reader 'other'.*there are blip"):
        made(image_model="plugin:other")


def test_a_plugin_that_is_not_installed_is_told() -> None:
    with pytest.raises(SettingsError, match=r"entry point penchant\.media: none is installed"):
        background.check("plugin:nothing", load())
