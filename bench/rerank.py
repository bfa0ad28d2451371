"""`rerank` on T4's candidates and on the Stack Exchange sequence, beside the unranked and the popular order; `classify` on CLINC150.

    python bench/rerank.py DATA                       # everything
    python bench/rerank.py DATA --only site
    python bench/rerank.py DATA --people 30           # fewer, for a look
    python bench/rerank.py DATA --cache FOLDER        # keep the vectors there: a second run takes some minutes

DATA is the folder that holds `chitchat/`, `stackexchange/` and `clinc150/`. Seeds are fixed; intervals are 95 % bootstraps over people.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from penchant.memory import Embedder
from replays import classes, sites, talkers
from replays.candidates import figures_of, print_figures
from replays.remembering import remembering

EVERYONE = 1000
"""More than any set has; of simulated people (CLINC150) there are `SIMULATED`."""

SIMULATED = 100


def site(data: Path, people: int, embedder: Embedder) -> None:
    """Print the ranking of tags and of questions on Stack Exchange."""
    for tags, what in ((True, "which tags next"), (False, "which question is answered next")):
        found = figures_of(sites.lives(data, tags)[:people], ("popular", "popular lately"), embedder)
        print_figures(f"Stack Exchange (beer), {what}", found, "popular lately")


def talks(data: Path, people: int, embedder: Embedder) -> None:
    """Print the ranking of conversations."""
    print_figures("T4, whose conversation", figures_of(talkers.lives(data, people), ("popular",), embedder), "unranked")


def labels(data: Path, people: int, embedder: Embedder) -> None:
    """Print how well requests are classified."""
    classes.report(data, min(people, SIMULATED), embedder)


PARTS = {"site": site, "talks": talks, "classes": labels}


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--people", type=int, default=EVERYONE, help="at most so many of each set")
    parser.add_argument("--cache", type=Path, help="a folder that keeps the vectors of texts")
    arguments = parser.parse_args()
    with remembering(arguments.cache) as embedder:
        for part in arguments.only:
            PARTS[part](arguments.data, arguments.people, embedder)


if __name__ == "__main__":
    main()
