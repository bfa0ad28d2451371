"""Markdown as rows."""

from __future__ import annotations

from textwrap import dedent

import pytest
from penchant.tui.text import code, grid
from penchant.tui.text.prose import Prose, code_blocks
from penchant.tui.text.rows import Row
from rich.cells import cell_len


def rows(text: str, width: int = 40, *, growing: bool = False) -> list[Row]:
    return Prose().rows(dedent(text).strip("\n"), width, growing=growing)


def lines(text: str, width: int = 40) -> list[str]:
    return [row.text.rstrip() for row in rows(text, width)]


def roles(text: str) -> dict[str, str]:
    return {piece.strip(): role for row in rows(text) for piece, role in row.pieces}


def test_a_heading_stands_on_what_it_heads_with_a_blank_row_above() -> None:
    assert lines("one\n\n# Two\n\nthree\n\nFour\n====") == ["one", "", "Two", "three", "", "Four"]


def test_emphasis_and_code_have_their_roles() -> None:
    found = roles("*a* **b** _**c**_ ~~d~~ `e` f")
    assert found == {"a": "em", "b": "strong", "c": "em strong", "d": "struck", "e": "mono", "f": "", "": ""}


def test_lists_are_aligned_by_their_widest_number() -> None:
    assert lines("9. nine\n   - a\n     - b\n10. ten") == [" 9. nine", "    ◦ a", "      ▪ b", "10. ten"]


def test_items_are_numbered_from_the_first_one() -> None:
    assert lines("3. a\n3. b") == ["3. a", "4. b"]


def test_a_loose_list_keeps_its_blank_rows_and_a_tight_one_has_none() -> None:
    assert lines("- a\n\n- b") == ["• a", "", "• b"]
    assert lines("- a\n- b") == ["• a", "• b"]


def test_an_empty_item_has_its_bullet() -> None:
    assert lines("- a\n-\n- c") == ["• a", "•", "• c"]


def test_quotations_have_a_bar() -> None:
    assert lines("> one\n> > two\n> - three") == ["│ one", "│", "│ │ two", "│", "│ • three"]


def test_what_is_long_is_wrapped_under_its_beginning() -> None:
    assert lines("- one two three", 9) == ["• one two", "  three"]


def test_code_is_folded_and_keeps_its_blanks() -> None:
    assert lines("```\nif x:\n\tlong line of code\n```", 12) == [" if x:", "     long l", " ine of cod", " e"]


def test_code_has_one_background_from_edge_to_edge() -> None:
    assert {cell_len(row.text) for row in rows("```py\nx = 攀\n\ny\n```\n")} == {40}


def test_the_words_of_code_are_coloured_when_it_closes() -> None:
    text = "```python\nif x: 'y'\n"
    assert {role for row in rows(text, growing=True) for _, role in row.pieces} == {"code"}
    assert "code keyword" in {role for row in rows(text + "```", growing=True) for _, role in row.pieces}
    assert "code string" in {role for row in rows(text) for _, role in row.pieces}


def test_colours_move_nothing() -> None:
    text = "```python\ndef f():\n    return '攀' * 9  # many words of comment\n"
    assert [row.text for row in rows(text, growing=True)] == [row.text for row in rows(text)]


@pytest.mark.parametrize("info", ["", "no-such-language", "python title=x", "PYTHON"])
def test_code_of_any_language_is_shown_whole(info: str) -> None:
    written = "\n\nclass A:\n    '''b'''\n"
    assert "".join(text for text, _ in code.highlighted(written, info)) == written


def test_very_long_code_stays_plain() -> None:
    assert code.highlighted("x = 1\n" * code.LONGEST, "python") == [("x = 1\n" * code.LONGEST, "code")]


def test_tables_are_aligned_by_cells() -> None:
    table = """
        | topic | weight |
        |:------|-------:|
        | 攀岩  | **.7** |
        | ruby  |    .41 |
    """
    assert lines(table) == ["topic │ weight", "──────┼───────", "攀岩  │     .7", "ruby  │    .41"]


def test_the_widest_column_is_wrapped_where_there_is_no_room() -> None:
    table = "| a | b |\n|---|---|\n| one | a long text in a cell |"
    assert lines(table, 16) == ["a   │ b", "────┼───────────", "one │ a long", "    │ text in a", "    │ cell"]


def test_a_table_of_too_many_columns_is_a_list() -> None:
    table = "| first | second |\n|---|---|\n| climbing | bouldering |\n| 1 | 2 |"
    assert lines(table, 14) == ["first:", "  climbing", "second:", "  bouldering", "", "first: 1", "second: 2"]


def test_a_break_in_a_cell_breaks_the_line() -> None:
    assert lines("| a |\n|---|\n| b<br>c |")[2:] == ["b", "c"]


def test_columns_share_what_room_there_is() -> None:
    assert grid.fit([10, 100, 100], 70) == (10, 30, 30)
    assert grid.fit([3, 3], 6) == (3, 3)
    assert grid.fit([8, 8], 10) == ()


def test_links_say_where_they_lead() -> None:
    assert lines("[guide](https://a.b/ü) <https://c.d>", 60) == ["guide (https://a.b/ü) https://c.d"]


def test_a_reference_may_be_defined_at_the_end() -> None:
    assert lines("see [it][1]\n\n[1]: https://a.b") == ["see it (https://a.b)"]


def test_an_image_is_its_words() -> None:
    assert lines("![a wall](w.png)") == ["[a wall] (w.png)"]


def test_html_is_shown_as_it_is_written() -> None:
    assert lines("<div>\n<b>x</b>\n</div>\n\n[bold]y[/bold]") == ["<div> <b>x</b> </div>", "", "[bold]y[/bold]"]


def test_the_code_of_a_reply_is_found_in_lists_and_quotations_too() -> None:
    assert code_blocks("- a\n  ```sh\n  ls\n  ```\n> ~~~~\n> ~~~\n> ~~~~\n\n    indented\n") == [
        "ls",
        "~~~",
        "indented",
    ]


def test_nothing_is_nothing() -> None:
    assert rows("") == rows("\n\n") == []
