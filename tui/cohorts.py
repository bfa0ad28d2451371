"""`penchant cohort`: an operator builds one; a person joins or leaves."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import typer


def build(out: Path, folders: Sequence[Path], embedder: str, k: int) -> None:
    """Build a cohort from the ledgers of some folders and write it.

    Raises:
        ValueError: a folder has no ledger, too few have joined, or the extra is not installed.
    """
    from ..memory import InterestMemory
    from ..memory.cohorts.building import build as made
    from ..memory.ledger import FILE

    places = list(dict.fromkeys(folder.expanduser().resolve() for folder in folders))
    if missing := [place for place in places if not (place / FILE).is_file()]:
        raise ValueError(f"there is no ledger in {missing[0]}")
    with ExitStack() as stack:
        memories = [stack.enter_context(InterestMemory(place, embedder=embedder, index=False)) for place in places]
        try:
            cohort = made(memories, k)
        except ImportError as error:
            raise ValueError(f"{error.name} is not installed: pip install 'penchant[cohort]'") from error
    cohort.write(out)
    groups = f"{len(cohort.groups)} group{'s' * (len(cohort.groups) != 1)}"
    typer.echo(
        f"{out}: {len(cohort.topics)} topics of about {cohort.people} people in {groups}; "
        f"what fewer than {k} of them share is not in it"
    )
