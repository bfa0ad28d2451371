"""`rerank` on T4's candidates and on the Stack Exchange sequence, beside the unranked and the popular order; `classify` on CLINC150.

    python bench/rerank.py DATA                       # everything
    python bench/rerank.py DATA --only site
    python bench/rerank.py DATA --people 30           # fewer, for a look; 1000 are all

DATA is the folder that holds `chitchat/`, `stackexchange/` and `clinc150/`. Seeds are fixed; intervals are 95 % bootstraps over people.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from replays import classes, sites, talkers
from replays.candidates import figures_of, print_figures

PARTS = ("talks", "site", "classes")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--people", type=int, default=100, help="at most so many of each set")
    arguments = parser.parse_args()
    if "site" in arguments.only:
        for tags, what in ((True, "which tags next"), (False, "which question is answered next")):
            lives = sites.lives(arguments.data, tags)[: arguments.people]
            found = figures_of(lives, ("popular", "popular lately"))
            print_figures(f"Stack Exchange (beer), {what}", found, "popular lately")
    if "talks" in arguments.only:
        found = figures_of(talkers.lives(arguments.data, arguments.people), ("popular",))
        print_figures("T4, whose conversation", found, "unranked")
    if "classes" in arguments.only:
        classes.report(arguments.data, arguments.people)


if __name__ == "__main__":
    main()
