"""Which words a model gets placeholders for: none where it runs on this machine, else the secrets, unless a setting says otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...memory.errors import SettingsError
from ...memory.privacy.kinds import SECRETS, Kind, kinds
from ...memory.privacy.redactor import Redactor
from ..local.actuator import Actuator
from .destinations import of_chat
from .pseudonyms import Pseudonyms

if TYPE_CHECKING:
    from ..models import Model

AUTO = "auto"


def chosen(setting: str, here: bool) -> frozenset[Kind]:
    """Return the kinds that a setting means for a model on this machine or elsewhere: "auto" are the secrets where it is elsewhere.

    Raises:
        SettingsError: there is no such kind.
    """
    if setting.strip().lower() == AUTO:
        return frozenset() if here else SECRETS
    try:
        return kinds(setting)
    except SettingsError as error:
        raise SettingsError(f"{error}; or auto") from error


def hiding(model: Model, setting: str, *, session: bool = False) -> Model:
    """Return a model that is sent placeholders, where the setting asks for that; a bias on attention wants the words as they are.

    Args:
        model: the model.
        setting: "auto", or kinds as `memory.privacy.kinds.kinds` reads them.
        session: whether it talks to one person all along; else each question has placeholders of its own.

    Raises:
        SettingsError: there is no such kind, or a package that it needs is not installed.
    """
    found = chosen(setting, of_chat(model.chat).here)
    if not found or model.profile.actuator is not Actuator.PROMPT or type(model.chat).__name__ == "Hiding":
        return model
    from .hiding import Hiding

    redactor, profile = Redactor(found), getattr(model.chat, "profile", None)
    known = Pseudonyms(redactor) if session else None
    return replace(model, chat=Hiding(inner=model.chat, redactor=redactor, session=known, profile=profile))
