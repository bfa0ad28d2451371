"""The full screen: an app that wires the engine, the chat screen and the commands together."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType

from . import commands, themes
from .front import ScreenFront
from .screens.chat import ChatScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.driver import Driver

    from .engine import Engine
    from .preferences import Preferences
    from .screens.inspector import InspectorScreen
    from .screens.sessions import SessionsScreen
    from .system.draft import Draft

AGAIN_SECONDS = 2.0
"""How long Ctrl+C asks to be pressed once more before it leaves."""

PATIENCE_SECONDS = 5.0
"""How long leaving may take after a signal."""


class PenchantApp(App[str]):
    """Chat with the interests in view. `run` returns a last word for the terminal, or nothing.

    Args:
        engine: memory and model; opened after the first frame.
        preferences: theme and keys.
        draft: what was typed and not sent.
        resume: the session to go on with, by its title; a new one if empty.
        driver: speaks to the terminal; Textual's own if not given.
    """

    TITLE = "Penchant"
    CSS = "ToastRack { margin-bottom: 3; }"  # not over the prompt
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(one.keys, f"command('{one.name}')", one.help, show=False, priority=True, id=one.id)
            for one in commands.FULL
            if one.keys
        ),
        Binding("ctrl+c", "interrupt", "Copy, else clear, else stop, else leave", show=False, priority=True, id="app.interrupt"),
        Binding("escape", "stop", "Stop the reply", show=False, id="app.stop-reply"),
    ]  # fmt: skip

    def __init__(
        self,
        engine: Engine,
        preferences: Preferences,
        draft: Draft,
        resume: str = "",
        driver: type[Driver] | None = None,
    ) -> None:
        gc.disable()  # until the first frame: nothing is garbage yet, and looking for it is a tenth of the wait
        super().__init__(driver_class=driver, ansi_color=themes.ansi_color())
        self.engine, self.preferences = engine, preferences
        self.front = ScreenFront(self)
        self.chat = ChatScreen(engine, self.front, draft, resume)
        self._leaving = False
        self._early: list[events.Event] = []
        themes.install(self, preferences.theme)
        self._bind_commands()
        self.set_keymap(dict(preferences.keys))

    def get_default_screen(self) -> ChatScreen:
        """Return the chat: it is there from the start."""
        return self.chat

    def on_mount(self) -> None:
        """Say what is wrong with the preferences; leave in order when the terminal or the system says so."""
        for told in self.preferences.told:
            self.notify(told, severity="warning", markup=False)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with suppress(NotImplementedError, ValueError, RuntimeError):  # not in a thread, not on Windows
                loop.add_signal_handler(number, self._leave_now, number)

    async def on_event(self, event: events.Event) -> None:
        """Keep what is typed before the prompt is there; Textual would drop it."""
        if isinstance(event, (events.Key, events.Paste)) and not self.chat.framed:
            self._early.append(event)
        else:
            await super().on_event(event)

    def type_early(self, then: Callable[[], object]) -> None:
        """Give the prompt what was typed before it was there, and do something when it has it: it stands in two queues after another."""
        while self._early:
            self.post_message(self._early.pop(0))
        self.call_later(lambda: (self.focused or self).call_later(then))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let commands act on the chat only; help and leaving everywhere."""
        return action != "command" or self.screen is self.chat or parameters[0] == "quit"

    def action_command(self, name: str) -> None:
        """Run a command that a key is bound to."""
        self.front.run_line(f"/{name}")

    def _bind_commands(self) -> None:
        """Bind the commands that have no key, for those who give them one."""
        for one in commands.FULL:
            if not one.keys and (keys := self.preferences.keys.get(one.id)):
                self.bind(keys, f"command('{one.name}')", description=one.help, show=False)

    def on_inspector_screen_copy(self, copy: InspectorScreen.Copy) -> None:
        """Copy what the inspector shows."""
        self.front.copy_text(copy.text)

    def on_sessions_screen_export(self, export: SessionsScreen.Export) -> None:
        """Write a session to a file."""
        self.front.export_session(export.session, export.path)

    def action_interrupt(self) -> None:
        """Copy what is selected; else clear the draft; else stop the reply; else leave, when pressed twice."""
        chatting = self.screen is self.chat
        if selected := self.screen.get_selected_text() or (self.chat.prompt.selected_text if chatting else ""):
            self.front.copy_text(selected)
        elif chatting and (self.chat.prompt.clear() or self.chat.stop()):
            return
        elif self._leaving:
            self.leave()
        else:
            self._leaving = True
            self.set_timer(AGAIN_SECONDS, self._stay)
            self.notify("Press Ctrl+C again to leave", timeout=AGAIN_SECONDS)

    def action_stop(self) -> None:
        """Stop the reply."""
        self.chat.stop()

    def leave(self) -> None:
        """Leave in order: the draft is on disk, what came of a reply is stored."""
        self.chat.drafting.save()
        self.chat.stop()
        self.exit()

    def _leave_now(self, number: int) -> None:
        """Leave because the system says so; where the terminal is gone, drawing may never end."""
        asyncio.get_running_loop().call_later(PATIENCE_SECONDS, os._exit, 128 + number)
        self.leave()

    def _stay(self) -> None:
        self._leaving = False
