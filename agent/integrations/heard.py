"""What is heard of an answer of OpenAI's API, whole or piece by piece: for chat completions and for responses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CALLS = {
    "function_call",
    "custom_tool_call",
    "computer_call",
    "local_shell_call",
    "shell_call",
    "apply_patch_call",
    "mcp_approval_request",
}
"""What a response puts out that the program must answer before the model goes on; other tools run on the server."""


@dataclass(slots=True)
class Heard:
    """The words of an answer so far, whether it calls tools of the program's, whether it came to its end, and the response's name."""

    text: str = ""
    calls: bool = False
    complete: bool = False
    response: str = ""


def hear_completion(answer: Any, heard: Heard) -> None:
    """Hear a whole chat completion; of several choices the first."""
    for choice in answer.choices[:1]:
        heard.text = choice.message.content or ""
        heard.calls = bool(choice.message.tool_calls or choice.message.function_call)
    heard.complete = True


def hear_chunk(chunk: Any, heard: Heard) -> None:
    """Hear a piece of a chat completion."""
    for choice in chunk.choices[:1]:
        if choice.index == 0:
            heard.text += choice.delta.content or ""
            heard.calls = heard.calls or bool(choice.delta.tool_calls or choice.delta.function_call)
            heard.complete = heard.complete or choice.finish_reason is not None


def hear_response(answer: Any, heard: Heard) -> None:
    """Hear a whole response."""
    parts = [part for item in answer.output if item.type == "message" for part in item.content]
    heard.text = "".join(
        part.text for part in parts if part.type == "output_text"
    )  # those under `beta` have no output_text
    heard.calls = any(item.type in CALLS for item in answer.output)
    heard.complete = answer.status == "completed"
    heard.response = answer.id


def hear_event(event: Any, heard: Heard) -> None:
    """Hear an event of a response."""
    if event.type == "response.output_text.delta":
        heard.text += event.delta
    elif event.type in ("response.completed", "response.incomplete", "response.failed"):
        hear_response(event.response, heard)
