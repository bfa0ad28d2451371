"""What reads in the background, by the settings `extractor`, `image_model`, `audio_model`: nothing unless asked for.

off, or nothing          nothing
chat                     the model that the person chats with
<a model's name>         another one, as for `model` (models.py)
whisper:<folder>         recordings: faster-whisper on this machine, with a model that lies there
plugin:<name>            pictures and recordings: what another package offers under the entry point `penchant.media`
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from ...memory import Attachment, Background, MediaReader, MediaText, ReadingFailed
from ...memory.errors import SettingsError
from ..choice import EMBEDDED, choose
from ..errors import ModelRefused
from ..models import Model, open_model
from ..privacy.pseudonymizing import hiding
from .asked import Asked
from .describer import Describer
from .extractor import Extractor
from .whisper import Whisper, check_whisper

if TYPE_CHECKING:
    from ..settings import Settings

OFF = ("", "off")

CHAT = "chat"

TOO_SMALL = (
    "the packaged model is too small to read in the background: it answers in the schema, and took "
    '"I love rock climbing" for an interest that has ended. Name another model, or turn the setting off'
)

GROUP = "penchant.media"
"""The entry points under which packages offer readers: each is called without arguments and returns a `MediaReader`."""


def background(settings: Settings) -> Background:
    """Return what the settings ask for. Nothing is opened or sent yet.

    Raises:
        SettingsError: there is no such plug-in.
    """
    refiner = None if settings.extractor in OFF else Extractor(asked(settings.extractor, settings))
    return Background(refiner, tuple(_readers(settings)), settings.background_tokens)


def asked(name: str, settings: Settings) -> Asked:
    """Return a model by its name, to be opened when it is needed."""

    def open_it() -> Model:
        found = chosen(name, settings)
        if found == EMBEDDED:
            raise ModelRefused(TOO_SMALL)
        return hiding(open_model(found, settings.data, waits=settings.waits), settings.pseudonymize)

    return Asked(name if name != CHAT else settings.model or "that you chat with", open_it)


def chosen(name: str, settings: Settings) -> str:
    """Return the name of the model that is meant: "chat" is the one that the person chats with."""
    return name if name != CHAT else settings.model or choose()[0]


def check(name: str, settings: Settings) -> None:
    """Raise where a reader on this machine is not there, or too small.

    Raises:
        SettingsError: the message says what to do.
    """
    if name.startswith("whisper:"):
        check_whisper(_folder(name))
    elif name.startswith("plugin:"):
        _plugin(name)
    elif chosen(name, settings) == EMBEDDED:
        raise SettingsError(TOO_SMALL)


def _readers(settings: Settings) -> Iterator[MediaReader]:
    for kind, name in (("image", settings.image_model), ("audio", settings.audio_model)):
        if name in OFF:
            continue
        if name.startswith("plugin:"):
            yield Guarded(_plugin(name), name, kind)
        elif name.startswith("whisper:"):
            yield Whisper(_folder(name))
        else:
            yield Describer(asked(name, settings), kind)


def _folder(name: str) -> Path:
    return Path(name.removeprefix("whisper:")).expanduser()


def _plugin(name: str) -> MediaReader:
    wanted = name.removeprefix("plugin:")
    offered = {point.name: point for point in entry_points(group=GROUP)}
    if wanted not in offered:
        there = f"there are {', '.join(sorted(offered))}" if offered else "none is installed"
        raise SettingsError(f"no package offers a reader {wanted!r} under the entry point {GROUP}: {there}")
    try:
        reader: MediaReader = offered[wanted].load()()
    except Exception as error:
        raise SettingsError(f"the reader {wanted!r} of {offered[wanted].value} cannot be made: {error}") from error
    return reader


class Guarded:
    """Another package's reader, for one kind of file: whatever goes wrong in it is a `ReadingFailed`."""

    def __init__(self, reader: MediaReader, name: str, kind: str) -> None:
        self._reader = reader
        self.name = name
        self._kind = kind

    def takes(self, media_type: str) -> bool:
        """Return whether it is of this kind, and the reader takes it."""
        return media_type.strip().lower().startswith(f"{self._kind}/") and bool(self._reader.takes(media_type))

    def cost(self, attachment: Attachment) -> int:
        """Return what the reader says."""
        return int(self._reader.cost(attachment))

    def __call__(self, attachment: Attachment, *, chinese: bool) -> MediaText:
        """Read a file.

        Raises:
            ReadingFailed: the reader raised something.
        """
        try:
            return self._reader(attachment, chinese=chinese)
        except ReadingFailed:
            raise
        except Exception as error:
            raise ReadingFailed(f"{self.name} cannot read {attachment.name}: {error}", again=False) from error
