"""The calibration of the packaged embedding model, measured ahead (calibrated.json): every start is half a second quicker.

`python bench/calibrate.py --write` writes the file; another list of examples or another release of the model is measured at its first use.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import numpy as np

from .calibration import Calibration, digest

FILE = "calibrated.json"


def measured(package: str) -> Calibration | None:
    """Return what was measured of an installed package's model; None where that is not what is installed here."""
    kept = json.loads(files(__package__).joinpath(FILE).read_text("utf-8"))
    if kept.pop("of") != mark(package):
        return None
    return Calibration(np.array(kept.pop("mean"), np.float32), **kept)


def written(package: str, found: Calibration) -> str:
    """Return the file's text for a calibration, one number a line."""
    kept: dict[str, Any] = {"of": mark(package), **vars(found), "mean": [float(value) for value in found.mean]}
    return json.dumps(kept, indent=0) + "\n"


def mark(package: str) -> str:
    """Return which model and which list of examples a calibration is of."""
    return f"{package} {version(package)}, examples {digest()}"
