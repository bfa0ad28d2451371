"""Every key of the terminal, by the place where it acts. The configuration's `[keys]` gives any of them other keys by its id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Key:
    """One key: the id it is remapped by, `<place>.<action>`, the keys as Textual names them, comma-separated, and what it does."""

    id: str
    keys: str
    help: str

    @property
    def place(self) -> str:
        """Where it acts."""
        return self.id.partition(".")[0]

    @property
    def action(self) -> str:
        """What the widget of that place does: its `action_…`."""
        return self.id.partition(".")[2]


PLACES = {
    "app": "Everywhere",
    "prompt": "In the prompt",
    "transcript": "In the transcript",
    "panel": "In the interest panel",
    "table": "In the table of topics",
    "interests": "On the interests screen",
    "slider": "On a slider",
    "inspector": "In the prompt inspector",
    "sessions": "On the sessions screen",
    "search": "On the search screen",
    "compare": "While two answers are compared",
    "help": "In the help",
    "dialog": "In a dialog",
}

KEYS = (
    Key(
        "prompt.send",
        "enter",
        "Send; `send_key` in the configuration chooses another key, and Enter then breaks the line",
    ),
    Key("prompt.newline", "shift+enter,ctrl+j,alt+enter", "Break the line"),
    Key("prompt.complete", "tab", "Take the completion"),
    Key("prompt.unfold", "ctrl+u", "Unfold what was pasted"),
    Key("prompt.close", "escape", "Close the completion"),
    Key("prompt.take_back", "alt+down", "Take back the last message that waits; Up in an empty prompt does the same"),
    Key("prompt.earlier", "alt+up", "Go to the last turn"),
    Key("transcript.previous", "up,k", "The turn before"),
    Key("transcript.next", "down,j", "The turn after"),
    Key("transcript.top", "home", "The first turn"),
    Key("transcript.tail", "end", "The end, and follow it"),
    Key("transcript.page_up", "pageup", "A page up"),
    Key("transcript.page_down", "pagedown", "A page down"),
    Key("transcript.copy", "c,y", "Copy the message"),
    Key("transcript.copy_code", "b", "Copy a code block; again copies the next one"),
    Key("transcript.edit", "e", "Edit the message and send it again"),
    Key("transcript.retry", "r", "Ask for the reply again"),
    Key("transcript.inspect", "i,enter", "Show exactly what was sent"),
    Key("panel.up", "up,k", "The row above"),
    Key("panel.down", "down,j", "The row below"),
    Key("panel.pin", "p", "Pin the interest, or unpin it"),
    Key("panel.mute", "m", "Mute the interest, or unmute it"),
    Key("panel.open", "enter", "Show where it comes from"),
    Key("table.up", "up,k", "The topic above"),
    Key("table.down", "down", "The topic below"),
    Key("table.page_up", "pageup", "A page up"),
    Key("table.page_down", "pagedown", "A page down"),
    Key("table.first", "home", "The first topic"),
    Key("table.last", "end", "The last topic"),
    Key("table.open", "enter", "The sentences that it comes from"),
    Key("interests.pin", "p", "Pin, or unpin"),
    Key("interests.mute", "m", "Mute, or unmute"),
    Key("interests.stronger", "plus,equals_sign", "Boost: twice as strong, up to 4"),
    Key("interests.weaker", "minus", "Boost: half as strong, down to 1/4"),
    Key("interests.stop", "s", "Void what it has gathered so far"),
    Key("interests.forget", "f,delete", "Erase it and the turns that speak of it; ten seconds to undo"),
    Key("interests.undo", "u", "Take back the last thing that you decided; an erasing first"),
    Key("interests.rename", "r", "Give it another label"),
    Key("interests.merge", "g", "Merge it into another"),
    Key("interests.split", "v", "Make two of it"),
    Key("interests.confirm", "y", "Say that a tentative one is yours"),
    Key("interests.reject", "x", "Say that a tentative one is none of yours"),
    Key("interests.tentative", "t", "Show tentative ones only, or all"),
    Key("interests.jump", "j", "Go to the turn it was learned from"),
    Key("interests.now", "n", "Back to now, and to the real half-lives"),
    Key("interests.close", "escape,q", "Back"),
    Key("slider.less", "left,h", "A step left"),
    Key("slider.more", "right,l", "A step right"),
    Key("slider.least", "home", "To the left end"),
    Key("slider.most", "end", "To the right end"),
    Key("inspector.previous", "left,p", "The turn before"),
    Key("inspector.next", "right,n", "The turn after"),
    Key("inspector.turn_page", "tab", "The next page"),
    Key("inspector.page_sent", "1", "What was sent"),
    Key("inspector.page_why", "2", "Why each interest was in or out"),
    Key("inspector.page_difference", "3", "What memory and the turn before change"),
    Key("inspector.page_raw", "4", "The request as it is"),
    Key("inspector.fold", "f,enter", "Fold the history, or unfold it"),
    Key("inspector.again", "a", "Run again without interests"),
    Key("inspector.copy", "c,y", "Copy the request"),
    Key("inspector.close", "escape,q", "Back"),
    Key("sessions.open", "enter", "Go on with it"),
    Key("sessions.new", "n", "Start a new one"),
    Key("sessions.rename", "r", "Name it"),
    Key("sessions.export", "x", "Export it to Markdown and JSON"),
    Key("sessions.search", "slash", "Search all turns"),
    Key("sessions.close", "escape,q", "Back"),
    Key("search.up", "up", "The turn above"),
    Key("search.down", "down", "The turn below"),
    Key("search.page_up", "pageup", "A page up"),
    Key("search.page_down", "pagedown", "A page down"),
    Key("search.close", "escape", "Back"),
    Key("compare.close", "escape,q", "Stop the answer; again goes back"),
    Key("help.close", "escape,q", "Back"),
    Key("dialog.yes", "y", "Yes, to a question"),
    Key("dialog.no", "n", "No, to a question"),
    Key("dialog.up", "up", "The choice above"),
    Key("dialog.down", "down", "The choice below"),
    Key("dialog.cancel", "escape", "Cancel"),
)
"""The keys that act on what has the focus. Those of commands are in commands.py."""


def bindings(place: str) -> list[BindingType]:
    """Return the bindings of a place, for a widget's or a screen's BINDINGS; the keys of text fields win where they are typed into."""
    return [Binding(key.keys, key.action, key.help, show=False, id=key.id) for key in keys_of(place)]


def keys_of(place: str) -> Iterator[Key]:
    """Yield the keys of a place."""
    return (key for key in KEYS if key.place == place)


def shown(keys: str) -> str:
    """Return keys as people write them.

    >>> shown("ctrl+j,alt+enter")
    'Ctrl+J or Alt+Enter'
    """
    return " or ".join(
        "+".join(_NAMES.get(part, part.capitalize()) for part in key.split("+")) for key in keys.split(",")
    )


_NAMES = {
    "plus": "+", "minus": "-", "equals_sign": "=", "slash": "/", "question_mark": "?",
    "pageup": "PgUp", "pagedown": "PgDn", "escape": "Esc", "delete": "Del",
}  # fmt: skip
