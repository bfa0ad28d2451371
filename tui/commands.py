"""The commands: one table feeds the slash commands and their completion, the palette, the help, docs/commands.md and the plain chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Leave(Exception):
    """The person wants to leave the chat."""


class Front(Protocol):
    """What commands act on, in the plain chat and in the full screen."""

    def interests(self) -> None: ...
    def why(self, topic: str) -> None: ...
    def steer(self, control: str, topic: str, value: object = None) -> None: ...
    def forget(self, topic: str) -> None: ...
    def undo(self) -> None: ...
    def search(self, words: str) -> None: ...
    def prompt(self) -> None: ...
    def sessions(self) -> None: ...
    def new(self) -> None: ...
    def resume(self, session: str) -> None: ...
    def title(self, name: str) -> None: ...
    def learning(self, mode: str) -> None: ...
    def personalize(self, when: str) -> None: ...
    def export(self, path: str) -> None: ...
    def attach(self, path: str) -> None: ...
    def retry(self) -> None: ...
    def help(self) -> None: ...
    def quit(self) -> None: ...


class FullFront(Front, Protocol):
    """What the full screen has beyond the plain chat."""

    def palette(self) -> None: ...
    def panel(self) -> None: ...
    def find(self, words: str) -> None: ...
    def edit(self) -> None: ...
    def editor(self) -> None: ...
    def copy(self) -> None: ...
    def theme(self, name: str) -> None: ...
    def stop_reply(self) -> None: ...


F = TypeVar("F", bound=Front, contravariant=True)


@dataclass(frozen=True, slots=True)
class Command(Generic[F]):
    """A command: what is typed after the slash, what follows it, what it does, and the keys of the full screen.

    An argument in brackets may be missing. Its word says what completes it: TOPIC, SESSION, MODE, WHEN, THEME, PATH.
    """

    name: str
    argument: str
    help: str
    run: Callable[[F, str], None]
    keys: str = ""

    @property
    def id(self) -> str:
        """The id its keys are remapped by."""
        return f"app.{self.name}"

    @property
    def needs(self) -> bool:
        """Whether it does nothing without an argument."""
        return bool(self.argument) and not self.argument.startswith("[")


def _boost(front: Front, argument: str) -> None:
    topic, _, factor = argument.rpartition(" ")
    try:
        front.steer("boost", topic, float(factor))
    except ValueError as error:
        if topic and _is_number(factor):
            raise
        raise ValueError("/boost wants a topic and a number from 0.25 to 4") from error


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _rename(front: Front, argument: str) -> None:
    front.steer("rename", *_pair("rename", "OLD = NEW", argument))


def _merge(front: Front, argument: str) -> None:
    front.steer("merge", *_pair("merge", "TOPIC = INTO", argument))


def _split(front: Front, argument: str) -> None:
    topic, separator, phrases = argument.partition(" = ")
    front.steer("split", topic.strip(), phrases.split(";") if separator else None)


def _pair(name: str, wanted: str, argument: str) -> tuple[str, str]:
    left, separator, right = argument.partition(" = ")
    if not separator or not left.strip() or not right.strip():
        raise ValueError(f"/{name} wants {wanted}")
    return left.strip(), right.strip()


PLAIN: tuple[Command[Front], ...] = (
    Command("interests", "", "List your interests, heaviest first.", lambda front, _: front.interests(), "ctrl+t,f2"),
    Command("why", "TOPIC", "Show where an interest comes from, in your own words.", lambda front, topic: front.why(topic)),
    Command("pin", "TOPIC", "Keep an interest at weight 0.6 or above; again undoes it.", lambda front, topic: front.steer("pin", topic)),
    Command("mute", "TOPIC", "Keep an interest out of every prompt; again undoes it.", lambda front, topic: front.steer("mute", topic)),
    Command("boost", "TOPIC NUMBER", "Make an interest count more or less: 0.25 to 4.", _boost),
    Command("stop", "TOPIC", "Void what an interest has gathered so far.", lambda front, topic: front.steer("stop", topic)),
    Command("forget", "TOPIC", "Erase an interest and the text of every turn that speaks of it.", lambda front, topic: front.forget(topic)),
    Command("rename", "OLD = NEW", "Give an interest another label.", _rename),
    Command("merge", "TOPIC = INTO", "Make two interests one.", _merge),
    Command("confirm", "TOPIC", "Say that a tentative interest is yours.", lambda front, topic: front.steer("confirm", topic)),
    Command("split", "TOPIC", "Make two interests of one; TOPIC = PHRASE; PHRASE says what leaves.", _split),
    Command("reject", "TOPIC", "Say that a tentative interest is none of yours.", lambda front, topic: front.steer("reject", topic)),
    Command("undo", "", "Take back the last thing that you decided about an interest.", lambda front, _: front.undo()),
    Command("search", "[WORDS]", "Find past turns by words and by meaning.", lambda front, words: front.search(words), "ctrl+r"),
    Command("prompt", "", "Show exactly what was sent last, and its tokens.", lambda front, _: front.prompt(), "ctrl+g,f3"),
    Command("sessions", "", "List the sessions.", lambda front, _: front.sessions(), "ctrl+l,f4"),
    Command("new", "", "Start a new session.", lambda front, _: front.new(), "ctrl+n"),
    Command("resume", "SESSION", "Go on with a session: its title or some words of it.", lambda front, session: front.resume(session)),
    Command("title", "[NAME]", "Name this session; without a name it is called by its first words.", lambda front, name: front.title(name)),
    Command("learning", "[MODE]", "on; paused: learn nothing; incognito: keep nothing either.", lambda front, mode: front.learning(mode)),
    Command("personalize", "[WHEN]", "Interests in answers: off, gate or always.", lambda front, when: front.personalize(when)),
    Command("export", "[PATH]", "Write this session as Markdown; a name in .json gives JSON.", lambda front, path: front.export(path)),
    Command("attach", "PATH", "Send a text file, a picture or a recording with the next message.", lambda front, path: front.attach(path)),
    Command("retry", "", "Ask for the last reply again.", lambda front, _: front.retry(), "f5"),
    Command("help", "", "List the commands and keys.", lambda front, _: front.help(), "f1"),
    Command("quit", "", "Leave.", lambda front, _: front.quit(), "ctrl+q"),
)  # fmt: skip
"""What both have."""

FULL: tuple[Command[FullFront], ...] = (
    *PLAIN,
    Command("palette", "", "Find a command.", lambda front, _: front.palette(), "ctrl+p"),
    Command("panel", "", "Go to the interest panel, or back to the prompt.", lambda front, _: front.panel(), "ctrl+b,f6"),
    Command("find", "[WORDS]", "Find words in this session.", lambda front, words: front.find(words), "ctrl+f"),
    Command("edit", "", "Edit your last message and send it again.", lambda front, _: front.edit(), "ctrl+up"),
    Command("editor", "", "Write the draft in $EDITOR.", lambda front, _: front.editor(), "ctrl+o"),
    Command("copy", "", "Copy the last reply.", lambda front, _: front.copy()),
    Command("theme", "[THEME]", "Change the colours.", lambda front, name: front.theme(name)),
    Command("stop-reply", "", "Stop the reply and keep what came of it.", lambda front, _: front.stop_reply()),
)  # fmt: skip
"""What the full screen has."""


def run(front: F, table: tuple[Command[F], ...], line: str) -> None:
    """Run a line that begins with a slash.

    Raises:
        ValueError: there is no such command, or its argument is missing or wrong.
        Leave: it was /quit in the plain chat.
    """
    name, _, argument = line[1:].partition(" ")
    command = next((one for one in table if one.name == name), None)
    if command is None:
        raise ValueError(f"there is no command /{name}; {_meant(name, table)}")
    if command.needs and not argument.strip():
        raise ValueError(f"/{name} wants {command.argument}")
    command.run(front, argument.strip())


def in_chat(said: str) -> str:
    """Return what is wrong as a chat says it: with its own command where the message names that of the command line."""
    from ..memory.topics.find import LISTED

    return said.replace(LISTED, "/interests lists them")


def _meant(name: str, table: tuple[Command[F], ...]) -> str:
    """Return what to do instead of a command that does not exist."""
    from difflib import get_close_matches

    near = get_close_matches(name, [one.name for one in table], 2, 0.7)
    return f"did you mean {' or '.join(f'/{one}' for one in near)}?" if near else "/help lists them"
