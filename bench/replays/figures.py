"""How figures are printed; the figures themselves are those of penchant.evals."""

from __future__ import annotations

from collections.abc import Sequence

from penchant.evals.metrics.calibration import Floats, auroc, ece, reliability
from penchant.evals.metrics.distributions import divergence
from penchant.evals.statistics import interval

__all__ = ["auroc", "divergence", "ece", "interval", "reliability", "shown"]


def shown(per_person: Sequence[float] | Floats, digits: int = 3) -> str:
    """Return a mean with its interval: `.696 [.688 .703]`."""
    mean, low, high = (f"{figure:.{digits}f}".removeprefix("0") for figure in interval(per_person))
    return f"{mean} [{low} {high}]"
