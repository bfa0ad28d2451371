"""What tests of reading in the background share: memories whose models are on loopback, and replies in the extractor's schema."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from penchant.agent.background.asked import Asked
from penchant.agent.background.describer import Describer
from penchant.agent.background.extractor import Extractor
from penchant.agent.models import Model, Profile
from penchant.memory import Background, InterestMemory

from tests.agent.talk import chat_model
from tests.memory.writer import open_small

Found = Mapping[str, Any] | str


def asked(base_url: str, **profile: Any) -> Asked:
    """A model on loopback that takes everything, unless the profile says otherwise."""
    takes = {"images": True, "audio": True, **profile}
    return Asked("loopback", lambda: Model(Profile("loopback", **takes), chat_model(base_url, 60)))


def reading(base_url: str, tokens: int = 100_000, *, words: bool = True, media: bool = False) -> Background:
    """A background on loopback."""
    model = asked(base_url)
    readers = (Describer(model, "image"), Describer(model, "audio")) if media else ()
    return Background(Extractor(model) if words else None, readers, tokens)


def phrase(words: str, **fields: Any) -> dict[str, Any]:
    """A phrase as the schema has it."""
    return {"words": words, "polarity": "liked", "stance": "stated", "strength": "plain", "ends": False} | fields


def texts_in(messages: Sequence[Mapping[str, Any]]) -> list[str]:
    """The texts that an extractor's request has."""
    return [entry["text"] for entry in json.loads(messages[-1]["content"])]


def finding(found: Callable[[str], Sequence[Found]]) -> Callable[[list[dict[str, Any]]], str]:
    """A reply to an extractor's request: for each text what a function of it finds, words alone or whole phrases."""

    def reply(messages: list[dict[str, Any]]) -> str:
        texts = [
            {"number": number, "phrases": [phrase(one) if isinstance(one, str) else one for one in found(text)]}
            for number, text in enumerate(texts_in(messages), 1)
        ]
        return json.dumps({"texts": texts}, ensure_ascii=False)

    return reply


def main() -> None:
    """A process that reads what waits in a folder with the model at an address, until it is killed; `at` is its clock."""
    folder, base_url, at = sys.argv[1:]
    now = datetime.fromisoformat(at).astimezone(UTC)
    with open_small(Path(folder), index=False, clock=lambda: now, background=reading(base_url)) as memory:
        print(memory.user("ada").read_waiting(), flush=True)  # noqa: T201 - to its parent


def opened(folder: Path, base_url: str, clock: Callable[[], datetime], **options: Any) -> InterestMemory:
    """A memory that reads and embeds in no time, and whose background is on loopback."""
    return open_small(folder, index=False, clock=clock, background=reading(base_url, **options))


if __name__ == "__main__":
    main()
