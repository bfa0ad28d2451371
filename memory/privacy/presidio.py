"""Names of people as Presidio's analyzer sees them, with an English model of spaCy's that is installed; both in this process.

The recognizers are named here: Presidio's whole list would load what this package does better, and its e-mail recognizer asks the network
for a list of domains.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from ..errors import SettingsError
from .needs import needed

SURE = 0.6
"""The least score that counts."""

MOST_CHARACTERS = 100_000
"""Of a longer text the first this many characters are looked at: spaCy refuses more than a million."""

_analyzer_of = needed("presidio_analyzer", "presidio")
_MODEL = next((model.name for model in entry_points(group="spacy_models") if model.name.startswith("en_")), "")
if not _MODEL:
    raise SettingsError(
        "Presidio needs an English model of spaCy's: `python -m spacy download en_core_web_lg`, or leave the kind presidio out"
    )


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where names of people are."""
    found = _recognizer().analyze(text=text[:MOST_CHARACTERS], language="en", entities=["PERSON"], score_threshold=SURE)
    yield from ((one.start, one.end) for one in found)


@cache
def _recognizer() -> Any:
    provider = needed("presidio_analyzer.nlp_engine", "presidio").NlpEngineProvider(
        nlp_configuration={"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": _MODEL}]}
    )
    engine = provider.create_engine()
    registry = _analyzer_of.RecognizerRegistry(supported_languages=["en"])
    registry.add_recognizer(needed("presidio_analyzer.predefined_recognizers", "presidio").SpacyRecognizer())
    return _analyzer_of.AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])
