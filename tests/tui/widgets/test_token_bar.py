from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from penchant.tui.widgets.token_bar import PATTERNS, TokenBar, widths
from textual.app import App, ComposeResult

PARTS = [("system", 10), ("history", 200), ("memory", 40), ("message", 7), ("files", 0), ("marks", 16)]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.integers(6, 200))
def test_cells_fill_the_width_and_what_is_there_is_seen(counts: list[int], width: int) -> None:
    cells = widths(counts, width)
    assert sum(cells) == (width if any(counts) else 0)
    assert all((cell > 0) == (count > 0) for cell, count in zip(cells, counts, strict=True))


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=6), st.integers(6, 200))
def test_more_tokens_never_have_fewer_cells(counts: list[int], width: int) -> None:
    cells = widths(counts, width)
    for one, other in zip(
        sorted(zip(counts, cells, strict=True)), sorted(zip(counts, cells, strict=True))[1:], strict=False
    ):
        assert one[1] <= other[1] + (one[0] == other[0])


class Barred(App[None]):
    def compose(self) -> ComposeResult:
        yield TokenBar()


async def test_the_legend_names_and_counts_all_parts_in_rows_that_fit() -> None:
    for width, rows in ((30, 4), (60, 3), (120, 2)):
        app = Barred()
        async with app.run_test(size=(width, 10)) as pilot:
            bar = app.query_one(TokenBar)
            bar.show(PARTS)
            await pilot.pause()
            assert bar.size.height == rows
            legend = " ".join(bar.render_line(y).text for y in range(1, rows))
            assert [name in legend for name, _ in PARTS] == [True, True, True, True, False, True]
            assert len(bar.render_line(0).text) == width
            assert set(bar.render_line(0).text) == {PATTERNS[name] for name, tokens in PARTS if tokens}


async def test_nothing_to_show_takes_no_room() -> None:
    app = Barred()
    async with app.run_test(size=(60, 10)) as pilot:
        bar = app.query_one(TokenBar)
        bar.show(PARTS)
        await pilot.pause()
        bar.show([])
        await pilot.pause()
        assert bar.size.height == 0
