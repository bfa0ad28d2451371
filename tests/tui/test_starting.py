"""`penchant start` and `penchant cohort`, as a person and an operator run them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import Cohort, InterestMemory
from penchant.memory.cohorts.cohort import CohortTopic
from penchant.tui import cli
from penchant.tui.answers import QUESTIONS, statements
from typer.testing import CliRunner, Result

from tests.memory.life import WordVectors, listed
from tests.tui.ended import done

Penchant = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("PENCHANT_DATA", str(folder))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def penchant(data: Path) -> Penchant:  # noqa: ARG001 - the memory that is worked on
    def run(*arguments: str, answers: str = "") -> Result:
        return CliRunner().invoke(cli.app, arguments, input=answers)

    return run


def known(penchant: Penchant) -> dict[str, dict[str, Any]]:
    return {one["label"]: one for one in json.loads(done(penchant("interests", "--json")))}


# The answers


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        (0, "climbing and jazz", "I like climbing and jazz."),
        (0, "climbing.", "I like climbing."),
        (0, "I love climbing!", "I love climbing!"),
        (0, "I go bouldering", "I go bouldering"),
        (0, "攀岩和爵士乐", "我喜欢攀岩和爵士乐。"),
        (0, "我喜欢攀岩", "我喜欢攀岩"),
        (1, "astronomy", "I am interested in astronomy."),
        (1, "天文学", "我对天文学感兴趣。"),
        (2, "olives", "I don't like olives."),
        (2, "I hate olives", "I hate olives"),
        (2, "恐怖片", "我不喜欢恐怖片。"),
        (0, "", ""),
        (0, "  ", ""),
        (0, "Nothing.", ""),
        (1, "skip", ""),
        (2, "没有", ""),
        (2, "don't know", ""),
    ],
)
def test_a_bare_answer_is_completed_and_a_sentence_is_kept(question: int, answer: str, said: str) -> None:
    assert [one.text for one in statements(QUESTIONS[question], answer)] == ([said] if said else [])


@pytest.mark.parametrize(
    ("question", "answer", "liked", "disliked"),
    [
        (0, "cooking (esp. thai), D&D; my garden", "cooking,thai,D&D,garden", ""),
        (0, "film (mainly noir), pottery; my allotment", "film,noir,pottery,allotment", ""),
        (0, "1) tea 2) jazz - mostly bebop. chess, etc.", "tea,jazz,bebop,chess", ""),
        (0, "films (no horror), jazz, but not fusion", "films,jazz", "horror,fusion"),
        (0, "hiking (in the Alps), film and pottery", "hiking,Alps,film,pottery", ""),
        (0, "hate olives, love jazz; We like opera", "jazz,opera", "olives"),
        (0, "Dungeons & Dragons, AC/DC, The Last of Us", "Dungeons & Dragons,AC/DC,The Last of Us", ""),
        (1, "space, AI, the news", "space,AI,news", ""),
        (2, "loud music, and people who talk about crypto", "", "loud music,crypto"),
        (2, "no spoilers, none of that crypto stuff, my commute", "", "spoilers,crypto,commute"),
        (2, "not into jazz, not a fan of cats, 1,000 piece puzzles", "", "jazz,cats,piece puzzles"),
        (0, "café culture, jazz", "café culture,jazz", ""),
        (2, "celebrity gossip or the stock market", "", "celebrity gossip,stock market"),
        (0, "fútbol y política", "fútbol,política", ""),
        (0, "Lesen, Kochen und mein Garten", "Lesen,Kochen,Garten", ""),
        (1, "les jeux vidéo et le cinéma", "jeux vidéo,cinéma", ""),
        (2, "Fußball und Krimis", "", "Fußball,Krimis"),
        (2, "el ruido y la política", "", "ruido,política"),
        (0, "做饭（特别是泰国菜）、桌游；我的花园", "做饭,泰国菜,桌游,花园", ""),
        (2, "新闻，加班", "", "新闻,加班"),
    ],
)
def test_each_thing_that_an_answer_lists_is_learned(
    penchant: Penchant, question: int, answer: str, liked: str, disliked: str
) -> None:
    answers = ["", "", ""]
    answers[question] = answer
    shown = done(penchant("start", answers="\n".join(answers) + "\n"))
    found = known(penchant)
    assert {label for label, one in found.items() if one["weight"] > one["negative"]} == set(
        filter(None, liked.split(","))
    )
    assert {label for label, one in found.items() if one["negative"] > one["weight"]} == set(
        filter(None, disliked.split(","))
    )
    assert not any(one["tentative"] for one in found.values() if one["weight"])
    assert "nothing in that" not in shown


@pytest.mark.parametrize(
    ("question", "answer", "unread"),
    [
        (0, "my wife, jazz", "my wife"),
        (0, "jazz, going out with a few good friends", "going out with a few good friends"),
        (0, "jazz, stuff", "stuff"),
        (2, "jazz, people who are late", "people who are late"),
        (2, "jazz; my boss", "my boss"),
    ],
)
def test_people_and_what_names_nothing_are_no_topics_and_that_is_told(
    penchant: Penchant, question: int, answer: str, unread: str
) -> None:
    shown = done(penchant("start", answers="\n" * question + answer + "\n"))
    assert f"  {unread} (nothing in that says what you like or dislike)" in shown
    assert set(known(penchant)) == {"jazz"}


# Asking


def test_three_answers_are_three_explicit_statements(penchant: Penchant, data: Path) -> None:
    shown = done(penchant("start", answers="rock climbing\nastronomy\nolives\n"))
    for question in QUESTIONS:
        assert question.english in shown
    found = known(penchant)
    assert set(found) == {"rock climbing", "astronomy", "olives"}
    assert found["rock climbing"]["weight"] == pytest.approx(2 / 3, abs=1e-3)  # a statement: mass 3
    assert found["olives"]["negative"] > 0.8
    assert not any(one["tentative"] for one in found.values() if one["weight"])
    with InterestMemory(data, index=False) as memory:
        [source] = memory.user("me").explain("astronomy").sources
        assert (source.event.kind, source.mass) == ("statement", 3)


def test_questions_follow_the_language_of_the_answer_and_of_the_locale(
    penchant: Penchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = done(penchant("start", answers="攀岩\n\n\n"))
    assert QUESTIONS[0].english in shown
    assert QUESTIONS[1].chinese in shown
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    shown = done(penchant("start", answers="\nastronomy\n\n"))
    assert QUESTIONS[0].chinese in shown
    assert QUESTIONS[2].english in shown
    assert set(known(penchant)) == {"攀岩", "astronomy"}


@pytest.mark.parametrize("answers", ["", "\n\n\n", "skip\nno\n没有\n"])
def test_everything_can_be_skipped_also_by_the_end_of_a_pipe(penchant: Penchant, answers: str) -> None:
    done(penchant("start", answers=answers))
    assert known(penchant) == {}


def test_what_says_nothing_is_told(penchant: Penchant) -> None:
    assert "nothing in that says" in done(penchant("start", "thanks!"))
    assert known(penchant) == {}


def test_things_that_are_only_listed_are_an_answer(penchant: Penchant, data: Path) -> None:
    done(penchant("start", "pottery (esp. teapots), climbing; my garden"))
    with InterestMemory(data, index=False) as memory:
        found = {one.label for one in memory.user().interests() if not one.tentative}
    assert found == {"pottery", "teapots", "climbing", "garden"}


def test_a_sentence_is_enough(penchant: Penchant) -> None:
    shown = done(penchant("start", "I love rock climbing and hate jazz"))
    assert "rock climbing: weight 0.67" in shown
    assert "jazz: weight 0.00 (disliked 0.90)" in shown
    assert QUESTIONS[0].english not in shown
    done(penchant("start", "我", "喜欢围棋"))
    assert "围棋" in known(penchant)


def test_it_works_in_a_real_pipe(data: Path, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("penchant")
    environment = {"PENCHANT_DATA": str(data), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    ended = subprocess.run(
        [program, "start"], input="jazz\n", capture_output=True, text=True, timeout=300, check=True, env=environment
    )
    assert "jazz: weight 0.67" in ended.stdout
    assert ended.stderr == ""


# From others


def cohort(folder: Path) -> Path:
    file = folder / "cohort.json"
    topics = [CohortTopic(label, 40, (40, 0)) for label in ("jazz", "piano")]
    topics += [CohortTopic(f"{label} [b]", 60, (0, 60)) for label in ("hiking", "skiing", "chess", "opera", "tea")]
    Cohort(tuple(topics), (100, 80)).write(file)
    return file


def test_nothing_is_lent_unless_asked_for(penchant: Penchant) -> None:
    done(penchant("start", "I love jazz"))
    assert set(known(penchant)) == {"jazz"}


def test_a_cohort_lends_what_people_like_you_care_about(penchant: Penchant, tmp_path: Path) -> None:
    shown = done(penchant("start", "--cohort", str(cohort(tmp_path)), "I love jazz"))
    assert "From people like you (of 180), until you say otherwise:" in shown
    assert "and 1 weaker ones" in shown
    assert "until you say otherwise:\n  piano: weight 0." in shown
    assert "from people like you" in done(penchant("interests"))
    why = done(penchant("why", "piano"))
    assert "from people like you (40 people)" in why
    assert "You have not spoken of it yet." in why
    assert json.loads(done(penchant("why", "piano", "--json")))["people_like_you"]["people"] == 40
    done(penchant("cohort", "leave"))
    assert set(known(penchant)) == {"jazz"}


def test_a_cohort_that_is_none_is_told(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert data
    monkeypatch.setattr(sys, "argv", ["penchant", "start", "--cohort", str(tmp_path / "none.json"), "I love jazz"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert "cannot be read" in str(left.value.code)
    assert not data.exists()  # nothing was stored before that


def test_an_operator_builds_from_those_who_joined(
    penchant: Penchant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("penchant.memory.interests.open_embedder", lambda _name: WordVectors())
    for folder, count in (("one", 15), ("two", 12)):
        with InterestMemory(tmp_path / folder, index=False, extractor=listed) as memory:
            for place in range(count):
                memory.user(f"user {place}").observe("+jazz; +secret place" if place else "+jazz")
                memory.user(f"user {place}").join_cohort()
            memory.user("other").observe("+unshared")
    out = tmp_path / "cohort.json"
    folders = ["--data", str(tmp_path / "one"), "--data", str(tmp_path / "two"), "--data", str(tmp_path / "one")]
    shown = done(penchant("cohort", "build", str(out), *folders))
    assert f"{out}: 2 topics of about 25 people in 1 group" in shown
    assert {topic.label for topic in Cohort.read(out).topics} == {"jazz", "secret place"}
    assert "unshared" not in out.read_text("utf-8")
    too_few = penchant("cohort", "build", str(out), "--k", "28", *folders)
    assert "needs 28 people who have joined, and there are 27" in str(too_few.exception)
    missing = penchant("cohort", "build", str(out), "--data", str(tmp_path / "none"))
    assert "there is no ledger in" in str(missing.exception)


def test_joining_and_leaving_are_told(penchant: Penchant, data: Path) -> None:
    assert "`penchant cohort leave` ends it" in done(penchant("cohort", "join"))
    with InterestMemory(data, index=False) as memory:
        assert memory.user("me").joined_cohort is not None
    assert "not counted" in done(penchant("cohort", "leave"))
    with InterestMemory(data, index=False) as memory:
        assert memory.user("me").joined_cohort is None


# Other commands of the same kind


def test_what_if_and_shift_are_told(penchant: Penchant) -> None:
    done(penchant("start", "I love jazz"))
    [jazz] = json.loads(done(penchant("what-if", "--half-life", "7d", "--json")))
    assert jazz["label"] == "jazz"
    assert jazz["now"] == pytest.approx(2 / 3, abs=1e-3)
    assert "jazz" in done(penchant("what-if", "--short", "2h", "--long", "30d", "--negative", "30d"))
    assert json.loads(done(penchant("shift", "--json", "--window", "2w")))["bits"] is None
    assert "Too little to say" in done(penchant("shift"))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["what-if"], "what if what"),
        (["what-if", "--half-life", "soon"], "is no duration"),
        (["what-if", "--half-life", "0d"], "above a millisecond"),
        (["what-if", "--half-life", "1d", "--long", "2d"], "give the one or the others"),
        (["shift", "--window", "0d"], "a window must be above 0"),
        (["shift", "--window", "a week"], "is no duration"),
    ],
)
def test_a_mistake_is_told(penchant: Penchant, arguments: list[str], told: str) -> None:
    failed = penchant(*arguments)
    assert isinstance(failed.exception, ValueError)
    assert told in str(failed.exception)
