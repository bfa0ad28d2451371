"""Likelihoods of answers, beside the model read word by word; and what is put before a question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from langchain_core.messages import HumanMessage
from penchant.agent.local.actuator import Actuator
from penchant.agent.local.hugging import Loaded
from penchant.agent.local.local_chat import LocalChat
from penchant.agent.models import Profile
from penchant.agent.prompting.block import Placement
from penchant.agent.prompting.emphasis import KEY, marks_of
from penchant.agent.steering import Dial, steered
from penchant.evals.choosing.asked import quoting
from penchant.evals.choosing.chooser import Chooser, check_model
from penchant.evals.choosing.likelihood import likelihoods
from penchant.evals.systems.system import Piece

from tests.agent.tiny import FAMILIES, tiny, tokenizer, torch

BLOCK, QUESTION = "I like tea and jazz. ", "What now?"
ANSWERS = ["Tea.", "A concert of jazz tonight", "x"]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def chat(actuator: Actuator = Actuator.PROMPT, family: str = "llama") -> LocalChat:
    return LocalChat(loaded=Loaded("tiny", tiny(family), tokenizer()), actuator=actuator, dial=Dial(3))


def message() -> HumanMessage:
    kept = {"block": [0, len(BLOCK)], "emphases": [[7, 10, 1.0], [15, 19, 0.2]]}
    return HumanMessage(BLOCK + QUESTION, additional_kwargs={KEY: kept})


def one_by_one(
    made: LocalChat, prompt: Sequence[int], said: Sequence[int], logits: Sequence[float]
) -> list[list[float]]:
    """The log-probabilities of the whole vocabulary before each token, the whole text read anew for each and nothing kept."""
    found = []
    for place in range(len(said)):
        ids = torch.tensor([[*prompt, *said[:place]]])
        with torch.inference_mode(), steered(made.loaded.model, [list(logits)], made.dial):
            found.append(made.loaded.model(ids, use_cache=False).logits[0, -1].double().log_softmax(-1).tolist())
    return found


@pytest.mark.parametrize("family", FAMILIES)
def test_likelihoods_are_those_of_a_model_that_reads_every_answer_alone(family: str) -> None:
    made = chat(family=family)
    prompt = made.request([message()]).prompt.ids
    for text, found in zip(ANSWERS, likelihoods(made, [message()], ANSWERS), strict=True):
        said = made.loaded.tokenizer(text, add_special_tokens=False)["input_ids"]
        expected = [row[one] for row, one in zip(one_by_one(made, prompt, said, []), said, strict=True)]
        assert found == pytest.approx(expected, abs=1e-4)


def test_attention_is_steered_while_answers_are_read() -> None:
    made = chat(Actuator.ATTENTION)
    request = made.request([message()])
    assert any(request.logits)
    plain = likelihoods(chat(), [message()], ANSWERS)
    for text, found, before in zip(ANSWERS, likelihoods(made, [message()], ANSWERS), plain, strict=True):
        said = made.loaded.tokenizer(text, add_special_tokens=False)["input_ids"]
        rows = one_by_one(made, request.prompt.ids, said, request.logits)
        assert found == pytest.approx([row[one] for row, one in zip(rows, said, strict=True)], abs=1e-6)
        assert found != pytest.approx(before, abs=1e-6)


def test_contrast_makes_larger_what_the_block_changes() -> None:
    made = chat(Actuator.CONTRAST)
    request = made.request([message()])
    for text, found in zip(ANSWERS, likelihoods(made, [message()], ANSWERS), strict=True):
        said = made.loaded.tokenizer(text, add_special_tokens=False)["input_ids"]
        within, without = (
            torch.tensor(one_by_one(made, one.ids, said, [])) for one in (request.prompt, request.without)
        )
        weights = within.exp() ** made.guidance * without.exp() ** (1 - made.guidance)
        shares = weights / weights.sum(1, keepdim=True)
        assert found == pytest.approx([float(row[one].log()) for row, one in zip(shares, said, strict=True)], abs=1e-5)


def test_an_answer_without_words_has_no_likelihood() -> None:
    with pytest.raises(ValueError, match="an answer must have words"):
        likelihoods(chat(), [message()], ["tea", ""])


def test_the_likeliest_option_is_chosen_by_the_mean_of_its_tokens() -> None:
    made = Chooser(chat(), Profile("tiny"))
    each = [sum(one) / len(one) for one in likelihoods(made.chat, [message()], ANSWERS)]
    assert made.choose([message()], ANSWERS) == each.index(max(each))
    assert made.choose([message()], ANSWERS[::-1]) == 2 - each.index(max(each))


@pytest.mark.parametrize("name", ["openai:gpt-4.1", "ollama:llama3", "http://localhost:8000/v1"])
def test_a_model_that_runs_elsewhere_is_refused_with_those_that_will_do(name: str) -> None:
    with pytest.raises(ValueError, match="multiple choice needs embedded or hf:"):
        check_model(name)
    check_model("")


# What is put before a question


def quoted(pieces: Sequence[Piece], budget: int, placement: Placement = Placement.FENCED) -> HumanMessage:
    times = {one.id: NOW - timedelta(days=int(one.id)) for one in pieces}
    profile = Profile("tiny", placement, count=lambda text: len(text.split()), system="Be brief.")
    first, last = quoting(QUESTION, pieces, times, budget, profile)
    assert first.content == "Be brief."
    assert isinstance(last, HumanMessage)
    return last


def test_turns_are_quoted_as_the_product_quotes_them_and_marked_by_how_they_bear() -> None:
    last = quoted([Piece("1", "I bake rye bread.", 0.9), Piece("2", "I avoid nuts.", 0.4)], 100, Placement.SPOKEN)
    assert last.content == f"On 2025-12-30 I said: I avoid nuts. On 2025-12-31 I said: I bake rye bread. {QUESTION}"
    marks = marks_of(last)
    assert marks is not None
    assert str(last.content)[slice(*marks.block)] + QUESTION == last.content
    assert [(str(last.content)[one.start : one.end][-12:].strip(), one.score) for one in marks.emphases] == [
        ("avoid nuts.", 0.4),
        ("rye bread.", 0.9),
    ]


def test_what_does_not_fit_the_budget_is_left_out_and_without_quotes_the_question_stands_alone() -> None:
    pieces = [Piece("1", "I bake rye bread.", 0.9), Piece("2", "I avoid nuts.", 0.4)]
    short = str(quoted(pieces, 9, Placement.SPOKEN).content)
    assert "rye" in short
    assert "nuts" not in short
    alone = quoted([], 100)
    assert alone.content == QUESTION
    assert marks_of(alone) is None
