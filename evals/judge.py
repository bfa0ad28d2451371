"""Metrics with a judge: a language model says whether an answer uses what is known of the person, and whether it does so well.

They are opinions, and stand apart from what is measured: `Judged` is its own file, never a part of a `Run`. Every vote is kept as it
was given. The prompts lie beside this file, one a question.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal

from .statistics import interval

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Question = Literal["follows", "unwanted", "factual"]

QUESTIONS: Final[dict[Question, str]] = {
    "follows": "the answer follows what the person has said they want",
    "unwanted": "the answer brings in something of the person's that has no place in it",
    "factual": "the answer is right whatever the person likes",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """What is judged: whose it is, what is known of them, what was asked and answered, and by which system."""

    id: str
    person: str
    system: str
    known: str
    asked: str
    answer: str


@dataclass(frozen=True, slots=True)
class Vote:
    """What a judge said of an answer to a question: yes, no, or None where it said neither; `said` are its words."""

    answer: str
    question: Question
    judge: str
    yes: bool | None
    said: str


@dataclass(frozen=True, slots=True)
class Judged:
    """All votes, and the answers that they are about."""

    answers: tuple[Answered, ...]
    votes: tuple[Vote, ...]

    def written(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def judge(answers: Sequence[Answered], judges: dict[str, BaseChatModel], questions: Sequence[Question] = ()) -> Judged:
    """Ask every judge every question on every answer, one call each.

    Args:
        answers: what is judged; a judge is not told which system an answer is from.
        judges: LangChain models by the names that their votes shall bear.
        questions: of `QUESTIONS`; all of them if not given.
    """
    votes = [
        _vote(one, question, name, model)
        for one in answers
        for question in questions or tuple(QUESTIONS)
        for name, model in judges.items()
    ]
    return Judged(tuple(answers), tuple(votes))


def _vote(one: Answered, question: Question, name: str, model: BaseChatModel) -> Vote:
    # Filled in at once, so that braces in what was said are left alone.
    text = re.sub(r"\{(known|asked|answer)\}", lambda place: _data(getattr(one, place[1])), prompt(question))
    said = str(model.invoke([("human", text)]).text).strip()
    return Vote(one.id, question, name, _verdict(said), said)


def _data(text: str) -> str:
    """Return a text on one line, without what could close the marks around it."""
    return " ".join(text.replace("<", "‹").replace(">", "›").split())


@cache
def prompt(question: Question) -> str:
    """Return the prompt of a question."""
    return files(f"{__package__}.prompts").joinpath(f"{question}.txt").read_text("utf-8")


def _verdict(said: str) -> bool | None:
    """Return the last yes or no of a judge's words: models think aloud before they decide."""
    found = re.findall(r"\b(yes|no)\b|(不是|是|否)", said.lower())
    words = [one or other for one, other in found]
    return words[-1] in ("yes", "是") if words else None


def rates(judged: Judged, seed: int = 0) -> dict[tuple[str, Question, str], tuple[float, float, float]]:
    """Return by system, question and judge the mean over people of how often it said yes, with its 95 % interval.

    Votes that were neither yes nor no are left out.
    """
    whose = {one.id: one for one in judged.answers}
    each: dict[tuple[str, Question, str], dict[str, list[float]]] = {}
    for vote in judged.votes:
        if vote.yes is not None:
            key = (whose[vote.answer].system, vote.question, vote.judge)
            each.setdefault(key, {}).setdefault(whose[vote.answer].person, []).append(float(vote.yes))
    return {
        key: interval([sum(votes) / len(votes) for _, votes in sorted(people.items())], seed)
        for key, people in sorted(each.items())
    }
