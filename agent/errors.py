"""What can go wrong with a language model, as the caller sees it.

PenchantError
└── ModelError
    ├── ModelUnreachable         no answer: network, timeout, overload; trying again may help
    └── ModelRefused             an answer, and it is no: key, model name, content; trying again will not help
"""

from __future__ import annotations

from ..memory.errors import PenchantError


class ModelError(PenchantError):
    """The language model gave no usable answer.

    `failed` is what went wrong, `advice` what a person at a terminal can do about it, if anything; `kept` tells whether the message that
    it was to answer is stored.
    """

    def __init__(self, failed: str, advice: str = "") -> None:
        super().__init__(*filter(None, (failed, advice)))
        self.failed, self.advice, self.kept = failed, advice, False

    def __str__(self) -> str:
        return ". ".join(filter(None, (self.failed, "Your message is kept" * self.kept, self.advice)))


class ModelUnreachable(ModelError):
    """The model did not answer; trying again may help."""


class ModelRefused(ModelError):
    """The model answered that it will not; trying again unchanged will not help."""
