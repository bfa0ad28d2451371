"""Telemetry of what Penchant is built from, off: set before those packages are imported, whatever the environment says.

Chroma's and onnxruntime's are switched off where they are opened (memory/index.py, memory/server_index.py). Penchant has none of its own.
"""

from __future__ import annotations

import os

TRACING = {"LANGSMITH_TRACING": "false", "LANGCHAIN_TRACING_V2": "false", "LANGCHAIN_TRACING": "false"}
"""LangSmith's, which sends prompts and answers; PENCHANT_TRACING=1 leaves them to the person."""

OTHERS = {
    "HF_HUB_DISABLE_TELEMETRY": "1",  # Hugging Face's hub: what runs here, with each file that it is asked for
    "DISABLE_TELEMETRY": "1",  # its older name
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime's
    "ANONYMIZED_TELEMETRY": "False",  # Chroma's, by PostHog
}


def quiet() -> None:
    """Switch it off in this process and its children."""
    os.environ.update(OTHERS)
    os.environ.pop("CHROMA_OTEL_COLLECTION_ENDPOINT", None)  # would send its traces to someone
    if os.environ.get("PENCHANT_TRACING") != "1":
        os.environ.update(TRACING)
        os.environ.pop("LANGSMITH_GATEWAY", None)  # would send prompts by way of someone else


def platform_headers() -> dict[str, str]:
    """Return what OpenAI's client tells a server of this machine with each request: its system, processor, Python and its own version."""
    from openai import __version__
    from openai._base_client import platform_headers as headers

    return dict(headers(__version__, platform=None))
