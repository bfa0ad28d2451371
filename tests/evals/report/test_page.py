"""The page of a run: sound, safe whatever names it holds, readable in a real browser."""

from __future__ import annotations

import html
import re
import shutil
import struct
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from penchant.evals.report.html import page
from penchant.evals.report.pictures import pictures
from penchant.evals.results import Curve, Figure, Figures, Outcome, Run

from tests.evals.report.runs import SYSTEMS, outcome, run

VOID = {"meta", "br", "path", "rect"}
HOSTILE = "</title></style></svg><script>document.title='caught'</script><img src=x onerror=alert(1)>\" onload='x' \u202e\x00\ud800"


class Reader(HTMLParser):
    """Reads a page strictly: every element that is opened is closed, in order; keeps elements and their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def hostile(name: str = HOSTILE) -> Run:
    """A run in which everything that can have a name has this one."""
    curves = {name: Curve(name, name, [(0.0, 0.0), (1.0, 1.0)]), f"{name}: {name}": Curve(name, name, [(0.0, 1.0)])}
    one = Figures({name: Figure(0.5, 0.4, 0.6, {name: 0.5, "b": 0.5})}, curves, {name: 1.0, "tokens": 2.0})
    found = Outcome(name, {name: one, "other": one}, {name: name}, [name], [name])
    return Run({name: found}, 0, name, {name: {name: [name]}}, {name: name})


def test_a_page_has_every_figure_with_its_interval() -> None:
    found = Reader(page(run()))
    for suite in run().suites.values():
        for figures in suite.systems.values():
            assert f"{figures.metrics['recall'].value:.3f}" in found.text
            assert f"{figures.metrics['recall'].low:.3f} to {figures.metrics['recall'].high:.3f}" in found.text
    assert "penchant eval run all --seed 7 , seed 7" in found.text
    assert "ab" * 32 in found.text


def test_the_first_table_says_for_each_suite_whether_ours_is_better_than_the_best_rival() -> None:
    text = Reader(page(run())).text
    assert "evidence recall ↑ penchant 0.761 0.711 to 0.811 bm25 0.616" in text
    assert "< 0.001 better" in text


def test_every_plot_is_drawn_and_named() -> None:
    found = Reader(page(run()))
    named = [given["aria-label"] for tag, given in found.elements if tag == "svg" and given.get("role") == "img"]
    assert len(named) == 2 * 5
    assert any(str(one).startswith("reliability: ") for one in named)
    assert any("over the tokens of a turn" in str(one) for one in named)


def test_a_reliability_diagram_has_its_diagonal_and_no_other_plot_has() -> None:
    drawn = [one for one in pictures(outcome()) if 'class="diagonal"' in one]
    assert len(drawn) == 1
    assert "reliability" in drawn[0]


def test_weights_over_time_are_one_plot_for_each_person() -> None:
    ours = outcome(("penchant",)).systems["penchant"]
    lines = {
        f"days: weight of {topic}, {user}": Curve("days", f"weight of {topic}, {user}", [(0.0, 0.5), (9.0, 0.2)])
        for user in ("ada", "bo")
        for topic in ("jazz", "rye, bread")
    }
    drawn = list(pictures(Outcome("recall", {"penchant": replace(ours, curves=lines)})))
    captions = [re.sub(r".*<figcaption>(.*)</figcaption>.*", r"\1", one) for one in drawn[1:]]
    assert captions == ["weights of ada: weight over days", "weights of bo: weight over days"]
    assert "<bdi>rye, bread</bdi>" in drawn[1]


def test_lines_are_named_by_what_tells_them_apart_and_a_system_keeps_its_look() -> None:
    systems = {
        name: Figures(
            {}, {"after: leads": Curve("turns", "leads", [(0.0, 0.0)]), "tokens": Curve("t", "r", [(1.0, 1.0)])}
        )
        for name in ("bm25", "penchant")
    }
    after, tokens = pictures(Outcome("m", systems))
    for drawn in (after, tokens):
        assert re.findall(r'class="line (c\d) d0" d="M1 .*?<bdi>(.*?)</bdi>', drawn) == [
            ("c0", "penchant"),
            ("c1", "bm25"),
        ]


def test_a_page_needs_nothing_from_outside_and_runs_nothing() -> None:
    text = page(run())
    found = Reader(text)
    assert found.tags & {"script", "link", "iframe", "img", "object", "embed", "base", "form"} == set()
    attributes = [(name, value) for _, given in found.elements for name, value in given.items()]
    assert [name for name, _ in attributes if name.startswith("on") or name in ("src", "style", "action")] == []
    assert all(str(value).startswith("#suite-") for name, value in attributes if name.endswith("href"))
    assert re.findall(r"url\(|@import|https?:", text) == []
    assert "default-src 'none'" in text


def test_a_hostile_name_stays_text_wherever_it_stands() -> None:
    text = page(hostile())
    found, plain = Reader(text), Reader(page(hostile("plain")))
    assert [tag for tag, _ in found.elements] == [tag for tag, _ in plain.elements]
    assert [sorted(given) for _, given in found.elements] == [sorted(given) for _, given in plain.elements]
    assert text.count("alert(1)") >= 10
    assert "\x00" not in text
    assert text.encode("utf-8").decode("utf-8") == text


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_any_name_stays_text(name: str) -> None:
    found = Reader(page(hostile(name)))
    assert "script" not in found.tags


@pytest.mark.parametrize(
    "odd",
    [
        Run({}),
        Run({"empty": Outcome("m", {})}),
        Run({"bare": Outcome("m", {"penchant": Figures({})})}),
        Run(
            {
                "none": Outcome(
                    "m",
                    {
                        "a": Figures({"m": Figure(float("nan"))}),
                        "b": Figures({"m": Figure(float("inf"), -1, float("inf"))}),
                    },
                )
            }
        ),
        Run({"alone": outcome(("bm25",))}),
        Run({"curve": Outcome("m", {"a": Figures({}, {"reliability": Curve("x", "y", [])})})}),
    ],
)
def test_a_run_with_little_in_it_has_a_page_too(odd: Run) -> None:
    assert "Evaluation" in Reader(page(odd)).text


def test_the_same_run_gives_the_same_page() -> None:
    assert page(run()) == page(run())


# In a browser

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)

in_a_browser = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium or Chrome on this machine: the page is not looked at"
)


def browse(file: Path, folder: Path, *options: str) -> str:
    command = [
        str(BROWSER),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        f"--user-data-dir={folder}/own",
    ]
    command += ["--disable-background-networking", "--hide-scrollbars", *options, file.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout


def framed(text: str, width: int) -> str:
    """A page that opens another in a frame of a width and writes down how wide that became, and what stands in it."""
    script = """
    const frame = document.querySelector("iframe");
    frame.onload = () => {
      const inner = frame.contentDocument, plots = [...inner.querySelectorAll("svg.plot")];
      document.querySelector("p").textContent = [
        inner.documentElement.scrollWidth, plots.length, plots.filter(one => one.getBoundingClientRect().height < 50).length,
        inner.title, inner.querySelectorAll("script, img").length].join("|");
    };
    frame.srcdoc = document.querySelector("textarea").value;"""
    source = html.escape(text, quote=False)
    return f"<meta charset=utf-8><textarea>\n{source}</textarea><p></p><iframe width={width} height=900></iframe><script>{script}</script>"


@in_a_browser
def test_in_a_browser_it_is_as_wide_as_a_telephone_and_nothing_of_a_hostile_name_runs(tmp_path: Path) -> None:
    width, given = 360, replace(run(), suites={**run().suites, **hostile().suites})
    file = tmp_path / "frame.html"
    file.write_text(framed(page(given), width), "utf-8", errors="replace")
    seen = re.search(r"<p>(.*?)</p><iframe", browse(file, tmp_path, "--virtual-time-budget=5000", "--dump-dom"), re.S)
    assert seen
    wide, plots, flat, title, unwanted = seen[1].split("|")
    assert int(wide) <= width
    assert int(plots) == page(given).count('<svg class="plot"') >= 10
    assert (flat, unwanted) == ("0", "0")
    assert title.startswith("Evaluation: ")


@in_a_browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_browser_paints_it_light_or_dark_as_the_person_has_it(dark: bool, tmp_path: Path) -> None:
    file, picture = tmp_path / "page.html", tmp_path / "page.png"
    file.write_text(page(Run({"evidence": outcome(SYSTEMS[:3])})), "utf-8")
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    browse(file, tmp_path, scheme, "--window-size=400,600", f"--screenshot={picture}")
    found = picture.read_bytes()
    assert struct.unpack(">II", found[16:24]) == (400, 600)
    red, green, blue = first_pixel(found)
    assert (max(red, green, blue) < 64) if dark else (min(red, green, blue) > 192)


def first_pixel(png: bytes) -> tuple[int, int, int]:
    """The colour of the upper left corner: in the first row nothing stands before it, so that every filter leaves it as it is."""
    import zlib

    chunks, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        chunks += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    row = zlib.decompress(chunks)
    return row[1], row[2], row[3]
