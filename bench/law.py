"""The law on T2, T3, T4 and T5, with one setting for all, beside what it has to beat.

    python bench/law.py DATA                     # everything
    python bench/law.py DATA --only T2 T5 --quick
    python bench/law.py DATA --fit               # what a population teaches: memory/population.json, evals/suites/populations.json
    python bench/law.py DATA --own-topics 2      # T2 with topics that the memory finds itself, two people a regime: minutes
    python bench/law.py DATA --trade             # drift against focus, by the trust in attention

DATA is the folder that holds `laps/`, `chitchat/`, `topical_chat/`, `kdconv/`. Seeds are fixed; intervals are 95 % bootstraps over people.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from penchant.evals.suites import populations
from penchant.memory.weights import Law
from replays import attention, drift, extracted, focus, lasting, persons, trade

PROTOCOLS = ("T2", "T3", "T4", "T5")


POPULATION = Path(__file__).parent.parent / "memory" / "population.json"


def fit(data: Path, law: Law) -> None:
    """Write the coefficients of what lasts, and keep the trust in the rungs as the search left it."""
    known = json.loads(POPULATION.read_text("utf-8"))
    POPULATION.write_text(json.dumps(known | {"returns": lasting.fit(data, law)}) + "\n", "utf-8")


def main() -> None:
    """Run the protocols that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", nargs="+", choices=PROTOCOLS, default=PROTOCOLS)
    parser.add_argument("--quick", action="store_true", help="fewer people: for a look, not for a figure")
    parser.add_argument(
        "--fit",
        action="store_true",
        help="fit what lasts into memory/population.json and attention into evals/suites/populations.json, on training parts",
    )
    parser.add_argument(
        "--own-topics", type=int, metavar="N", help="T2 with the project's own topics, N people a regime"
    )
    parser.add_argument("--trade", action="store_true", help="what a trust in attention costs on T2 and gains on T5")
    arguments = parser.parse_args()
    law = Law()
    if arguments.fit:
        fit(arguments.data, law)
        attention.fit(arguments.data)
        return
    if arguments.own_topics:
        extracted.report(arguments.data, arguments.own_topics, law)
        return
    if arguments.trade:
        trade.report(arguments.data)
        return
    if "T2" in arguments.only:
        drift.report(6 if arguments.quick else 40, law)
    if "T3" in arguments.only:
        lasting.report(arguments.data, law, quick=arguments.quick)
    if "T4" in arguments.only:
        persons.report(arguments.data, law, quick=arguments.quick)
    if "T5" in arguments.only:
        focus.report(arguments.data, law, quick=arguments.quick)
        focus.report_populations(arguments.data, populations.laws(), attention.held_out)


if __name__ == "__main__":
    main()
