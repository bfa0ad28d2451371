"""Multiple choice by a model's own likelihood."""

from __future__ import annotations

from collections.abc import Sequence


def likeliest(log_likelihoods: Sequence[Sequence[float]]) -> int:
    """Return the option whose tokens have the highest mean log-likelihood, the first of equals.

    Each option is given by the log-likelihoods of its tokens; the mean takes away the advantage of short options
    (length normalization as in Brown et al. 2020, "Language models are few-shot learners", 2.4).
    """
    means = [sum(each) / len(each) for each in log_likelihoods]
    return means.index(max(means))


def accuracy(chosen: Sequence[int], right: Sequence[int]) -> float:
    """Return which part of the choices is right."""
    return sum(one == other for one, other in zip(chosen, right, strict=True)) / len(chosen) if chosen else 0.0


def spoilt(before: Sequence[int], after: Sequence[int], right: Sequence[int]) -> float:
    """Return which part of all questions was answered right before something was put in, and wrong after: the harm."""
    pairs = zip(before, after, right, strict=True)
    return sum(one == wanted != other for one, other, wanted in pairs) / len(right) if right else 0.0
