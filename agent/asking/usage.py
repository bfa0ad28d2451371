"""What a turn took: tokens, and the money where it is known."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

MILLION = 1_000_000

_DATED = re.compile(r"-(?:latest|\d{4}-\d{2}-\d{2}|\d{8})$")
"""What stands behind the name of a model whose version is fixed; its price is that of the name."""

_FOR_AN_HOUR = "ephemeral_1h_input_tokens"
"""What Anthropic keeps so long has a price of its own, which is not in the table: its cost is unknown."""

_WRITTEN = ("cache_creation", "ephemeral_5m_input_tokens", _FOR_AN_HOUR)


@dataclass(frozen=True, slots=True)
class Usage:
    """What the model was asked and answered in one turn, as its server counts.

    `input_tokens` are all of the prompt's, `cached_tokens` those of them that the provider had kept and `written_tokens` those that it
    keeps from now on. None is unknown: the server did not say. `cost_usd` is the provider's own figure, or by the table of prices
    (prices.json, with its date), or None: unknown, never guessed. `calls` is how often the model was asked; `whole` says whether every one
    of them was counted: where not, it was more.
    """

    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None
    written_tokens: int | None = None
    cost_usd: float | None = None
    calls: int = 1
    whole: bool = True

    def __add__(self, other: Usage) -> Usage:
        """Return the sum of two askings; the cost is unknown if one of them is."""
        known = self.cost_usd is not None and other.cost_usd is not None
        return Usage(
            _sum(self.input_tokens, other.input_tokens),
            _sum(self.output_tokens, other.output_tokens),
            _sum(self.cached_tokens, other.cached_tokens),
            _sum(self.written_tokens, other.written_tokens),
            (self.cost_usd or 0.0) + (other.cost_usd or 0.0) if known else None,
            self.calls + other.calls,
            self.whole and other.whole,
        )

    def __str__(self) -> str:
        """Return it in one line.

        >>> print(Usage(1200, 80, 1000, cost_usd=0.00042))
        1,200 tokens in (1,000 cached), 80 out, $0.00042
        >>> print(Usage())
        tokens unknown, cost unknown
        """
        said = "tokens unknown"
        if self.input_tokens is not None or self.output_tokens is not None:
            least = "" if self.whole else "at least "
            cached = f" ({self.cached_tokens:,} cached)" if self.cached_tokens else ""
            said = f"{least}{_figure(self.input_tokens)} tokens in{cached}, {_figure(self.output_tokens)} out"
        calls = f"{self.calls} calls" if self.calls > 1 else ""
        return ", ".join(filter(None, (said, money(self.cost_usd), calls)))


def money(cost_usd: float | None) -> str:
    """Return a cost with two figures that count.

    >>> money(0.000416), money(0.0), money(12.3), money(None)
    ('$0.00042', '$0', '$12.30', 'cost unknown')
    """
    if cost_usd is None:
        return "cost unknown"
    if not cost_usd:
        return "$0"
    if cost_usd >= 1:
        return f"${cost_usd:.2f}"
    return (
        f"${cost_usd:.2g}" if cost_usd >= 0.0001 else f"${cost_usd:.1g}" if cost_usd >= 1e-5 else "less than $0.00001"
    )


def usage_of(message: BaseMessage | None, model: str) -> Usage:
    """Return what one message took; `model` is Penchant's name for its model. Unknown where the server did not say."""
    counted: Mapping[str, Any] | None = getattr(message, "usage_metadata", None)
    if not counted:
        return Usage(cost_usd=0.0 if is_local(model) else None, whole=False)
    details = counted.get("input_token_details") or {}
    written = [details[name] for name in _WRITTEN if details.get(name) is not None]
    usage = Usage(
        counted["input_tokens"], counted["output_tokens"], details.get("cache_read"), sum(written) if written else None
    )
    own = _own_figure(message)
    if own is None and not details.get(_FOR_AN_HOUR):
        own = cost(usage, model)
    return replace(usage, cost_usd=own)


def cost(usage: Usage, model: str) -> float | None:
    """Return what a usage costs in US dollars by the table of prices; None where the model is not in it, or for prompts that long."""
    if is_local(model):
        return 0.0
    price = price_of(model)
    if price is None or usage.input_tokens is None or usage.output_tokens is None:
        return None
    if usage.input_tokens > price.get("most_input_tokens", usage.input_tokens):
        return None
    cached, written = usage.cached_tokens or 0, usage.written_tokens or 0
    plain = max(0, usage.input_tokens - cached - written)
    of_input = (
        plain * price["input"]
        + cached * price.get("cached", price["input"])
        + written * price.get("written", price["input"])
    )
    return float(of_input + usage.output_tokens * price["output"]) / MILLION


def is_local(model: str) -> bool:
    """Return whether a model runs on the person's own machines, where a token costs nothing: Ollama's cloud models do not."""
    return model == "embedded" or (model.startswith(("hf:", "ollama:")) and not re.search(r"[-:]cloud$", model))


def price_of(model: str) -> Mapping[str, float] | None:
    """Return a model's prices in US dollars a million tokens: "input", "cached", "written", "output"; None if they are not known.

    >>> price_of("openai:gpt-4.1-mini-2025-04-14") == price_of("openai:gpt-4.1-mini"), price_of("openai:nonsense")
    (True, None)
    """
    table = prices()["usd_per_million_tokens"]
    found: Mapping[str, float] | None = table.get(model) or table.get(_DATED.sub("", model))
    return found


@cache
def prices() -> dict[str, Any]:
    """Return the table of prices with its date ("as_of") and where it is from ("source")."""
    loaded: dict[str, Any] = json.loads(files(__package__).joinpath("prices.json").read_text("utf-8"))
    return loaded


def pack(usage: Usage) -> list[Any]:
    """Return a usage as a list for JSON."""
    return [
        usage.input_tokens, usage.output_tokens, usage.cached_tokens, usage.written_tokens, usage.cost_usd, usage.calls, int(usage.whole)
    ]  # fmt: skip


def unpack(entry: list[Any]) -> Usage:
    """Return what `pack` made a list of."""
    given, out, cached, written, cost_usd, calls, whole = entry
    return Usage(given, out, cached, written, cost_usd, calls, bool(whole))


def _own_figure(message: BaseMessage | None) -> float | None:
    """Return what the provider says that a message costs: routers such as OpenRouter report it beside the tokens."""
    counted = (getattr(message, "response_metadata", None) or {}).get("token_usage") or {}
    figure = counted.get("cost") if isinstance(counted, Mapping) else None
    return float(figure) if isinstance(figure, int | float) and not isinstance(figure, bool) and figure >= 0 else None


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)


def _figure(tokens: int | None) -> str:
    return "unknown" if tokens is None else f"{tokens:,}"
