"""TREC iKAT's conversations as the gate sees them: a message, what was said before, the person's statements, and which of them matter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from penchant.agent.gate.exchanges import Exchange
from penchant.evals.suites.suite import START
from penchant.evals.systems.gated import relevant
from penchant.evals.systems.system import Query, Said
from penchant.memory import Relevant
from penchant.memory.embedding import Vectorizer


@dataclass(frozen=True)
class Turn:
    """One turn; `group` names what its conversation is about: conversations of one group stay together in cross-validation."""

    part: str
    group: str
    text: str
    exchanges: tuple[Exchange, ...]
    statements: dict[str, str]
    gold: frozenset[str]

    @cached_property
    def labels(self) -> np.ndarray:
        """Whether each statement matters."""
        return np.array([key in self.gold for key in self.statements])


def turns(path: Path) -> list[Turn]:
    """Return the turns of a file of topics; years differ in a few names."""
    return [turn for topic in json.loads(path.read_text("utf-8")) for turn in _turns(topic, path.stem)]


def _turns(topic: dict[str, Any], part: str) -> list[Turn]:
    found: list[Turn] = []
    exchanges: list[Exchange] = []
    statements = {str(key): text for key, text in topic["ptkb"].items()}
    for one in topic.get("turns") or topic.get("responses") or []:
        text = one.get("utterance") or one.get("user_utterance") or ""
        gold = frozenset(map(str, one.get("ptkb_provenance") or ())) & statements.keys()
        group = f"{part} {str(topic['number']).split('-')[0]}"
        found.append(Turn(part, group, text, tuple(exchanges), statements, gold))
        exchanges.append(Exchange(text, one.get("response") or ""))
    return found


class Seen:
    """Texts to vectors, each only once, kept on the disk between runs where a folder is given."""

    def __init__(self, vectorizer: Vectorizer, cache: Path | None) -> None:
        self.calibration = vectorizer.calibration
        self._vectorizer = vectorizer
        self._path = cache / f"vectors_{vectorizer.name}.npz" if cache else None
        self._kept: dict[str, np.ndarray] = {}
        if self._path and self._path.is_file():
            with np.load(self._path) as kept:
                self._kept = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """Return the vectors of texts."""
        new = sorted({text for text in texts if text not in self._kept})
        for start in range(0, len(new), 32):
            some = new[start : start + 32]
            self._kept.update(zip(some, self._vectorizer(some), strict=True))
        return np.array([self._kept[text] for text in texts])

    def save(self) -> None:
        """Keep the vectors for the next run."""
        if self._path:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(self._path, texts=np.array(list(self._kept)), vectors=np.array(list(self._kept.values())))


def found(turn: Turn, seen: Seen) -> list[Relevant]:
    """Return a turn's statements as memory returns interests for a message."""
    said = [Said(key, START, text) for key, text in turn.statements.items()]
    return relevant(seen, said, seen([one.text for one in said]), Query(turn.text, START, turn.exchanges))
