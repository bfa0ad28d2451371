"""The commands of the chat: one table feeds what runs, /help and docs/commands.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .chat import Chat


class Leave(Exception):
    """The person wants to leave the chat."""


@dataclass(frozen=True)
class Command:
    """A command: its name, what follows it, what it does, and the function."""

    name: str
    argument: str
    help: str
    run: Callable[[Chat, str], None]


def run(chat: Chat, line: str) -> None:
    """Run a line that begins with a slash.

    Raises:
        ValueError: there is no such command, or its argument is missing or wrong.
        Leave: it was /quit.
    """
    name, _, argument = line[1:].partition(" ")
    command = next((one for one in COMMANDS if one.name == name), None)
    if command is None:
        raise ValueError(f"there is no command /{name}; /help lists them")
    if command.argument and not command.argument.startswith("[") and not argument.strip():
        raise ValueError(f"/{name} wants {command.argument}")
    command.run(chat, argument.strip())


def _interests(chat: Chat, _argument: str) -> None:
    from .show import print_interests

    print_interests(chat.memory.interests(), chat.out)


def _why(chat: Chat, topic: str) -> None:
    from .show import print_explanation

    print_explanation(chat.memory.explain(topic), chat.out)


def _pin(chat: Chat, topic: str) -> None:
    from .show import one_line

    chat.out.print(one_line(chat.memory.pin(topic, not chat.memory.explain(topic).interest.pinned)))


def _mute(chat: Chat, topic: str) -> None:
    from .show import one_line

    chat.out.print(one_line(chat.memory.mute(topic, not chat.memory.explain(topic).interest.muted)))


def _boost(chat: Chat, argument: str) -> None:
    from .show import one_line

    topic, _, factor = argument.rpartition(" ")
    try:
        number = float(factor)
    except ValueError as error:
        raise ValueError("/boost wants a topic and a number from 0.25 to 4") from error
    chat.out.print(one_line(chat.memory.boost(topic, number)))


def _stop(chat: Chat, topic: str) -> None:
    chat.out.print(f"{chat.memory.stop(topic).label}: stopped")


def _forget(chat: Chat, topic: str) -> None:
    label = chat.memory.explain(topic).interest.label
    if chat.ask(f"Erase {label!r} and the text of {chat.memory.speaking_of(label)} turns that speak of it?"):
        chat.out.print(f"{label}: forgotten, with the text of {chat.memory.forget(label)} turns")
        chat.sent = None


def _rename(chat: Chat, argument: str) -> None:
    topic, separator, label = argument.partition(" = ")
    if not separator:
        raise ValueError("/rename wants OLD = NEW")
    chat.out.print(f"{topic} is now {chat.memory.rename(topic, label).label}")


def _search(chat: Chat, query: str) -> None:
    from .show import print_neighbours

    chat.settle()
    print_neighbours(chat.memory.search(query), chat.out)


def _prompt(chat: Chat, _argument: str) -> None:
    from .show import print_prompt

    if chat.sent is None:
        raise ValueError("nothing was sent yet")
    print_prompt(chat.sent, chat.agent.model.profile.count, chat.out)


def _help(chat: Chat, _argument: str) -> None:
    for one in COMMANDS:
        chat.out.print(f"{f'/{one.name} {one.argument}':22} {one.help}")


def _quit(_chat: Chat, _argument: str) -> None:
    raise Leave


COMMANDS = (
    Command("interests", "", "List your interests, heaviest first.", _interests),
    Command("why", "TOPIC", "Show where an interest comes from, in your own words.", _why),
    Command("pin", "TOPIC", "Keep an interest at weight 0.6 or above; again undoes it.", _pin),
    Command("mute", "TOPIC", "Keep an interest out of every prompt; again undoes it.", _mute),
    Command("boost", "TOPIC NUMBER", "Make an interest count more or less: 0.25 to 4.", _boost),
    Command("stop", "TOPIC", "Void what an interest has gathered so far.", _stop),
    Command("forget", "TOPIC", "Erase an interest and the text of every turn that speaks of it.", _forget),
    Command("rename", "OLD = NEW", "Give an interest another label.", _rename),
    Command("search", "WORDS", "Find past turns by meaning.", _search),
    Command("prompt", "", "Show exactly what was sent last, and its tokens.", _prompt),
    Command("help", "", "List the commands.", _help),
    Command("quit", "", "Leave.", _quit),
)
