"""What the commands do in the full screen: they open screens and speak to the chat."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from . import commands, show, themes
from .screens.telling import told
from .steering import labels_of, taken_back
from .text import erasing

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from .app import PenchantApp


class ScreenFront:
    """Implements `commands.FullFront` over the app. What takes time goes on in workers; what is wrong is told in a notice."""

    def __init__(self, app: PenchantApp) -> None:
        self._app = app
        self._engine = app.engine
        self._typed = ""
        """The line of the prompt that is being run."""

    def run_typed(self, line: str) -> None:
        """Run a line of the prompt; one that is wrong is told, and stands in the prompt again."""
        self._typed = line
        try:
            with told(self._app, partial(self._give_back, line)):
                commands.run(self, commands.FULL, line)
        finally:
            self._typed = ""

    def run_line(self, line: str) -> None:
        """Run a line that begins with a slash; what is wrong with it is told."""
        with told(self._app):
            commands.run(self, commands.FULL, line)

    def type_early(self, then: Callable[[], object]) -> None:
        """Give the prompt what was typed before it was there, and do something when it has it."""
        self._app.type_early(then)

    # Interests

    def interests(self) -> None:
        self.open_interests(None)

    def open_interests(self, topic: int | None) -> None:
        """Open the interests screen, with a topic chosen."""
        self._work(self._interests(topic))

    async def _interests(self, topic: int | str | None) -> None:
        from .screens.interests import InterestsScreen

        number = None if topic is None else (await self._engine.topic(topic)).interest.topic
        jump = await self._app.push_screen_wait(InterestsScreen(self._engine, number))
        self._app.chat.look_again()
        if jump is not None:
            await self._jump(jump.session, jump.turn)

    def why(self, topic: str) -> None:
        self._work(self._interests(topic))

    def steer(self, control: str, topic: str, value: object = None) -> None:
        self._work(self._steer(control, topic, value))

    async def _steer(self, control: str, topic: str, value: object) -> None:
        self._say(show.steered(control, topic, await self._engine.steer(control, topic, value)))
        self._app.chat.look_again()

    def forget(self, topic: str) -> None:
        self._work(self._forget(topic))

    async def _forget(self, topic: str) -> None:
        from .screens.dialogs import Ask

        found = await self._engine.named(topic)
        turns = await self._engine.speaking_of(found.topic)
        if await self._app.push_screen_wait(Ask(erasing.question(found.label, turns), "Erase", "Keep")):
            await self._engine.forget_soon(found.topic, turns)
            self._app.chat.look_again()
            self._say(f"{found.label}: erased in ten seconds; on the interests screen (Ctrl+T) u takes it back")

    def undo(self) -> None:
        self._work(self._undo())

    async def _undo(self) -> None:
        decided = await self._engine.undo()
        self._say(taken_back(decided, labels_of(await self._engine.interests())))
        self._app.chat.look_again()

    # Turns and sessions

    def search(self, words: str) -> None:
        self._work(self._search(words))

    async def _search(self, words: str) -> None:
        from .screens.search import SearchScreen

        if turn := await self._app.push_screen_wait(SearchScreen(self._engine, words)):
            await self._jump(turn.session, turn.number)

    def prompt(self) -> None:
        self.inspect_at()

    def inspect_at(self, number: int | None = None) -> None:
        """Show what was sent for a turn of the person's, or for the one that a reply answers; for the last one without a number."""
        self._work(self._inspect(number))

    async def _inspect(self, number: int | None) -> None:
        from .screens.inspector import InspectorScreen

        if (turn := await self._engine.asked_at(number)) is None:
            raise ValueError("nothing was sent yet" if number is None else "what was said incognito is gone")
        await self._app.push_screen_wait(InspectorScreen(self._engine, turn.number))

    def sessions(self) -> None:
        self._work(self._sessions())

    async def _sessions(self) -> None:
        from .screens.sessions import New, Open, Search, SessionsScreen

        match await self._app.push_screen_wait(SessionsScreen(self._engine)):
            case Open(session=session):
                await self._turn_to(session)
            case New():
                self.new()
            case Search():
                self.search("")

    def new(self) -> None:
        self._work(self._turn_to(uuid4().hex))

    def resume(self, session: str) -> None:
        self._work(self._resume(session))

    async def _resume(self, words: str) -> None:
        await self._turn_to((await self._engine.find_session(words)).id)

    def title(self, name: str) -> None:
        self._work(self._title(name))

    async def _title(self, name: str) -> None:
        await self._engine.name_session(self._engine.session, name)
        await self._app.chat.paging.show_state()

    def learning(self, mode: str) -> None:
        self._work(self._learning(mode))

    async def _learning(self, mode: str) -> None:
        if mode:
            await self._engine.learn(mode)
        self._say(show.LEARNING[await self._engine.mode()])
        await self._app.chat.paging.show_state()

    def personalize(self, when: str) -> None:
        self._work(self._personalize(when))

    async def _personalize(self, when: str) -> None:
        await self._engine.opened()  # it may have been chosen before
        if when:
            await self._engine.choose_when(when)
        self._say(show.PERSONALIZE[self._engine.personalize])

    def export(self, path: str) -> None:
        self.export_session(self._engine.session, path)

    def export_session(self, session: str, path: str) -> None:
        """Write a session to a file; an empty path is one made from its title."""
        self._work(self._export(session, path))

    async def _export(self, session: str, path: str) -> None:
        from .system.export import export, export_both

        turns = await self._engine.all_turns(session)
        title = await self._engine.title(session)
        written = (export(turns, path, title),) if path else export_both(turns, title=title)
        self._say(f"written to {' and '.join(map(str, written))}")

    def find(self, words: str) -> None:
        self._work(self._find(words))

    async def _find(self, words: str) -> None:
        from .screens.search import SearchScreen

        if turn := await self._app.push_screen_wait(SearchScreen(self._engine, words, session=self._engine.session)):
            await self._jump(turn.session, turn.number)

    async def _jump(self, session: str, number: int) -> None:
        """Show a turn where it was said."""
        if session == self._engine.session:
            await self._app.chat.paging.show(number)
        else:
            await self._turn_to(session, number)

    async def _turn_to(self, session: str, at: int | None = None) -> None:
        await self._app.chat.paging.turn_to(session, at)
        self._app.chat.look_again()

    # The message

    def attach(self, path: str) -> None:
        from .system.attach import attach

        self._app.chat.drafting.attach(attach(path))

    def retry(self) -> None:
        self.retry_at()

    def retry_at(self, number: int | None = None) -> None:
        """Ask again for the reply to a turn; to the last one without a number."""
        self._work(self._app.chat.retry(number))

    def edit(self) -> None:
        self._work(self._edit())

    async def _edit(self) -> None:
        from .entries import entry_of

        if (turn := await self._engine.asked_at()) is None:
            raise ValueError("there is nothing to edit yet")
        self._app.chat.drafting.edit(entry_of(turn))

    def editor(self) -> None:
        self._work(self._editor())

    async def _editor(self) -> None:
        from .system.editor import edit_text

        prompt = self._app.chat.prompt
        prompt.load(await edit_text(self._app, prompt.text))

    def copy(self) -> None:
        self._work(self._copy())

    async def _copy(self) -> None:
        turns = await self._engine.entries(show.RESUMED)
        reply = next((turn for turn in reversed(turns) if turn.kind == "reply"), None)
        if reply is None:
            raise ValueError("there is no reply to copy yet")
        self.copy_text(reply.text)

    def copy_text(self, text: str) -> None:
        """Copy a text, and say what came of it."""
        self._work(self._copy_text(text))

    async def _copy_text(self, text: str) -> None:
        from .system.clipboard import copy

        outcome = await copy(self._app, text)
        self._app.notify(outcome.message, severity="information" if outcome.copied else "warning", markup=False)

    def stop_reply(self) -> None:
        self._app.chat.stop()

    # The app

    def palette(self) -> None:
        from .palette import Commands, Palette

        self._app.push_screen(Palette(providers=[Commands]))

    def panel(self) -> None:
        self._app.chat.turn_focus()

    def theme(self, name: str) -> None:
        if not name:
            self._choose_theme()
        elif name not in themes.names():
            raise ValueError(f"there is no theme {name!r}; there are {', '.join(themes.names())}")
        else:
            self._app.theme = name

    def _choose_theme(self) -> None:
        from textual.theme import ThemeProvider

        from .palette import Palette

        self._app.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    def help(self) -> None:
        from .screens.help import HelpScreen

        self._app.push_screen(HelpScreen(self._app.preferences.keys))

    def quit(self) -> None:
        self._app.leave()

    # Inside

    def _say(self, text: str) -> None:
        self._app.notify(text, markup=False)

    def _work(self, work: Coroutine[object, object, object]) -> None:
        """Go on with something that takes time."""
        self._app.run_worker(self._told(work, self._typed))

    async def _told(self, work: Coroutine[object, object, object], typed: str) -> None:
        with told(self._app, partial(self._give_back, typed if " " in typed else "")):
            await work

    def _give_back(self, line: str, said: str) -> None:
        """Say what is wrong, and put the line back to be mended unless something else is being written."""
        self._app.notify(said, severity="warning", markup=False)
        if line and not self._app.chat.prompt.text:
            self._app.chat.prompt.load(line)
