"""`penchant encrypt` and `decrypt`."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Data, Yes, settings

app = typer.Typer()


@app.command()
def encrypt(
    with_: Annotated[
        str | None,
        typer.Option("--with", help="Where the key comes from: keyring, passphrase or environment.", metavar="SOURCE"),
    ] = None,
    rotate: Annotated[bool, typer.Option("--rotate", help="Give it another key: data keys are wrapped anew.")] = False,
    data_keys: Annotated[
        bool, typer.Option("--data-keys", help="Replace the data keys too: everything is sealed anew.")
    ] = False,
    data: Data = None,
) -> None:
    """Encrypt the memory where it is, or change the key of one that is encrypted."""
    from ..sealing import encrypt as run

    if with_ not in (None, "keyring", "passphrase", "environment"):
        raise ValueError(f"a key comes from the keyring, a passphrase or the environment, not from {with_!r}")
    typer.echo(run(settings(data=data), with_, rotate, data_keys))


@app.command()
def decrypt(yes: Yes = False, data: Data = None) -> None:
    """Make an encrypted memory readable again."""
    from ..sealing import decrypt as run

    if yes or typer.confirm("Write everything that is known of you readable to the disk?"):
        typer.echo(run(settings(data=data)))
