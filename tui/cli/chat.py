"""`penchant chat`, which `penchant` alone is too."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Data, Embedder, Model, User

Bias = Annotated[
    str | None,
    typer.Option("--bias", help="How interests reach the model: prompt, attention or contrast.", metavar="HOW"),
]
GateModel = Annotated[
    str | None,
    typer.Option("--gate-model", help="Asked whether interests help: off, chat, or a model.", metavar="NAME"),
]
Extractor = Annotated[
    str | None, typer.Option("--extractor", help="Reads your turns more finely: off, chat, or a model.", metavar="NAME")
]
ImageModel = Annotated[
    str | None, typer.Option("--image-model", help="Tells what a picture shows: off, chat, or a model.", metavar="NAME")
]
AudioModel = Annotated[
    str | None,
    typer.Option(
        "--audio-model", help="Writes a recording down: off, chat, a model, whisper:<folder>.", metavar="NAME"
    ),
]
Tools = Annotated[
    bool, typer.Option("--tools", help="Let the model search your past turns, list your interests, ask to note one.")
]
PersonalizeOption = Annotated[
    str | None, typer.Option("--personalize", help="Interests in answers: off, gate, or always.", metavar="WHEN")
]
Plain = Annotated[bool, typer.Option("--plain", help="Line by line: for screen readers, pipes and simple terminals.")]
Web = Annotated[bool, typer.Option("--web", help="Open the full screen in a browser of this machine.")]
Port = Annotated[int, typer.Option("--port", min=1024, max=65535, help="Where --web listens.")]
Resume = Annotated[str, typer.Option("--resume", help="Go on with a session: its title, or `last`.", metavar="SESSION")]


def chat(
    plain: Plain = False,
    web: Web = False,
    port: Port = 8000,
    resume: Resume = "",
    model: Model = None,
    data: Data = None,
    user: User = None,
    embedder: Embedder = None,
    extractor: Extractor = None,
    image_model: ImageModel = None,
    audio_model: AudioModel = None,
    tools: Tools = False,
    personalize: PersonalizeOption = None,
    gate_model: GateModel = None,
    bias: Bias = None,
) -> None:
    """Chat. What you say teaches the memory; F1 or /help lists the commands."""
    from ..launch import start

    chosen = {"model": model, "data": data, "user": user, "embedder": embedder}
    reading = {"extractor": extractor, "image_model": image_model, "audio_model": audio_model}
    answering = {"tools": tools or None, "personalize": personalize, "gate_model": gate_model, "bias": bias}
    start(plain=plain, web=web, port=port, resume=resume, **chosen, **reading, **answering)
