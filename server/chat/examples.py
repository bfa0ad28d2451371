"""What the OpenAPI document shows of chat completions: the shapes are OpenAI's, and unknown fields go through."""

from __future__ import annotations

from typing import Any

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

ERROR = {
    "error": {
        "message": "no valid API key: send one as `Authorization: Bearer pen_…`; `penchant keys create` makes one",
        "type": "authentication_error",
        "param": None,
        "code": "invalid_api_key",
    }
}

ANSWERS: dict[int | str, dict[str, Any]] = {
    401: {"description": "No valid key.", "content": {"application/json": {"example": ERROR}}},
    429: {"description": "Too many requests; `Retry-After` says when the next may come."},
}
