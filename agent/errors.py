"""What can go wrong with a language model, as the caller sees it.

PenchantError
└── ModelError
    ├── ModelUnreachable         no answer: network, timeout, overload; trying again may help
    └── ModelRefused             an answer, and it is no: key, model name, content; trying again will not help
"""

from __future__ import annotations

from ..memory.errors import PenchantError


class ModelError(PenchantError):
    """The language model gave no usable answer."""


class ModelUnreachable(ModelError):
    """The model did not answer; trying again may help."""


class ModelRefused(ModelError):
    """The model answered that it will not; trying again unchanged will not help."""
