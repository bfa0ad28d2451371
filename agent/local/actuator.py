"""How a bias reaches a model: by its prompt, by its attention, or by the contrast of two prompts."""

from __future__ import annotations

from enum import StrEnum


class Actuator(StrEnum):
    """The value is what `--bias` and PENCHANT_BIAS call it."""

    PROMPT = "prompt"
    """Every model: the block says it."""

    ATTENTION = "attention"
    """Hugging Face models: the block says it, and the model attends to it more (steering.py)."""

    CONTRAST = "contrast"
    """Hugging Face models: the block says it, and what it changes is made larger."""
