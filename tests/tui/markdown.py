"""Random Markdown, in pieces as a model sends them."""

from __future__ import annotations

from hypothesis import strategies as st

INLINE = """climb *em* **strong** _both **in** one_ `code` ``a`b`` ~~gone~~ [link](http://a.b/c) [ref][1] [1] <http://c.d>
![alt](x.png) 我喜欢攀岩， 👩‍👩‍👧‍👦 👍🏽 مرحبا שלום [b]markup[/b] <br> <div> &amp; \\* a|b x_y_z 1. # - > | ** _ ` [ ]( ``` ~~~ --- ==="""
WORDS = st.sampled_from([*INLINE.split(), "\x1b[2J", "\t", ""])
LINES = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
CODE = st.lists(
    st.sampled_from(["def f(x):", "    return 'x'  # 攀岩", "", "```", "~~~", "\tls -l | wc", "> a", "- b"]), max_size=6
)
FENCES = st.sampled_from(["```", "~~~", "````", "~~~~~", "  ```"])
CELLS = st.lists(WORDS.filter(lambda word: "|" not in word), min_size=1, max_size=4)


@st.composite
def fence(draw: st.DrawFn) -> str:
    mark, info = draw(FENCES), draw(st.sampled_from(["", "python", "sh title", "nonsense"]))
    end = draw(st.sampled_from([f"\n{mark}", f"\n{mark}  ", f"\n{mark}`", ""]))
    return f"{mark}{info}\n" + "\n".join(draw(CODE)) + end


@st.composite
def table(draw: st.DrawFn) -> str:
    rows = [draw(CELLS) for _ in range(draw(st.integers(1, 4)))]
    rule = ["---", ":--", "--:", ":-:"][: len(rows[0])]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [rows[0], rule, *rows[1:]])


def inside(mark: str, others: str) -> st.SearchStrategy[str]:
    """Blocks within a list item or a quotation."""
    return st.deferred(lambda: TEXTS).map(lambda text: mark + text.replace("\n", "\n" + others))


BLOCKS = st.one_of(
    LINES,
    LINES.map("# {}".format),
    LINES.map("{}\n===".format),
    st.lists(LINES, min_size=1, max_size=3).map("\n".join),
    fence(),
    table(),
    CODE.map(lambda lines: "\n".join(f"    {line}" for line in lines)),
    st.just("---"),
    st.sampled_from(["[1]: http://late.er/x", "[1]: <u> 'title'", "[ref]:\n/y"]),
    inside("- ", "  "),
    inside("* ", "  "),
    inside("7. ", "   "),
    inside("> ", "> "),
    st.text(st.sampled_from("ab `*_[]()~|-#>\n\t1.!<&\\攀"), max_size=30),
)
TEXTS = st.recursive(
    st.lists(BLOCKS, max_size=2).map("\n\n".join),
    lambda inner: st.lists(inner, max_size=3).map("\n".join),
    max_leaves=4,
)


@st.composite
def streamed(draw: st.DrawFn) -> list[str]:
    """A Markdown text in pieces, cut anywhere."""
    text = "\n\n".join(draw(st.lists(TEXTS, max_size=4)))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=25)))
    return [text[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
