"""Recordings to text on this machine, by faster-whisper and a model that lies in a folder (setting `audio_model = "whisper:<folder>"`).

Nothing is ever downloaded: neither the package, nor a model.
"""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from ...memory import Attachment, MediaText, ReadingFailed
from ...memory.errors import SettingsError
from ..prompting.attached import AUDIO_TYPES

MODEL_FILE = "model.bin"


class Whisper:
    """Implements memory's `MediaReader` with faster-whisper. What it hears counts as the person's own words: it cannot tell."""

    def __init__(self, folder: Path) -> None:
        self.name = f"whisper:{folder}"
        self._folder = folder
        self._model: Any = None
        self._lock = Lock()

    def takes(self, media_type: str) -> bool:
        """Return whether it is a recording."""
        return media_type.strip().lower() in AUDIO_TYPES

    def cost(self, attachment: Attachment) -> int:  # noqa: ARG002 - the protocol's
        """Return 0: it costs time alone."""
        return 0

    def __call__(self, attachment: Attachment, *, chinese: bool) -> MediaText:  # noqa: ARG002 - it hears the language itself
        """Write down a recording.

        Raises:
            ReadingFailed: the package or the model is not there, or it cannot read the file.
        """
        try:
            check_whisper(self._folder)
        except SettingsError as error:
            raise ReadingFailed(str(error), again=True) from error
        try:
            with self._lock:
                self._model = self._model or _load(self._folder)
                segments, _ = self._model.transcribe(BytesIO(attachment.data))
                text = " ".join(segment.text.strip() for segment in segments)
        except Exception as error:
            raise ReadingFailed(f"faster-whisper cannot read {attachment.name}: {error}", again=False) from error
        return MediaText(text.strip(), True, 0)


def check_whisper(folder: Path) -> None:
    """Raise where recordings cannot be read on this machine.

    Raises:
        SettingsError: the package is not installed, or there is no model in the folder; the message says what to do.
    """
    if find_spec("faster_whisper") is None:
        raise SettingsError(
            "audio_model names a local model, but faster-whisper is not here: `pip install faster-whisper`"
        )
    if not (folder / MODEL_FILE).is_file():
        raise SettingsError(
            f"there is no model for faster-whisper in {folder}: put one there ({MODEL_FILE} and what came with it); "
            "Penchant downloads none"
        )


def _load(folder: Path) -> Any:
    from faster_whisper import WhisperModel

    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
