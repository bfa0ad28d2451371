"""What T1 has to beat: BM25, and all-MiniLM-L6-v2 with the last exchange in several spellings."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

from .ikat import Turn

K1, B = 1.2, 0.75


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def exchange(turn: Turn) -> str:
    """Return the last exchange and the message."""
    said = turn.exchanges[-1:]
    return " ".join([*(f"{one.message} {one.reply}" for one in said), turn.text])


def bm25(turn: Turn) -> np.ndarray:
    """Return BM25 (Robertson's idf) of the statements for the last exchange and the message."""
    texts = [Counter(_words(text)) for text in turn.statements.values()]
    length = np.mean([sum(one.values()) for one in texts])
    asked = set(_words(exchange(turn)))
    idf = {w: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for w in asked for n in [sum(w in t for t in texts)]}
    return np.array(
        [
            sum(
                idf[w] * t[w] * (K1 + 1) / (t[w] + K1 * (1 - B + B * sum(t.values()) / length)) for w in asked if w in t
            )
            for t in texts
        ]
    )


def minilm(cache: Path | None) -> dict[str, Callable[[Turn], np.ndarray]]:
    """Return MiniLM's cosines, by how the message and the last exchange are put together."""
    from penchant.evals.systems.minilm import MiniLM

    model, path = MiniLM(), cache / "minilm.npz" if cache else None
    kept: dict[str, np.ndarray] = {}
    if path and path.is_file():
        with np.load(path) as stored:
            kept = dict(zip(map(str, stored["texts"]), stored["vectors"], strict=True))

    def vector(text: str) -> np.ndarray:
        if text not in kept:
            kept[text] = model([text])[0]
            if path and len(kept) % 100 == 0:
                np.savez(path, texts=list(kept), vectors=list(kept.values()))
        return kept[text]

    def cosines(turn: Turn, text: str) -> np.ndarray:
        return np.array([vector(text) @ vector(one) for one in turn.statements.values()])

    return {
        "exchange, message": lambda turn: cosines(turn, exchange(turn)),
        "message, exchange": lambda turn: cosines(
            turn, " ".join([turn.text, *(f"{one.message} {one.reply}" for one in turn.exchanges[-1:])])
        ),
        "message alone": lambda turn: cosines(turn, turn.text),
    }
