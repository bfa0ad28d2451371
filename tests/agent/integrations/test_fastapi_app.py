"""The web app of the examples: a failure has the status of one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.loopback import Loopback

FILE = Path(__file__).parents[3] / "examples" / "fastapi_app.py"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[Any, TestClient]]:
    """The app's module, and a client of it that is Ada."""
    monkeypatch.setenv("CHAT_DATA", str(tmp_path))
    found = spec_from_file_location("fastapi_app", FILE)
    assert found
    assert found.loader
    module = module_from_spec(found)
    monkeypatch.setitem(sys.modules, "fastapi_app", module)  # where FastAPI looks for its types
    found.loader.exec_module(module)
    with TestClient(module.app, headers={"X-User": "ada"}) as client:
        yield module, client


def test_an_answer_comes_whole_and_a_failure_with_its_status(served: tuple[Any, TestClient]) -> None:
    app, client = served
    with Loopback("Climb the gorge.") as server:
        app.MODEL = f"{server.base_url}#m"
        answered = client.post("/chat", json={"text": "I love rock climbing."})
        assert (answered.status_code, answered.text) == (200, "Climb the gorge.")
    assert client.post("/chat", json={"text": " "}).status_code == 422
    assert client.post("/chat", json={"text": "Hello"}, headers={"X-User": ""}).status_code == 422
    app.MODEL = "http://127.0.0.1:9/v1#m"
    failed = client.post("/chat", json={"text": "Hello"})
    assert failed.status_code == 502
    assert "did not answer" in failed.json()["detail"]
