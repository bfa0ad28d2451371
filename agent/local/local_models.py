"""The name of a Hugging Face model to a model that runs in this process, and the actuator by which a bias reaches it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..choice import EMBEDDED, packaged
from ..errors import ModelRefused
from ..steering import Dial
from .actuator import Actuator

if TYPE_CHECKING:
    from ..models import Model, Profile
    from .hugging import Loaded

HERE = "hf:"
"""What the name of a model begins with that transformers loads: `hf:<folder, .gguf file, or owner/name on the hub>`."""

MOST_REPLY_TOKENS = 1024
"""The longest reply of a model of no name that is known here."""

SAMPLING: dict[str, Any] = {"do_sample": True, "temperature": 0.3, "min_p": 0.1, "repetition_penalty": 1.05}
"""How the packaged model is asked, as near as transformers has it to what llama.cpp is told (embedded.py)."""


def is_local(name: str, actuator: Actuator) -> bool:
    """Return whether a model of this name is to run in this process.

    Raises:
        ModelRefused: it runs elsewhere, where nothing but the prompt reaches it.
    """
    if name.startswith(HERE) or (name == EMBEDDED and actuator is not Actuator.PROMPT):
        return True
    if actuator is Actuator.PROMPT:
        return False
    what = "attention" if actuator is Actuator.ATTENTION else "logits"
    raise ModelRefused(
        f"the model {name} shows nobody its {what}: --bias {actuator.value} works with hf:<folder or owner/name>, and with {EMBEDDED}; "
        "--bias prompt works with every model"
    )


def open_local(name: str, data: Path, actuator: Actuator) -> Model:
    """Return a model that runs in this process. One that cannot be steered is asked by the prompt alone, and its notice says so.

    Args:
        name: `hf:…`, or the packaged model's.
        data: the folder where the packaged model lies.
        actuator: how a bias is to reach it.

    Raises:
        ModelRefused: the extra is not installed, or there is no such model.
        ModelUnreachable: the hub does not answer.
    """
    from .hugging import load, require_extra

    require_extra()
    if name == EMBEDDED:
        file = packaged(data)
        return _model(name, load(str(file), file.with_suffix(".transformers")), actuator)
    return _model(name, load(name.removeprefix(HERE)), actuator)


def _model(name: str, loaded: Loaded, actuator: Actuator) -> Model:
    from ..models import Model
    from .local_chat import LocalChat

    loaded = replace(loaded, name=name)
    chosen, notice = _tried(loaded, actuator, Dial())
    chat = LocalChat(loaded=loaded, actuator=chosen, max_tokens=MOST_REPLY_TOKENS)
    if name == EMBEDDED:
        chat = LocalChat(loaded=loaded, actuator=chosen, max_tokens=200, options=SAMPLING)
    return Model(_profile(name, loaded, chosen), chat, notice)


def _tried(loaded: Loaded, actuator: Actuator, dial: Dial) -> tuple[Actuator, str]:
    """Return an actuator that works for a model, and what is to be said where it is not the one that was asked for."""
    from .trial import trial

    if actuator is not Actuator.ATTENTION:
        return actuator, ""
    try:
        verdict = trial(loaded, dial)
        if verdict.passed:
            return actuator, ""
        why = str(verdict)
    except (ValueError, RuntimeError, AttributeError, TypeError) as error:  # what a model's own code makes of it
        why = " ".join(str(error).split())[:200]
    return (
        Actuator.PROMPT,
        f"the attention of {loaded.name} cannot be steered ({why}): interests reach it by the prompt alone",
    )


def _profile(name: str, loaded: Loaded, actuator: Actuator) -> Profile:
    from ..models import BRIEFLY, FEW, Profile
    from ..prompting.block import Placement

    found = Profile(
        name,
        Placement.SPOKEN if loaded.is_small else Placement.FENCED,
        min(loaded.window_tokens, 32_768),
        loaded.count,
        images=False,
        tools=False,
        actuator=actuator,
    )
    return replace(found, system=BRIEFLY, most_liked=FEW, only_english=True) if name == EMBEDDED else found
