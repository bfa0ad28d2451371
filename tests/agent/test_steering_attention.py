from __future__ import annotations

from collections.abc import Sequence
from math import log
from threading import Barrier, Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from penchant.agent.steering import MOST, Dial, steered

from tests.agent.tiny import FAMILIES, tiny, torch

ALL = Dial(spared=0.0)
PROMPT = [5, 17, 99, 42, 7, 63, 120, 31, 8, 77]
SPAN = [0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 2.0, 0.0, 0.0, 0.0]

every_family = pytest.mark.parametrize("family", FAMILIES)


def logits(model: Any, ids: Sequence[int], bias: Sequence[float] | None = None, dial: Dial = ALL) -> Any:
    with torch.no_grad():
        if bias is None:
            return model(torch.tensor([ids])).logits[0]
        with steered(model, [bias], dial):
            return model(torch.tensor([ids])).logits[0]


def generated(model: Any, rows: Sequence[Sequence[int]], bias: Sequence[Sequence[float]], **options: Any) -> Any:
    """Return what is generated after prompts that are padded at the left, and the scores of its tokens."""
    width = max(map(len, rows))
    ids = torch.tensor([[258] * (width - len(row)) + list(row) for row in rows])
    mask = torch.tensor([[0] * (width - len(row)) + [1] * len(row) for row in rows])
    padded = [[0.0] * (width - len(row)) + list(row) for row in bias]
    with steered(model, padded, ALL):
        found = model.generate(
            ids,
            attention_mask=mask,
            max_new_tokens=6,
            min_new_tokens=6,
            do_sample=False,
            return_dict_in_generate=True,
            output_logits=True,
            **options,
        )
    return found.sequences[:, width:], torch.stack(found.logits, 1)


def close(one: Any, other: Any, within: float = 0.0) -> bool:
    return bool((one - other).abs().max() < (within or {torch.float64: 1e-6, torch.float32: 1e-4}[one.dtype]))


# What the bias does


@every_family
def test_no_bias_gives_the_plain_logits(family: str) -> None:
    model = tiny(family)
    assert close(logits(model, PROMPT, [0.0] * 10), logits(model, PROMPT))


@every_family
def test_a_bias_moves_the_logits(family: str) -> None:
    model = tiny(family)
    assert not close(logits(model, PROMPT, SPAN), logits(model, PROMPT), 0.01)


@every_family
def test_what_stands_before_the_span_is_read_as_before(family: str) -> None:
    model = tiny(family)
    assert close(logits(model, PROMPT, SPAN)[:5], logits(model, PROMPT)[:5])


@given(bias=st.floats(-4, 4), prompt=st.lists(st.integers(0, 255), min_size=1, max_size=12))
@settings(max_examples=20, deadline=None)
def test_the_same_bias_on_all_keys_changes_nothing(bias: float, prompt: list[int]) -> None:
    for family in ("llama", "a sliding window"):
        model = tiny(family)
        assert close(logits(model, prompt, [bias] * len(prompt)), logits(model, prompt))


@given(bias=st.floats(0, 2))
@settings(max_examples=10, deadline=None)
def test_attention_to_the_span_has_its_log_odds_raised_by_the_bias(bias: float) -> None:
    model = tiny("llama", attn_implementation="eager")
    span = [bias * (one > 0) for one in SPAN]
    ids = torch.tensor([PROMPT])
    with torch.no_grad(), steered(model, [span], ALL):
        steered_maps = model(ids, output_attentions=True).attentions
    with torch.no_grad():
        plain_maps = model(ids, output_attentions=True).attentions
    for mass, before in zip(_mass(steered_maps[0]), _mass(plain_maps[0]), strict=True):  # deeper ones have other inputs
        assert torch.logit(mass).item() == pytest.approx(
            torch.logit(before).item() + bias, abs=1e-4
        )  # softmax is in single precision


def _mass(attention: Any) -> Any:
    """The last token's attention to the span, for each head."""
    return attention[0, :, -1, 5:7].sum(-1)


def test_only_the_upper_layers_are_steered() -> None:
    model = tiny("llama", attn_implementation="eager")
    ids = torch.tensor([PROMPT])
    with torch.no_grad():
        plain = model(ids, output_attentions=True).attentions
        with steered(model, [SPAN], Dial(spared=2 / 3)):
            found = model(ids, output_attentions=True).attentions
    assert [close(one, other) for one, other in zip(found, plain, strict=True)] == [True, True, False]


def test_what_is_lowered_may_be_lowered_in_all_layers_and_what_is_raised_not() -> None:
    lowered, dial = [-one for one in SPAN], Dial(spared=2 / 3, hides=True)
    assert _changed_layers(SPAN, dial) == [False, False, True]
    assert _changed_layers(lowered, dial) == [True, True, True]
    assert _changed_layers(lowered, Dial(spared=2 / 3, hides=False)) == [False, False, True]


def _changed_layers(bias: Sequence[float], dial: Dial) -> list[bool]:
    model = tiny("llama", attn_implementation="eager")
    ids = torch.tensor([PROMPT])
    with torch.no_grad():
        plain = model(ids, output_attentions=True).attentions
        with steered(model, [bias], dial):
            found = model(ids, output_attentions=True).attentions
    return [not close(one, other) for one, other in zip(found, plain, strict=True)]


@settings(max_examples=8, deadline=None)
@given(places=st.sets(st.integers(0, len(PROMPT) - 2), min_size=1, max_size=4))
def test_what_is_lowered_far_is_as_if_it_were_not_attended_to(places: set[int]) -> None:
    model = tiny("llama")
    bias = [-1e4 if place in places else 0.0 for place in range(len(PROMPT))]
    mask = torch.tensor([[float(place not in places) for place in range(len(PROMPT))]])
    with torch.no_grad():
        masked = model(torch.tensor([PROMPT]), attention_mask=mask, position_ids=torch.arange(len(PROMPT))[None]).logits
    assert close(logits(model, PROMPT, bias, Dial(hides=True))[-1], masked[0, -1])


# `generate`


@every_family
def test_with_a_cache_the_same_is_generated_as_without(family: str) -> None:
    model = tiny(family)
    said, scores = generated(model, [PROMPT], [SPAN])
    without_said, without_scores = generated(model, [PROMPT], [SPAN], use_cache=False)
    assert said.tolist() == without_said.tolist()
    assert close(scores, without_scores)


@every_family
def test_with_a_static_cache_the_same_is_generated_as_with_one_that_grows(family: str) -> None:
    model = tiny(family)
    said, scores = generated(model, [PROMPT], [SPAN])
    static_said, static_scores = generated(model, [PROMPT], [SPAN], cache_implementation="static", disable_compile=True)
    assert said.tolist() == static_said.tolist()
    assert close(scores, static_scores)


@every_family
def test_padding_changes_nothing(family: str) -> None:
    model = tiny(family)
    rows, bias = [PROMPT, PROMPT[:3], PROMPT[2:9]], [SPAN, [0.0, 1.5, 0.0], SPAN[2:9]]
    _, together = generated(model, rows, bias)
    for place, (row, one) in enumerate(zip(rows, bias, strict=True)):
        assert close(together[place], generated(model, [row], [one])[1][0])


@every_family
def test_beams_of_a_batch_are_those_of_each_alone(family: str) -> None:
    model = tiny(family)
    rows, bias = [PROMPT, PROMPT[2:9]], [SPAN, [1.0, *[0.0] * 6]]
    said, _ = generated(model, rows, bias, num_beams=3)
    assert said.tolist() == [
        generated(model, [row], [one], num_beams=3)[0][0].tolist() for row, one in zip(rows, bias, strict=True)
    ]


@every_family
def test_beams_without_a_bias_are_the_plain_ones(family: str) -> None:
    model = tiny(family)
    said, _ = generated(model, [PROMPT], [[0.0] * 10], num_beams=3)
    plain = model.generate(torch.tensor([PROMPT]), max_new_tokens=6, min_new_tokens=6, num_beams=3, do_sample=False)
    assert said[0].tolist() == plain[0, 10:].tolist()


def test_half_precision_with_padding_gives_numbers() -> None:
    model = tiny("llama", num_hidden_layers=2).to(torch.bfloat16)
    _, scores = generated(model, [PROMPT, PROMPT[:2]], [[-2.0] * 10, [2.0, 0.0]])
    assert torch.isfinite(scores).all()


# Before and after


def test_the_model_has_its_own_attention_afterwards() -> None:
    model = tiny()
    before = model.config._attn_implementation
    with steered(model, [SPAN]):
        assert model.config._attn_implementation != before
    assert model.config._attn_implementation == before


@every_family
def test_the_model_is_as_it_was_after_an_exception(family: str) -> None:
    model = tiny(family)
    before, plain = model.config._attn_implementation, logits(model, PROMPT)
    with pytest.raises(KeyError), steered(model, [SPAN], ALL):
        raise KeyError
    assert model.config._attn_implementation == before
    assert torch.equal(logits(model, PROMPT), plain)


def test_inside_another_bias_the_inner_one_counts_and_then_the_outer_one_again() -> None:
    model = tiny()
    other = [1.5, *[0.0] * 9]
    with steered(model, [SPAN], ALL), torch.no_grad():
        assert close(logits(model, PROMPT, other), logits_outside(other))
        assert close(model(torch.tensor([PROMPT])).logits[0], logits_outside(SPAN))


def logits_outside(bias: Sequence[float]) -> Any:
    return logits(tiny("llama", pad_token_id=258), PROMPT, bias)


def test_two_threads_steer_one_model_each_its_own_way() -> None:
    model = tiny()
    biases = [SPAN, [0.0, 2.0, *[0.0] * 8], [0.0] * 10]
    alone = [generated(model, [PROMPT], [one])[1] for one in biases]
    found: dict[int, Any] = {}
    together = Barrier(len(biases))

    def work(place: int) -> None:
        together.wait(120)
        found[place] = [generated(model, [PROMPT], [biases[place]])[1] for _ in range(4)]

    threads = [Thread(target=work, args=(place,)) for place in range(len(biases))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(close(one, alone[place]) for place in range(len(biases)) for one in found[place])
    assert model.config._attn_implementation == "sdpa"


# The dial


@given(multiplier=st.floats(1, MOST), score=st.floats(0, 1), more=st.floats(0, 1))
def test_a_higher_score_never_has_a_lower_bias(multiplier: float, score: float, more: float) -> None:
    dial = Dial(multiplier)
    assert 0 <= dial.logit(score * more) <= dial.logit(score) <= log(multiplier) + 1e-12


@given(
    multiplier=st.floats(1, MOST),
    power=st.floats(0.5, 4),
    scores=st.lists(st.floats(0, 1), min_size=1, max_size=5),
)
def test_biases_keep_the_order_of_the_scores_and_lie_within_the_multiplier_and_its_power(
    multiplier: float, power: float, scores: list[float]
) -> None:
    biases = Dial(multiplier, power=power).logits(scores)
    in_order = [bias for _, bias in sorted(zip(scores, biases, strict=True))]
    assert in_order == sorted(in_order)
    assert max(biases) == pytest.approx(Dial(multiplier).logit(max(scores)), abs=1e-12)
    assert min(biases) >= -power * log(multiplier) - 1e-9


@given(power=st.floats(0.5, 4), scores=st.lists(st.floats(0, 1), max_size=5))
def test_a_multiplier_of_one_steers_nothing(power: float, scores: list[float]) -> None:
    assert [abs(one) for one in Dial(1, power=power).logits(scores)] == [0.0] * len(scores)


def test_topics_of_one_strength_are_raised_alike_and_no_topic_not_at_all() -> None:
    assert Dial(3).logits([0.5, 0.5]) == [Dial(3).logit(0.5)] * 2
    assert Dial(3).logits([0.0, 0.0]) == [0.0, 0.0]
    assert Dial(3).logits([]) == []


@pytest.mark.parametrize(("power", "less"), [(1, 2), (2, 4)])
def test_half_the_score_is_half_the_attention_to_its_power(power: float, less: float) -> None:
    strong, weak = Dial(5, power=power).logits([0.8, 0.4])
    assert strong - weak == pytest.approx(log(less))
    assert Dial(5, relative=False).logits([0.8, 0.4]) == [Dial(5).logit(0.8), Dial(5).logit(0.4)]


@pytest.mark.parametrize(
    "options", [{"multiplier": 0.5}, {"multiplier": 9}, {"spared": 1.0}, {"spared": -0.1}, {"power": -1}]
)
def test_a_dial_out_of_range_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not"):
        Dial(**options)


@pytest.mark.parametrize(("spared", "layers", "first"), [(2 / 3, 30, 20), (0.5, 30, 15), (0.0, 30, 0), (2 / 3, 4, 2)])
def test_the_spared_layers_are_the_lower_ones(spared: float, layers: int, first: int) -> None:
    assert Dial(spared=spared).first_layer(layers) == first
