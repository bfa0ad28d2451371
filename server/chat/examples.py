"""What the OpenAPI document shows of chat completions: the shapes are OpenAI's, and unknown fields go through."""

from __future__ import annotations

from typing import Any

from ..api.told import ALWAYS, WITH_BODY, failures

MESSAGE = {"role": "user", "content": "Suggest something to do this weekend."}

BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["messages"],
                "properties": {
                    "model": {"type": "string"},
                    "messages": {"type": "array", "items": {"type": "object"}, "minItems": 1},
                    "stream": {"type": "boolean"},
                    "user": {"type": "string", "description": "An app's user, with a key that may act as them."},
                },
                "additionalProperties": True,
            },
            "examples": {
                "plain": {"value": {"model": "gpt-4.1-mini", "messages": [MESSAGE]}},
                "streamed": {"value": {"model": "gpt-4.1-mini", "messages": [MESSAGE], "stream": True}},
            },
        }
    },
}

MODELS = ALWAYS | failures(502, 504)
"""What may go wrong where the model's side is asked; what that answers itself comes as it is."""

ANSWERS = MODELS | WITH_BODY
