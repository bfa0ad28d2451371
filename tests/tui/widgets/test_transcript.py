"""The transcript: what it shows, what it follows, and what it holds of a long session."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from penchant.tui.entries import Entry
from penchant.tui.widgets.transcript import Transcript
from textual.pilot import Pilot
from textual.strip import Strip

from tests.tried import tried
from tests.tui.markdown import streamed
from tests.tui.shown import Shown

STORY = "\n\n".join(f"paragraph {number}" for number in range(40))


async def flushed(pilot: Pilot[None]) -> None:
    """Wait until what was fed is drawn."""
    await pilot.pause()
    while not pilot.app.query_one(Transcript)._flushes.idle:
        await pilot.pause(0.01)


async def test_turns_are_told_apart_by_a_bar_and_a_blank_row() -> None:
    app = Shown(2)
    async with app.run_test(size=(40, 12)):
        assert app.lines()[:6] == ["│ question 1", "", "  answer 2", "", "  • first", "  • second"]


async def test_it_is_one_widget_however_much_it_shows() -> None:
    app = Shown(200)
    async with app.run_test(size=(60, 20)):
        assert not app.transcript.walk_children(with_self=False)


async def test_what_the_person_wrote_is_no_markup_and_no_markdown() -> None:
    app = Shown(entries=[Entry("user", "[bold]a[/] *b* \x1b[2Jc", 1, attached=("a\nb.md", "攀.png"))])
    async with app.run_test(size=(40, 8)):
        assert app.lines()[:2] == ["│ [bold]a[/] *b* [2Jc", "│ with a b.md, 攀.png"]


async def test_what_is_said_under_a_reply() -> None:
    app = Shown(entries=[Entry("reply", "cut o", 2, note="biased by 1 interest, 9 tokens", complete=False)])
    async with app.run_test(size=(50, 8)):
        assert app.lines()[:2] == ["  cut o", "  stopped · biased by 1 interest, 9 tokens"]


async def test_an_error_says_what_to_do_and_offers_to_ask_again() -> None:
    app = Shown(entries=[Entry("error", "no answer\nStart the server.", 1)])
    async with app.run_test(size=(40, 8)) as pilot:
        assert app.lines()[:3] == ["│ ✗ no answer", "│ Start the server.", "│ Retry"]
        await pilot.click(Transcript, offset=(3, 2))
        assert app.acted == [("retry", 1, "")]


async def test_an_empty_session_has_a_word_of_welcome() -> None:
    app = Shown()
    async with app.run_test(size=(30, 8)):
        app.transcript.welcome("Say something.")
        assert "  Say something." in app.lines()
        app.transcript.add(Entry("user", "something", 1))
        assert app.lines()[0] == "│ something"


async def test_the_end_is_followed() -> None:
    app = Shown(8)
    async with app.run_test(size=(40, 10)):
        app.transcript.add(Entry("user", "the last question", 9))
        assert app.lines()[-1] == "│ the last question"


async def test_a_reply_streams_at_the_end() -> None:
    app = Shown(8)
    async with app.run_test(size=(40, 10)) as pilot:
        app.transcript.begin_reply()
        assert app.lines()[-1] == "  …"
        app.transcript.feed("It *str")
        await flushed(pilot)
        assert app.lines()[-1] == "  It *str"
        app.transcript.feed("eams*")
        app.transcript.end_reply(Entry("reply", "It *streams*", 10, note="biased by 1 interest, 9 tokens"))
        assert app.lines()[-2:] == ["  It streams", "  biased by 1 interest, 9 tokens"]


async def test_a_reply_moves_nothing_while_the_reader_is_further_up() -> None:
    app = Shown(40)
    async with app.run_test(size=(40, 11)) as pilot:
        app.transcript.begin_reply()
        app.transcript.scroll_to(y=app.top - 7, animate=False)
        before = app.lines()[:-1]
        for piece in (STORY[:200], STORY[200:], "\n\n```\n", "code\n" * 9, "```\n| a |\n|---|\n| b |"):
            app.transcript.feed(piece)
            await flushed(pilot)
            assert app.lines()[:-1] == before
        app.transcript.end_reply(Entry("reply", STORY, 41))
        assert app.lines()[:-1] == before
        assert app.lines()[-1].strip().endswith("new lines, End")


async def test_the_reader_may_be_within_the_reply_that_comes() -> None:
    app = Shown()
    async with app.run_test(size=(40, 11)) as pilot:
        app.transcript.feed(STORY)
        await flushed(pilot)
        app.transcript.scroll_to(y=20, animate=False)
        before = app.lines()[:-1]
        app.transcript.feed("\n\nmore")
        await flushed(pilot)
        assert app.lines()[:-1] == before
        assert app.lines()[-1].strip() == "↓ 2 new lines, End"


async def test_the_badge_counts_new_lines_and_a_click_on_it_goes_to_the_end() -> None:
    app = Shown(8)
    async with app.run_test(size=(40, 11)) as pilot:
        app.transcript.scroll_to(y=0, animate=False)
        assert "End" not in app.lines()[-1]
        app.transcript.add(Entry("user", "one", 9))
        assert app.lines()[-1].strip() == "↓ 2 new lines, End"
        await pilot.click(Transcript, offset=(20, app.transcript.size.height - 1))
        assert app.lines()[-1] == "│ one"
        app.transcript.add(Entry("reply", "two", 10))
        assert app.lines()[-1] == "  two"


async def test_an_error_stands_after_what_had_come() -> None:
    app = Shown()
    async with app.run_test(size=(40, 10)):
        app.transcript.begin_reply()
        app.transcript.feed("Half an ans")
        app.transcript.end_reply(Entry("error", "connection lost", 1))
        assert app.lines()[:5] == ["  Half an ans", "  stopped", "", "│ ✗ connection lost", "│ Retry"]


async def test_what_is_dropped_goes_with_what_was_told_below_it_and_nothing_else() -> None:
    app = Shown()
    entries = [
        Entry("notice", "resumed"),
        Entry("user", "one", 1),
        Entry("reply", "two", 2),
        Entry("user", "a secret", 3),
        Entry("notice", "search_past_turns: a secret"),
        Entry("reply", "of yours", 4),
        Entry("error", "connection lost", 3),
        Entry("user", "aside", -1),
        Entry("user", "five", 5),
    ]
    async with app.run_test(size=(40, 20)):
        app.transcript.show(entries, earlier=False)
        assert app.transcript.stored == [1, 2, 3, 4, 5]
        app.transcript.drop({3, 4})
        assert [line.strip(" │") for line in app.lines() if line.strip()] == ["resumed", "one", "two", "aside", "five"]
        assert app.transcript.stored == [1, 2, 5]


async def test_a_reply_of_which_nothing_came_leaves_nothing() -> None:
    app = Shown()
    async with app.run_test(size=(40, 10)):
        app.transcript.begin_reply()
        app.transcript.end_reply(Entry("notice", "stopped before anything came"))
        assert app.lines()[:2] == ["  stopped before anything came", ""]


async def test_streaming_needs_no_layout_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Shown(20)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        passes: list[object] = []
        monkeypatch.setattr(app.screen, "_refresh_layout", lambda *_, **__: passes.append(1))
        for piece in ("one", " two\n\n", "three\n" * 20):
            app.transcript.feed(piece)
            await flushed(pilot)
        assert not passes


async def test_earlier_turns_come_when_the_view_nears_the_first_and_nothing_in_view_moves() -> None:
    app = Shown(100)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        while app.numbers[0] > 60:
            app.transcript.scroll_to(y=max(0, app.top - 5), animate=False)
            before = app.lines()[:-1]
            await pilot.pause()
            assert app.lines()[:-1] == before


async def test_turns_are_asked_for_once() -> None:
    app = Shown(100, answers=False)
    async with app.run_test(size=(40, 10)) as pilot:
        for y in (3, 2, 1, 0, 1, 0):
            app.transcript.scroll_to(y=y, animate=False)
            await pilot.pause()
        assert app.asked == ["before 93"]


async def test_ten_thousand_turns_are_read_through_with_a_few_in_hand() -> None:
    app = Shown(10_000)
    async with app.run_test(size=(60, 20)) as pilot:
        for _ in range(60):
            app.transcript.action_page_up()
            await pilot.pause()
            assert len(app.numbers) <= 40
            assert app.numbers == list(range(app.numbers[0], app.numbers[-1] + 1))
        assert app.numbers[-1] < 9_900
        for _ in range(60):
            app.transcript.action_page_down()
            await pilot.pause()
        assert app.numbers[-1] == 10_000


async def test_the_first_and_the_last_turn_are_one_key_away() -> None:
    app = Shown(1000)
    async with app.run_test(size=(60, 20)) as pilot:
        app.transcript.focus()
        await pilot.press("home")
        await pilot.pause()
        assert app.lines()[0] == "│ question 1"
        await pilot.press("end")
        await pilot.pause()
        assert app.lines()[-1] == "  • second"
        assert app.numbers[-1] == 1000


async def test_a_turn_that_was_searched_is_in_view_and_marked() -> None:
    app = Shown(1000)
    async with app.run_test(size=(60, 20)) as pilot:
        app.transcript.show(app.session[496:504], earlier=True, later=True, at=501)
        await pilot.pause()
        assert "» question 501" in app.lines()
        assert app.transcript.selected == app.session[500]


async def test_what_is_said_elsewhere_waits_below_and_is_there_at_the_end() -> None:
    app = Shown(100)
    async with app.run_test(size=(60, 20)) as pilot:
        app.transcript.show(app.session[40:48], earlier=True, later=True, at=45)
        await pilot.pause()
        before = app.lines()[:-1]
        app.session.append(Entry("user", "new question", 101))
        app.transcript.add(app.session[-1])
        app.transcript.feed("new answer")
        await flushed(pilot)
        assert app.lines()[:-1] == before
        assert app.lines()[-1].strip() == "↓ more below, End"
        app.transcript.to_tail()
        await pilot.pause()
        assert app.lines()[-3:] == ["│ new question", "", "  new answer"]
        assert app.numbers.count(101) == 1


async def test_nothing_of_a_session_that_was_left_is_shown_in_the_next() -> None:
    app = Shown(100)
    async with app.run_test(size=(60, 20)) as pilot:
        app.transcript.show(app.session[40:48], earlier=True, later=True, at=45)
        await pilot.pause()
        app.transcript.add(Entry("user", "old question", 101))
        app.transcript.clear()
        app.transcript.show([Entry("user", "another session", 200)], earlier=False)
        assert [line for line in app.lines() if line] == ["│ another session"]


async def test_a_turn_may_fail_twice() -> None:
    app = Shown()
    async with app.run_test(size=(60, 20)):
        for _ in range(2):
            app.transcript.add(Entry("error", "no answer", 1))
        assert app.lines().count("│ ✗ no answer") == 2


async def test_a_turn_that_is_edited_goes_with_all_that_came_after_it() -> None:
    app = Shown(8)
    async with app.run_test(size=(60, 30)):
        app.transcript.replace_from(5)
        assert app.numbers == [1, 2, 3, 4]
        app.transcript.add(Entry("user", "better", 9))
        assert app.numbers == [1, 2, 3, 4, 9]


async def test_what_was_said_incognito_is_never_dropped() -> None:
    app = Shown(40)
    async with app.run_test(size=(40, 10)) as pilot:
        app.transcript.add(Entry("user", "secret", -1))
        for _ in range(30):
            app.transcript.action_page_up()
            await pilot.pause()
        app.transcript.to_tail()
        assert app.lines()[-1] == "│ secret"


async def test_what_is_in_view_stays_when_the_terminal_changes_its_width() -> None:
    app = Shown(entries=[Entry("reply", "\n\n".join(f"paragraph {n} " + "word " * 30 for n in range(30)), 1)])
    async with app.run_test(size=(80, 20)) as pilot:
        app.transcript.scroll_to(y=30, animate=False)
        first = app.lines()[0].split()[:2]
        for width in (50, 100, 80):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            assert app.lines()[0].split()[:2] == first


async def test_the_end_stays_in_view_when_the_terminal_changes_its_size() -> None:
    app = Shown(20)
    async with app.run_test(size=(80, 20)) as pilot:
        for size in ((50, 12), (100, 40), (60, 20)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.lines()[-1] == "  • second"


async def test_other_colours_are_taken_at_once() -> None:
    app = Shown(8)
    async with app.run_test(size=(40, 10)) as pilot:
        before = app.transcript.render_line(0)
        app.theme = "textual-light"
        await pilot.pause()
        after = app.transcript.render_line(0)
        assert before.text == after.text
        assert [segment.style for segment in before] != [segment.style for segment in after]


@tried(6, fuzz=15)
@given(streamed())
def test_a_streamed_reply_is_on_the_screen_what_it_would_be_at_once(parts: list[str]) -> None:
    entry = Entry("reply", "".join(parts), 2)

    async def screens() -> list[list[Strip]]:
        found = []
        for stream in (True, False):
            app = Shown()
            async with app.run_test(size=(60, 40)) as pilot:
                for part in parts if stream else ():
                    app.transcript.feed(part)
                    app.transcript._lay_out(grown=True)
                    await pilot.pause()
                app.transcript.end_reply(entry)
                await pilot.pause()
                found.append([app.transcript.render_line(y) for y in range(40)])
        return found

    streamed_screen, whole = asyncio.run(screens())
    assert streamed_screen == whole


async def test_a_turn_of_eight_thousand_tokens_is_read_from_end_to_end() -> None:
    long = "\n\n".join(f"paragraph {number} " + "word " * 60 for number in range(130))
    app = Shown(entries=[Entry("reply", long, 2)])
    async with app.run_test(size=(60, 20)) as pilot:
        app.transcript.focus()
        seen = set()
        for _ in range(65):
            seen |= {line[2:].split()[1] for line in app.lines() if "paragraph" in line}
            await pilot.press("up")
        assert seen == {str(number) for number in range(130)}
