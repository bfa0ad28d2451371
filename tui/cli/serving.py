"""`penchant serve` and `penchant keys`: the server's commands; the server itself lies in server/. Heavy imports happen inside them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import Data, Embedder, Json, settings

if TYPE_CHECKING:
    from ...agent.settings import Settings
    from ...server.keys import ApiKey, Keys

app = typer.Typer()
keys_app = typer.Typer(help="The API keys of `penchant serve`.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")


@app.command()
def serve(
    model: Annotated[
        str | None, typer.Option("--model", help="The model behind it; `penchant models` lists them.", metavar="NAME")
    ] = None,
    host: Annotated[str, typer.Option("--host", help="Where it listens; other machines reach 0.0.0.0.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8800,
    data: Data = None,
    embedder: Embedder = None,
    personalize: Annotated[
        str | None, typer.Option("--personalize", help="Interests in answers: off, gate, or always.", metavar="WHEN")
    ] = None,
    per_minute: Annotated[
        float, typer.Option("--per-minute", min=0, help="Requests a minute of a key; 0 for no limit.")
    ] = 600,
    burst: Annotated[float, typer.Option("--burst", min=1, help="Requests of a key that may come in one go.")] = 60,
    at_once: Annotated[int, typer.Option("--at-once", min=1, help="Chats of a person's key at the same time.")] = 32,
    app_at_once: Annotated[int, typer.Option("--app-at-once", min=1, help="The same, of an app's key.")] = 500,
    max_body_mb: Annotated[float, typer.Option("--max-body-mb", min=0.001, help="Largest body.", metavar="MB")] = 20,
    drain_seconds: Annotated[
        int, typer.Option("--drain-seconds", min=0, help="How long answers may go on when it is told to stop.")
    ] = 60,
    workers: Annotated[
        int,
        typer.Option("--workers", min=1, max=256, help="Processes that answer, a core each; one more keeps the index."),
    ] = 1,
    trust_proxy: Annotated[
        str,
        typer.Option(
            "--trust-proxy",
            help="Proxies whose X-Forwarded-For is believed, by commas; '' for none.",
            metavar="ADDRESSES",
        ),
    ] = "127.0.0.1",
    open_metrics: Annotated[bool, typer.Option("--open-metrics", help="/metrics without a key.")] = False,
) -> None:
    """Serve OpenAI's chat completions with interest memory, and the memory itself, over HTTP."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read by numpy when it is loaded: requests are the threads here
    chosen = settings(model=model, data=data, embedder=embedder, personalize=personalize)
    try:
        from ...server.service import Options
        from ...server.serving import Place, What, serve
    except ImportError as error:
        raise ValueError("serving needs a few packages more: `pip install 'penchant[server]'`") from error
    options = Options(
        int(max_body_mb * 2**20), per_minute, burst, chosen.personalize, open_metrics, at_once, app_at_once
    )
    what = What(
        chosen.data, _model(chosen), chosen.embedder, options, chosen.redact, chosen.pseudonymize, chosen.serving_waits
    )
    serve(what, Place(host, port, drain_seconds, trust_proxy, workers))


@keys_app.command("create")
def create(
    user: Annotated[str, typer.Option("--user", help="Whose memory it opens.", metavar="NAME")] = "",
    app: Annotated[str, typer.Option("--app", help="Or the app whose users it may name.", metavar="NAME")] = "",
    scope: Annotated[
        list[str] | None,
        typer.Option(
            "--scope",
            help="What it may do, again for more: chat, read, control, export, erase, admin. An app's key has act-as too.",
        ),
    ] = None,
    name: Annotated[str, typer.Option("--name", help="What to call it in the list.")] = "",
    rate: Annotated[float | None, typer.Option("--rate", help="Requests a minute, instead of the server's.")] = None,
    json: Json = False,
    data: Data = None,
) -> None:
    """Make a key and show it, this once."""
    from ...server.keys import PERSONAL

    with _keys(data) as keys:
        token, key = keys.create(user=user, app=app, scopes=scope or PERSONAL, name=name, rate=rate)
    if json:
        typer.echo(_json(_shown(key) | {"key": token}))
    else:
        typer.echo(token)
        typer.echo(
            f"{_line(key)}\nIt is shown this once: keep it now. `penchant keys revoke {key.id}` ends it.", err=True
        )


@keys_app.command("list")
def list_keys(json: Json = False, data: Data = None) -> None:
    """List the keys that can be used, without their secrets."""
    from ...memory.ledger import is_there

    found: list[ApiKey] = []
    if is_there(settings(data=data).data):
        with _keys(data) as keys:
            found = keys.all()
    if json:
        typer.echo(_json([_shown(key) for key in found]))
    else:
        typer.echo("\n".join(map(_line, found)) or "there are no keys: `penchant keys create --user me` makes one")


@keys_app.command("revoke")
def revoke(
    id: Annotated[str, typer.Argument(help="The key's id; `penchant keys list` shows it.")],  # noqa: A002 - its name
    data: Data = None,
) -> None:
    """Make a key useless for good; a server that runs refuses it after two seconds at most."""
    from ...memory.ledger import must_be_there

    must_be_there(settings(data=data).data)
    with _keys(data) as keys:
        keys.revoke(id)
    typer.echo(f"{id}: revoked")


def _model(chosen: Settings) -> str:
    """Return the model of the settings; where there is none, what suits this machine, and say so."""
    if chosen.model:
        return chosen.model
    from ...agent.choice import choose

    name, why = choose()
    typer.echo(why, err=True)
    return name


@contextmanager
def _keys(data: Path | None) -> Iterator[Keys]:
    from ...memory.interests import utc_now
    from ...memory.ledger import Ledger
    from ...server.keys import Keys

    ledger = Ledger(settings(data=data).data)
    try:
        yield Keys(ledger, utc_now)
    finally:
        ledger.close()


def _shown(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "user": key.user or None,
        "app": key.app or None,
        "scopes": sorted(key.scopes),
        "name": key.name,
        "rate": key.rate,
        "created": key.created.isoformat(),
    }


def _line(key: ApiKey) -> str:
    whose = f"the users of {key.app}" if key.app else key.user
    rate = "" if key.rate is None else f", {key.rate:g} a minute"
    return f"{key.id}  {key.created:%Y-%m-%d}  {whose}: {', '.join(sorted(key.scopes))}{rate}  {key.name}".rstrip()


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2)
