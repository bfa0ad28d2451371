"""What comes of a cell: replies, which interest they take up, their perplexity, and what becomes of facts."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from penchant.agent.local.hugging import Loaded
from steered.asking import Asked, Cell, prompt
from steered.kept import FACT_TOKENS, REPLY_TOKENS, Kept
from steered.reading import Voice

BARE = Cell("no block")


class Bench:
    """A model, what was kept of it, and by which words a reply takes an interest up."""

    def __init__(self, loaded: Loaded, kept: Kept, patterns: dict[str, str]) -> None:
        self.loaded, self.kept, self.patterns = loaded, kept, patterns

    def replies(self, cell: Cell, wanted: Sequence[Asked]) -> list[tuple[list[int], float]]:
        """Return the replies in tokens, and the mean log-likelihood of a token in the cell."""
        return self.kept.fill("reply", cell, wanted, lambda some: self._voice(cell, some).said(REPLY_TOKENS))

    def said(self, cell: Cell, wanted: Sequence[Asked]) -> list[str]:
        """Return the replies."""
        return [self._text(ids) for ids, _ in self.replies(cell, wanted)]

    def perplexity(self, cell: Cell, wanted: Sequence[Asked], judge: Cell) -> float:
        """Return the perplexity of a cell's replies in another cell, that has no bias."""
        made = self.replies(cell, wanted)
        ids = {one: ids for one, (ids, _) in zip(wanted, made, strict=True)}
        found = [likely for _, likely in made]
        if cell != judge:
            in_turn = sorted(wanted, key=lambda one: one.question) if judge == BARE else wanted
            each = self.kept.fill(
                _kind(judge),
                cell,
                in_turn,
                lambda some: self._voice(judge, some).likelihoods([ids[one] for one in some]),
            )
            found = list(each)
        return math.exp(-sum(found) / len(found))

    def knows(self, cell: Cell, wanted: Sequence[Asked], judge: Cell) -> bool:
        """Return whether the perplexity of replies is kept, or needs no computing."""
        return cell == judge or self.kept.has(_kind(judge), cell, wanted) == list(wanted)

    def facts(self, cell: Cell, wanted: Sequence[Asked]) -> tuple[list[float], list[bool]]:
        """Return the log-likelihood of a token of each right answer, and whether the reply names an interest."""
        found = self.kept.fill("fact", cell, wanted, lambda some: self._facts(cell, some))
        return [right for right, _ in found], [
            any(self.taken_up(one, self._text(row))) for one, (_, row) in zip(wanted, found, strict=True)
        ]

    def taken_up(self, asked: Asked, text: str) -> tuple[int, int]:
        """Return how often a reply names the heavier and the lighter interest."""
        heavy, light = (len(re.findall(self.patterns[one], text, re.I)) for one in (asked.heavier, asked.lighter))
        return heavy, light

    def _facts(self, cell: Cell, some: Sequence[Asked]) -> list[tuple[float, list[int]]]:
        voice = self._voice(cell, some)
        right = voice.likelihoods([self._ids(one.answer) for one in some])
        voice.forget()
        return [(one, ids) for one, (ids, _) in zip(right, voice.said(FACT_TOKENS), strict=True)]

    def _voice(self, cell: Cell, some: Sequence[Asked]) -> Voice:
        plain = [prompt(self.loaded, Cell("no block"), one) for one in some] if cell.guidance != 1 else []
        return Voice(self.loaded, [prompt(self.loaded, cell, one) for one in some], cell.dial, plain, cell.guidance)

    def _text(self, ids: Sequence[int]) -> str:
        return str(self.loaded.tokenizer.decode(ids, skip_special_tokens=True))

    def _ids(self, text: str) -> list[int]:
        return list(self.loaded.tokenizer(text, add_special_tokens=False)["input_ids"])


@dataclass(frozen=True)
class Row:
    """What came of a cell: shares of its replies, the first with its standard error.

    `perplexity` is that of the replies for the same prompt without a bias, `bare` that for the question alone; None where not computed.
    """

    name: str
    number: int
    shares: dict[str, float]
    error: float
    perplexity: float | None
    bare: float | None

    @property
    def heavier(self) -> float:
        return self.shares["takes up the heavier"]


@dataclass(frozen=True)
class Harm:
    """What became of facts in a cell: the log-likelihood of a token of each right answer, and the share that names an interest."""

    name: str
    place: str
    likely: list[float]
    named: float


def _kind(judge: Cell) -> str:
    """Return under which name the likelihood of replies in another cell is kept."""
    return "bare" if judge == BARE else "nll"


def row(bench: Bench, cell: Cell, wanted: Sequence[Asked], compute: Sequence[str] = ()) -> Row:
    """Return what comes of a cell; of perplexities those that are to be computed or are kept.

    A reply takes up the interest that it names more often.
    """
    counts = [bench.taken_up(one, text) for one, text in zip(wanted, bench.said(cell, wanted), strict=True)]

    def share(test: Callable[[int, int], bool]) -> float:
        return sum(test(*one) for one in counts) / len(counts)

    shares = {
        "takes up the heavier": share(lambda heavy, light: heavy > light),
        "the lighter": share(lambda heavy, light: heavy < light),
        "both alike": share(lambda heavy, light: heavy == light > 0),
        "none": share(lambda heavy, light: heavy == light == 0),
        "names the heavier": share(lambda heavy, _: heavy > 0),
        "names the lighter": share(lambda _, light: light > 0),
    }
    error = _clustered([heavy > light for heavy, light in counts], [min(one.heavier, one.lighter) for one in wanted])
    same, bare = (
        bench.perplexity(cell, wanted, judge) if what in compute or bench.knows(cell, wanted, judge) else None
        for what, judge in (("perplexity", cell.unsteered), ("bare", BARE))
    )
    return Row(cell.name, len(wanted), shares, error, same, bare)


def _clustered(values: Sequence[bool], groups: Sequence[str]) -> float:
    """Return the standard error of a mean, of which the values of a group (a pair both ways round) are not independent."""
    sums = defaultdict[str, float](float)
    mean = sum(values) / len(values)
    for value, group in zip(values, groups, strict=True):
        sums[group] += value - mean
    return math.sqrt(sum(one**2 for one in sums.values()) * len(sums) / max(len(sums) - 1, 1)) / len(values)


def harm(bench: Bench, cell: Cell, wanted: Sequence[Asked]) -> Harm:
    """Return what becomes of facts in a cell, the block forced in."""
    likely, named = bench.facts(cell, wanted)
    return Harm(cell.name, cell.place, likely, sum(named) / len(named))
