"""A session, step by step: a test does some of it itself, and some in a process of its own, which it kills.

    python -m tests.memory.sealed_session FOLDER

Each line of its input is a step; its name comes back when it is done.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from penchant.memory import Attachment, InterestMemory
from penchant.memory.importers.formats import identify
from penchant.memory.importers.found import Options
from penchant.memory.records import Interaction
from penchant.memory.sealing import masters
from penchant.memory.sealing.drafts import cover_for
from penchant.tui.sealing import ask, keep_off_the_disk
from penchant.tui.system.draft import Draft

from tests.memory.writer import Chance, Minutes

ENGLISH = "I love the crimson walrus polka."
CHINESE = "我喜欢深夜的海象波尔卡。"
LABEL = "crimson walrus polka"
CHINESE_LABEL = "海象波尔卡"
SESSION = "evening of the walrus"
FILE = "walrus-notes.md"
SOURCE = "walrus-export"


class Steps:
    """An open memory, and what is done in it."""

    def __init__(self, folder: Path, index: bool) -> None:
        data = folder / "data"
        self.export = folder / "import.csv"
        self.memory = InterestMemory(data, clock=Minutes(), embedder=Chance(), index=index)
        self.person = self.memory.user("ada")
        self.draft = Draft(data / "drafts", "s", cover_for(data)).__enter__()

    def say(self) -> None:
        sent = json.dumps({"text": ENGLISH})
        self.person.observe(ENGLISH, session=SESSION, sent=sent, kind="statement")
        self.person.observe(CHINESE, session=SESSION, kind="statement")
        self.person.observe(f"So you said: {ENGLISH}", role="assistant", session=SESSION)

    def attach(self) -> None:
        file = Attachment(FILE, "text/markdown", f"# {ENGLISH} {CHINESE}".encode())
        self.person.observe(f"Look at this. {ENGLISH}", session=SESSION, attachments=[file])

    def name(self) -> None:
        self.person.name_session(SESSION, ENGLISH)
        self.person.rename(LABEL, LABEL.upper())
        self.person.rename(LABEL.upper(), LABEL)

    def take_in(self) -> None:
        found = identify(self.export).read(Options({"title": "title", "at": "at"}))
        some = [thing for thing in found if isinstance(thing, Interaction)]
        assert self.person.observe_all(some, source=SOURCE, format="table").new == len(some) == 40

    def steer(self) -> None:
        self.person.pin(LABEL)
        self.person.boost(LABEL, 2)
        self.person.mute(CHINESE_LABEL)

    def find(self) -> None:
        assert any(ENGLISH in one.event.text for one in self.person.search("walrus polka", 5))
        self.person.recall_turns("What did I say of the crimson walrus polka?", 3)

    def write_draft(self) -> None:
        self.draft.save(f"and what about {ENGLISH}", [CHINESE])

    def read_draft(self) -> None:
        assert ENGLISH in self.draft.text
        assert self.draft.queue == [CHINESE]

    def write_aside(self) -> None:
        """What the editor, the clipboard and imports do."""
        self.aside = tempfile.NamedTemporaryFile(prefix="penchant-")  # noqa: SIM115 - it is looked for while it is there
        self.aside.write(ENGLISH.encode())
        self.aside.flush()

    def drop_aside(self) -> None:
        self.aside.close()

    def rebuild(self) -> None:
        self.person.rebuild()
        self.memory.settle()

    def flood(self) -> None:
        for number in range(100_000):
            say(self.person.observe(f"{ENGLISH} {number}", session="flood").event.id)

    def close(self) -> None:
        self.draft.__exit__(None, None, None)
        self.memory.close()


def say(answer: str) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    masters.prepare(ask, keep_off_the_disk)
    steps = Steps(Path(sys.argv[1]), index=True)
    say("open")
    for line in sys.stdin:
        getattr(steps, line.strip())()
        say(line.strip())
    steps.close()


if __name__ == "__main__":
    main()
