from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from penchant.agent import Agent, Recalled, Remembered
from penchant.agent.errors import ModelRefused
from penchant.agent.local.actuator import Actuator
from penchant.agent.local.generation import Spelling
from penchant.agent.local.hugging import Loaded, load
from penchant.agent.local.local_chat import LocalChat
from penchant.agent.local.templated import begin_of, tokens_of, written
from penchant.agent.local.trial import Verdict, trial
from penchant.agent.models import Model, Profile, open_model
from penchant.agent.prompting.emphasis import KEY, Emphasis
from penchant.agent.steering import Dial
from penchant.memory import UserMemory

from tests.agent.talk import heard
from tests.agent.tiny import TEMPLATE, saved, tiny, tokenizer, torch

BLOCK, QUESTION = "I like tea and jazz. ", "What now?"
EMPHASES = [[7, 10, 1.0], [15, 19, 0.2]]


def loaded(template: str | None = TEMPLATE) -> Loaded:
    return Loaded("tiny", tiny(), tokenizer(template))


def chat(actuator: Actuator = Actuator.PROMPT, **options: Any) -> LocalChat:
    return LocalChat(loaded=loaded(), actuator=actuator, max_tokens=12, **options)


def message(marked: bool = True) -> HumanMessage:
    kept = {KEY: {"block": [0, len(BLOCK)], "emphases": EMPHASES}} if marked else {}
    return HumanMessage(BLOCK + QUESTION, additional_kwargs=kept)


def spelt(made: LocalChat, ids: Sequence[int]) -> str:
    text: str = made.loaded.tokenizer.decode(ids, skip_special_tokens=True)
    return text


# What the model is asked


def test_the_bias_is_on_the_tokens_of_the_labels_and_on_no_other() -> None:
    made = chat(Actuator.ATTENTION, dial=Dial(3))
    before = HumanMessage(f"{BLOCK}Again: tea and jazz.")
    request = made.request([SystemMessage("tea"), before, AIMessage("jazz"), message()])
    text = written(made.loaded.tokenizer, [{"role": "user", "content": BLOCK + QUESTION}])
    steered_at = [place for place, one in enumerate(request.logits) if one]
    assert "".join(spelt(made, [request.prompt.ids[place]]) for place in steered_at) == "teajazz"
    end = len(request.prompt.ids) - len(made.loaded.tokenizer(text, add_special_tokens=False)["input_ids"])
    assert min(steered_at) > end  # in the last message, not where the same words stood before
    assert sorted({round(one, 3) for one in request.logits}) == [
        -2.12,
        0.0,
        1.099,
    ]  # ln 3, and of a fifth of a fifth of that


def test_by_the_prompt_and_without_marks_nothing_is_steered() -> None:
    assert chat().request([message()]).logits == []
    assert chat(Actuator.ATTENTION).request([message(marked=False)]).logits == []


def test_the_contrast_is_with_the_prompt_that_has_no_block() -> None:
    made = chat(Actuator.CONTRAST)
    assert made.request([message()]).without == made.request([HumanMessage(QUESTION)]).prompt


def test_the_three_actuators_change_the_reply_and_without_marks_they_do_not() -> None:
    plain = chat().invoke([message()]).text
    for actuator in (Actuator.ATTENTION, Actuator.CONTRAST):
        made = chat(actuator, dial=Dial(8, 0.0), guidance=6.0)
        assert made.invoke([message(marked=False)]).text == plain
        assert made.invoke([message()]).text != plain


def test_pictures_tools_and_prompts_that_are_too_long_are_refused() -> None:
    picture = HumanMessage([{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}])
    with pytest.raises(ModelRefused, match="text only"):
        chat().invoke([picture])
    with pytest.raises(ModelRefused, match=r"the prompt has 6\d\d tokens"):
        chat().invoke("a" * 600)


# Templates


@pytest.mark.parametrize(
    "template",
    [TEMPLATE, None, TEMPLATE.replace("one.content", "one.content | trim"), "{{ 'tea and jazz ' * 3 }}" + TEMPLATE],
)
@pytest.mark.parametrize("content", ["tea", "  tea ", "tea tea"])
def test_a_message_is_found_in_what_the_template_writes(template: str | None, content: str) -> None:
    messages = [{"role": "user", "content": "tea"}, {"role": "assistant", "content": "tea"}] * 2
    messages += [{"role": "user", "content": content}]
    begin = begin_of(tokenizer(template), messages, 4)
    text = written(tokenizer(template), messages)
    lead = len(content) - len(content.lstrip())
    assert text[begin + lead :].startswith("tea")
    assert text.count("tea", begin + lead) == content.count("tea")


def test_a_template_without_a_system_message_gets_it_with_the_first_of_the_persons() -> None:
    picky = tokenizer("{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}{% endif %}" + TEMPLATE)
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "tea"}]
    assert written(picky, messages) == "<|user|>Be brief.\n\ntea<|end|><|assistant|>"
    assert written(picky, messages)[begin_of(picky, messages, 1) :].startswith("tea")


def test_a_template_that_rewrites_what_is_said_is_refused() -> None:
    with pytest.raises(ValueError, match="changes what the person says"):
        begin_of(
            tokenizer(TEMPLATE.replace("one.content", "one.content | upper")), [{"role": "user", "content": "tea"}], 0
        )


def test_a_token_that_has_one_character_of_a_label_belongs_to_it() -> None:
    found = tokens_of(tokenizer(), [{"role": "user", "content": "攀岩"}])
    begin = begin_of(tokenizer(), [{"role": "user", "content": "攀岩"}], 0)
    logits = found.logits([Emphasis(begin, begin + 1, 1.0)], Dial(3))
    assert sum(map(bool, logits)) == 3  # the three bytes of the first character


def test_what_ties_a_topic_to_the_one_before_is_lowered_with_it_and_never_raised() -> None:
    said = "jazz and tea"
    found = tokens_of(tokenizer(), [{"role": "user", "content": said}])
    begin = begin_of(tokenizer(), [{"role": "user", "content": said}], 0)
    places = Emphasis(begin, begin + 4, 1.0), Emphasis(begin + 9, begin + 12, 0.2, joint=5)
    lowered = [found.offsets[place] for place, bias in enumerate(found.logits(places, Dial(3))) if bias < 0]
    assert (min(lowered)[0], max(lowered)[1]) == (begin + 4, begin + 12)
    raised = found.logits((places[0], Emphasis(begin + 9, begin + 12, 1.0, joint=5)), Dial(3))
    assert [found.offsets[place][0] >= begin + 9 for place, bias in enumerate(raised) if bias].count(True) == 3


# Replies


def test_a_stream_is_the_reply_in_pieces_with_its_usage() -> None:
    made = chat()
    chunks = list(made.stream([message()]))
    whole = made.invoke([message()])
    assert "".join(str(one.text) for one in chunks) == whole.text
    usage = next(one.usage_metadata for one in chunks if one.usage_metadata)
    assert usage == whole.usage_metadata
    assert usage["input_tokens"] == len(made.request([message()]).prompt.ids)
    assert 0 < usage["output_tokens"] <= 12
    assert whole.response_metadata["finish_reason"] in ("stop", "length")


async def test_an_async_stream_is_the_same() -> None:
    made = chat()
    assert "".join([str(one.text) async for one in made.astream([message()])]) == made.invoke([message()]).text


def test_the_end_token_ends_the_reply_and_is_not_part_of_it() -> None:
    made = chat()
    first = made.loaded.model.generate(torch.tensor([made.request([message()]).prompt.ids]), max_new_tokens=3)
    ended = LocalChat(loaded=made.loaded, max_tokens=12, options={"eos_token_id": int(first[0, -1])})
    reply = ended.invoke([message()])
    assert reply.usage_metadata is not None
    assert reply.usage_metadata["output_tokens"] <= 3
    assert reply.response_metadata["finish_reason"] == "stop"


async def test_a_reader_who_leaves_stops_the_reply() -> None:
    made = LocalChat(loaded=loaded(), max_tokens=400, options={"min_new_tokens": 400})
    steps = _counted(made)
    pieces = made.astream([message()])
    await anext(pieces)
    assert isinstance(pieces, AsyncGenerator)
    await pieces.aclose()
    await asyncio.to_thread(_join_generations)
    assert steps[0] < 400


async def test_a_task_that_is_cancelled_stops_the_reply_and_restores_the_model() -> None:
    made = LocalChat(loaded=loaded(), actuator=Actuator.ATTENTION, max_tokens=400, options={"min_new_tokens": 400})
    steps, begun = _counted(made), asyncio.Event()

    async def read() -> None:
        async for _ in made.astream([message()]):
            begun.set()

    task = asyncio.create_task(read())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(_join_generations)
    assert steps[0] < 400
    assert made.loaded.model.config._attn_implementation == "sdpa"


def _counted(made: LocalChat) -> list[int]:
    """Return a count of the steps that `generate` makes from now on, in this chat alone."""
    steps = [0]

    def count(_ids: Any, scores: Any) -> Any:
        steps[0] += 1
        return scores

    made.options["logits_processor"] = [count]
    return steps


def _join_generations() -> None:
    for thread in threading.enumerate():
        if thread.name == "penchant-generate":
            thread.join()


def test_an_error_in_the_model_is_raised_to_the_reader() -> None:
    with pytest.raises(ValueError, match="temperature"):
        chat(options={"do_sample": True, "temperature": -1.0}).invoke([message()])


def test_a_stop_ends_the_reply_before_it() -> None:
    whole = str(chat().invoke([message()]).text)
    at = next(place for place in range(2, len(whole)) if whole.find(whole[place : place + 2]) == place)
    assert chat().invoke([message()], stop=[whole[at : at + 2]]).text == whole[:at]


def test_a_character_of_several_tokens_is_given_out_whole() -> None:
    made = tokenizer()
    spelling = Spelling(made)
    pieces = [spelling.more([one]) for one in made("茶, ok", add_special_tokens=False)["input_ids"]]
    assert pieces == ["", "", "茶", ",", " ", "o", "k"]


def test_what_may_be_the_beginning_of_a_stop_is_kept_back() -> None:
    made = tokenizer()
    spelling = Spelling(made, ["END"])
    pieces = [spelling.more([one]) for one in made("a ENEND b", add_special_tokens=False)["input_ids"]]
    assert "".join(pieces) == "a EN"
    assert spelling.stopped
    assert spelling.rest() == ""


# Opening


def test_a_folder_is_opened_by_its_path(tmp_path: Path) -> None:
    model = open_model(f"hf:{saved(tmp_path)}", tmp_path)
    assert model.profile.name == f"hf:{tmp_path}"
    assert model.profile.window_tokens == 512
    assert model.profile.count("tea") == 3
    assert model.chat.invoke("tea").usage_metadata is not None


def test_a_model_that_does_not_follow_is_asked_by_the_prompt_and_says_so(tmp_path: Path) -> None:
    model = open_model(f"hf:{saved(tmp_path)}", tmp_path, Actuator.ATTENTION)  # its weights are random
    assert model.profile.actuator is Actuator.PROMPT
    assert "cannot be steered" in model.notice
    assert "by the prompt alone" in model.notice


def test_the_trial_leaves_the_model_as_it_was() -> None:
    made = loaded()
    verdict = trial(made, Dial())
    assert verdict.drift >= 0
    assert made.model.config._attn_implementation == "sdpa"


@pytest.mark.parametrize(("rise", "drift", "passed"), [(1.0, 0.01, True), (0.1, 0.01, False), (1.0, 0.06, False)])
def test_a_trial_is_passed_by_a_rise_without_drift(rise: float, drift: float, passed: bool) -> None:
    assert Verdict(rise, drift).passed is passed


@pytest.mark.parametrize("name", ["nowhere", "/no/such/folder", "./here", "a/b/c"])
def test_what_is_no_model_is_refused(name: str) -> None:
    with pytest.raises(ModelRefused, match="is no folder with a model"):
        load(name)


def test_a_gguf_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="there is no model file"):
        load(str(tmp_path / "none.gguf"))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="transformers cannot load"):
        load(str(tmp_path))


def test_without_the_extra_it_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setattr("penchant.agent.local.hugging.find_spec", lambda name: None if name == "torch" else object())
    with pytest.raises(ModelRefused, match=r"torch must be installed: `pip install 'penchant\[attention\]'`"):
        open_model("hf:owner/name", tmp_path)


@pytest.mark.parametrize(("actuator", "what"), [(Actuator.ATTENTION, "attention"), (Actuator.CONTRAST, "logits")])
@pytest.mark.parametrize("name", ["openai:gpt-4.1-mini", "http://127.0.0.1:1/v1#m", "ollama:llama3.2"])
def test_a_model_elsewhere_cannot_be_steered(name: str, actuator: Actuator, what: str, tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match=f"shows nobody its {what}: --bias {actuator.value} works with hf:"):
        open_model(name, tmp_path, actuator)


# The agent


async def test_the_agent_tells_a_model_that_can_be_steered_where_the_topics_stand(person: UserMemory) -> None:
    person.observe("I love rock climbing. I go rock climbing every week.")
    person.observe("Rock climbing is what I like most.")
    made = LocalChat(loaded=loaded(), actuator=Actuator.ATTENTION, max_tokens=8, options={"min_new_tokens": 8})
    asked: list[Any] = []
    made.loaded.tokenizer.chat_template = TEMPLATE
    object.__setattr__(made, "request", _spied(made.request, asked))
    profile = Profile("tiny", window_tokens=4000, actuator=Actuator.ATTENTION)
    agent = Agent(Model(profile, made, "told once"), person, session="s")
    events = await heard(agent, "Suggest something to do this weekend.")
    recalled = events[0]
    assert isinstance(recalled, Recalled)
    assert recalled.notice == "told once"
    assert isinstance(events[-1], Remembered)
    assert "climbing" in spelt(
        made, [one for one, bias in zip(asked[0].prompt.ids, asked[0].logits, strict=True) if bias]
    )
    again = (await heard(agent, "Suggest something else."))[0]
    assert isinstance(again, Recalled)
    assert again.notice == ""


def _spied(request: Any, asked: list[Any]) -> Any:
    def spy(messages: Any) -> Any:
        asked.append(request(messages))
        return asked[-1]

    return spy
