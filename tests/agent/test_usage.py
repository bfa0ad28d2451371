from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from penchant.agent import Usage
from penchant.agent.asking.usage import cost, is_local, pack, price_of, prices, unpack, usage_of

MINI = "openai:gpt-4.1-mini"


def message(usage: dict[str, Any] | None = None, **metadata: Any) -> Any:
    from langchain_core.messages import AIMessage

    return AIMessage("Hi.", usage_metadata=usage, response_metadata=metadata)


COUNTED = {"input_tokens": 1000, "output_tokens": 100, "total_tokens": 1100}


def test_a_cost_is_computed_from_the_table() -> None:
    price = price_of(MINI)
    assert price is not None
    expected = (1000 * price["input"] + 100 * price["output"]) / 1e6
    assert usage_of(message(COUNTED), MINI).cost_usd == pytest.approx(expected)


def test_cached_tokens_cost_less_and_written_ones_more() -> None:
    model = "anthropic:claude-sonnet-4-0"
    price = price_of(model)
    assert price is not None
    counted = COUNTED | {"input_token_details": {"cache_read": 600, "cache_creation": 300}}
    usage = usage_of(message(counted), model)
    assert (usage.cached_tokens, usage.written_tokens) == (600, 300)
    expected = (100 * price["input"] + 600 * price["cached"] + 300 * price["written"] + 100 * price["output"]) / 1e6
    assert usage.cost_usd == pytest.approx(expected)


@pytest.mark.parametrize("model", ["openai:nonsense", "http://127.0.0.1:1/v1#gpt-4.1-mini", "gpt-4.1-mini", "loopback"])
def test_a_cost_that_is_not_known_is_said_as_unknown(model: str) -> None:
    usage = usage_of(message(COUNTED), model)
    assert usage.cost_usd is None
    assert str(usage).endswith("cost unknown")


def test_a_prompt_longer_than_a_price_holds_for_has_an_unknown_cost() -> None:
    long = Usage(200_001, 10)
    assert cost(long, "google:gemini-2.5-pro") is None
    assert cost(Usage(200_000, 10), "google:gemini-2.5-pro") is not None


@pytest.mark.parametrize(
    ("model", "local"),
    [
        ("embedded", True), ("ollama:qwen3:0.6b", True), ("hf:HuggingFaceTB/SmolLM2-135M-Instruct", True),
        ("ollama:gpt-oss:120b-cloud", False), ("ollama:kimi:cloud", False), (MINI, False), ("http://127.0.0.1/v1#m", False),
    ],
)  # fmt: skip
def test_what_runs_here_costs_nothing(model: str, local: bool) -> None:
    assert is_local(model) is local
    assert usage_of(message(COUNTED), model).cost_usd == (0.0 if local else cost(Usage(1000, 100), model))


def test_the_providers_own_figure_goes_before_the_table() -> None:
    assert usage_of(message(COUNTED, token_usage={"cost": 0.5}), MINI).cost_usd == 0.5
    assert usage_of(message(COUNTED, token_usage={"cost": 0}), "router").cost_usd == 0.0


def test_a_server_that_counts_nothing_leaves_everything_unknown() -> None:
    assert usage_of(message(), MINI) == Usage(whole=False)
    assert str(usage_of(None, MINI)) == "tokens unknown, cost unknown"


def test_a_sum_is_only_as_known_as_its_parts() -> None:
    known, unknown = Usage(10, 1, 5, cost_usd=0.25), Usage(20, 2)
    assert known + known == Usage(20, 2, 10, cost_usd=0.5, calls=2)
    assert known + unknown == Usage(30, 3, 5, cost_usd=None, calls=2)
    assert str(known + Usage(whole=False)) == "at least 10 tokens in (5 cached), 1 out, cost unknown, 2 calls"


@pytest.mark.parametrize("usage", [Usage(), Usage(1, 2, 3, 4, 0.5, 6, False), Usage(0, 0, cost_usd=0.0)])
def test_a_usage_is_read_back_as_it_was(usage: Usage) -> None:
    assert unpack(pack(usage)) == usage


def test_the_table_says_when_and_from_where_it_is_and_every_price_makes_sense() -> None:
    table = prices()
    assert date(2026, 1, 1) < date.fromisoformat(table["as_of"])
    assert table["source"]
    for name, price in table["usd_per_million_tokens"].items():
        assert name.partition(":")[0] in ("openai", "anthropic", "google")
        assert 0 < price.get("cached", price["input"]) <= price["input"] <= price["output"]


def test_a_dated_version_costs_what_its_name_does_unless_it_has_a_price_of_its_own() -> None:
    assert price_of("openai:gpt-4.1-mini-2025-04-14") == price_of(MINI)
    assert price_of("anthropic:claude-sonnet-4-5-20250929") == price_of("anthropic:claude-sonnet-4-5")
    assert price_of("openai:gpt-4o-2024-05-13") != price_of("openai:gpt-4o")
