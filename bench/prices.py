"""Write agent/asking/prices.json anew from the package genai-prices (MIT, github.com/pydantic/genai-prices).

    pip install --target /tmp/prices --no-deps genai-prices==0.2.3
    PYTHONPATH=/tmp/prices python bench/prices.py 2026-11-25 > agent/asking/prices.json

Text models that the three providers sell at one price, or at one up to a length of the prompt: beyond it the cost counts as unknown.
"""

from __future__ import annotations

import argparse
import json
import re
from importlib.metadata import version
from typing import Any

SOLD = {
    "openai": r"gpt-(?:4\.1|4o|5|6)(?:\.\d)?(?:-(?:mini|nano|chat|luna|sol|terra|astra))?|o[134](?:-mini|-pro)?|gpt-4o-2024-05-13",
    "anthropic": r"claude-(?:haiku|sonnet|opus|fable)-[45](?:-\d)?",
    "google": r"gemini-(?:[2-4](?:\.\d)?)-(?:pro|flash|flash-lite|argon|pro-preview|flash-preview)",
}
FIELDS = {"input": "input_mtok", "cached": "cache_read_mtok", "written": "cache_write_mtok", "output": "output_mtok"}


def price(prices: Any) -> dict[str, float]:
    """Return one model's prices, and the longest prompt that they hold for."""
    given = {name: getattr(prices, field) for name, field in FIELDS.items()}
    row = {name: float(getattr(figure, "base", figure)) for name, figure in given.items() if figure is not None}
    tiers = [tier.start for figure in given.values() for tier in getattr(figure, "tiers", ())]
    return row | ({"most_input_tokens": min(tiers)} if tiers else {})


def table() -> dict[str, dict[str, float]]:
    """Return the prices of all models that are sold, by Penchant's names."""
    from genai_prices.data import providers  # type: ignore[import-not-found]

    found = {}
    for provider in providers:
        for model in provider.models if provider.id in SOLD else ():
            if re.fullmatch(SOLD[provider.id], model.id):
                # the last of several by date, those by the hour left aside
                prices = model.prices[-1].prices if isinstance(model.prices, list) else model.prices
                found[f"{provider.id}:{model.id}"] = price(prices)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("as_of", metavar="DATE", help="when the prices were looked up: YYYY-MM-DD")
    as_of = parser.parse_args().as_of
    rows = ",\n".join(f"    {json.dumps(name)}: {json.dumps(row)}" for name, row in sorted(table().items()))
    source = f"genai-prices {version('genai-prices')} (MIT)"
    head = f'  "as_of": {json.dumps(as_of)},\n  "source": {json.dumps(source)},'
    print(f'{{\n{head}\n  "usd_per_million_tokens": {{\n{rows}\n  }}\n}}')
