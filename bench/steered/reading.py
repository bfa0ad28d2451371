"""Prompts read and answered in batches: what several of them begin with is read once, and the bias is that of each.

A batch is laid out in columns: beginnings, padded on the left; what follows each, padded on the left; what is said. Greedy decoding, in
float32.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import takewhile
from typing import Any

from penchant.agent.local.hugging import Loaded
from penchant.agent.steering import Dial, steered
from steered.asking import Prompt


def padded(rows: Sequence[Sequence[Any]], filler: Any, left: bool = True) -> list[list[Any]]:
    """Return rows of one length."""
    width = max(map(len, rows))
    return [[*[filler] * (width - len(row)), *row] if left else [*row, *[filler] * (width - len(row))] for row in rows]


def shared(prompts: Sequence[Prompt]) -> list[int]:
    """Return how many tokens of each prompt are those of another's, and are biased alike: at most all but the last.

    A beginning is what a prompt has in common with its neighbour; the next begins where less than half of a prompt is.
    """
    sizes: list[int] = []
    place = 0
    while place < len(prompts):
        end, size = place + 1, len(prompts[place].ids) - 1
        while end < len(prompts) and (both := min(size, _common(prompts[place], prompts[end]))) > size // 2:
            end, size = end + 1, both
        sizes += [size] * (end - place)
        place = end
    return sizes


def _common(one: Prompt, other: Prompt) -> int:
    pairs = zip(zip(one.ids, one.logits, strict=True), zip(other.ids, other.logits, strict=True), strict=False)
    same = sum(1 for _ in takewhile(lambda both: both[0] == both[1], pairs))
    return min(same, len(one.ids) - 1, len(other.ids) - 1)


class Reading:
    """A batch of prompts as a model has read it so far; `logits` are those of the next token of each."""

    def __init__(self, loaded: Loaded, prompts: Sequence[Prompt], dial: Dial) -> None:
        self._model, self._dial = loaded.model, dial
        self._biased = any(any(one.logits) for one in prompts)
        sizes = shared(prompts)
        heads = {(one.ids[:size], one.logits[:size]): None for one, size in zip(prompts, sizes, strict=True)}
        places = {head: place for place, head in enumerate(heads)}
        chosen = [places[one.ids[:size], one.logits[:size]] for one, size in zip(prompts, sizes, strict=True)]
        tails = [one.ids[size:] for one, size in zip(prompts, sizes, strict=True)]
        self._columns = padded([bias for _, bias in heads], 0.0)
        self._cache: Any = None
        self._mask: Any = None
        self._read(*_tensors([ids for ids, _ in heads]))
        self._cache.batch_select_indices(_tensor(chosen))
        self._mask = self._mask[chosen]
        more = padded([one.logits[size:] for one, size in zip(prompts, sizes, strict=True)], 0.0)
        self._columns = [self._columns[place] + row for place, row in zip(chosen, more, strict=True)]
        self.logits = self._read(*_tensors(tails))[:, 0]

    def forget(self) -> None:
        """Forget what was read after the prompts."""
        more = self._mask.shape[1] - len(self._columns[0])
        if more:
            self._mask = self._mask[:, :-more]
            self._cache.crop(-more)

    def more(self, ids: Any, last: int = 1) -> Any:
        """Read tokens (a row for each prompt) and return the logits after each of the last ones."""
        import torch

        return self._read(ids, torch.ones_like(ids), last)

    def _read(self, ids: Any, mask: Any, last: int = 1) -> Any:
        import torch

        whole = mask if self._mask is None else torch.cat([self._mask, mask], dim=1)
        places = (whole.cumsum(1) - 1).clamp(min=0)[:, -ids.shape[1] :]
        with torch.inference_mode(), self._steering():
            found = self._model(
                ids,
                attention_mask=whole,
                position_ids=places,
                cache=self._cache,
                use_cache=True,
                logits_to_keep=last,
            )
        self._cache, self._mask = found.past_key_values, whole
        return found.logits

    @contextmanager
    def _steering(self) -> Iterator[None]:
        with steered(self._model, self._columns, self._dial) if self._biased else nullcontext():
            yield


def _tensor(values: Any) -> Any:
    import torch

    return torch.tensor(values)


def _tensors(rows: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    return _tensor(padded(rows, 0)), _tensor(padded([[1] * len(row) for row in rows], 0))


class Voice:
    """What is said after prompts: by one reading, or by two as a contrast, `without + g·(with - without)` of log-probabilities."""

    def __init__(
        self,
        loaded: Loaded,
        prompts: Sequence[Prompt],
        dial: Dial,
        plain: Sequence[Prompt] = (),
        guidance: float = 1.0,
    ) -> None:
        self._with = Reading(loaded, prompts, dial)
        self._without = Reading(loaded, plain, dial) if guidance != 1 else None
        self._guidance, self._end = guidance, int(loaded.tokenizer.eos_token_id)

    def first(self) -> Any:
        """Return the log-probabilities of the next token of each, (prompts, words)."""
        return self._contrasted(self._with.logits, self._without.logits if self._without is not None else None)

    def said(self, most: int) -> list[tuple[list[int], float]]:
        """Return the greedy reply to each prompt, without its end, and the mean log-likelihood of its tokens."""
        import torch

        told, found = [], [self.first().max(-1)]
        over = found[0].indices == self._end
        while len(found) < most and not over.all():
            found.append(self._after(found[-1].indices[:, None], 1)[:, 0].max(-1))
            over |= found[-1].indices == self._end
        ids = torch.stack([one.indices for one in found], dim=1).tolist()
        likely = torch.stack([one.values for one in found], dim=1)
        for row, each in zip(ids, likely, strict=True):
            size = row.index(self._end) if self._end in row else len(row)
            told.append((row[:size], float(each[:size].mean()) if size else 0.0))
        return told

    def likelihoods(self, said: Sequence[Sequence[int]]) -> list[float]:
        """Return the mean log-likelihood of a token of what was said after each prompt; 0 where nothing was."""
        import torch

        rows = torch.tensor(padded(said, 0, left=False))
        found = [self.first()[:, None].gather(2, rows[:, :1, None])]
        if rows.shape[1] > 1:
            found.append(self._after(rows[:, :-1], rows.shape[1] - 1).gather(2, rows[:, 1:, None]))
        each = torch.cat(found, dim=1)[..., 0]
        return [float(row[: len(one)].mean()) if one else 0.0 for row, one in zip(each, said, strict=True)]

    def forget(self) -> None:
        """Go back to where nothing is said yet."""
        self._with.forget()
        if self._without is not None:
            self._without.forget()

    def _after(self, ids: Any, last: int) -> Any:
        without = self._without.more(ids, last) if self._without is not None else None
        return self._contrasted(self._with.more(ids, last), without)

    def _contrasted(self, within: Any, without: Any) -> Any:
        if without is None:
            return within.log_softmax(-1)
        bare = without.log_softmax(-1)
        return (bare + self._guidance * (within.log_softmax(-1) - bare)).log_softmax(-1)
