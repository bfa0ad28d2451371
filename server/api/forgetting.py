"""Forgetting with a receipt: a topic, a turn, a session, a period or everything, and the proof that it is gone.

The receipt is that of docs/forgetting.md but for two things, since a server keeps several people's words: where its files lie is not told,
and not whether the same words stand elsewhere, which may be with somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Request
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from ...memory import Chosen, Receipt
from ...memory.forgetting.receipt import VERSION as RECEIPT
from ..caller import Caller
from ..failures import ApiError, checked
from ..service import service_of
from .interests import must_be_there
from .leaving import Eraser
from .shapes import Number, in_utc
from .told import WITH_BODY, failures

PATIENCE_SECONDS: Final = 60.0
"""How long an answer waits for the index to be rewritten; what is not done by then is told as still to be done."""

router = APIRouter(tags=["leaving"])

_FOLDERS = re.compile(r"(?:[A-Za-z]:)?(?:[/\\][^\s/\\:]+)*[/\\](?=[^\s/\\])")


class ForgetIn(BaseModel):
    """What is to be forgotten: one of these, or the two ends of a period, either of which may be open."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"interest": 3}, {"session": "a1"}, {"since": "2026-03-01T00:00:00Z"}, {"everything": True}]
        },
    )

    interest: Number | None = Field(None, description="Its id: with it goes every turn that speaks of it.")
    turn: Number | None = Field(None, description="Its number: with it go the replies to it.")
    session: str | None = Field(None, max_length=1000, description="Its id.")
    since: Annotated[AwareDatetime, AfterValidator(in_utc)] | None = Field(None, description="All from then on.")
    until: Annotated[AwareDatetime, AfterValidator(in_utc)] | None = Field(None, description="All before then.")
    everything: bool = Field(False, description="All that is stored of the person but the name.")


class HitOut(BaseModel):
    """Bytes that should be gone."""

    file: str
    offset: int
    what: str
    written: str


class ScanOut(BaseModel):
    """How much was read through, and what was found."""

    files: int
    bytes: int
    hits: list[HitOut]
    unread: list[str] = Field(description="Files that could not be read.")


class ReceiptOut(BaseModel):
    """What a forgetting did, and what a search of all files for it found. No word of what was forgotten is in it."""

    receipt: int = Field(description="The version of this shape.")
    clean: bool = Field(description="Nothing was found, nothing is left to be done, and every file was read.")
    chosen: str
    at: datetime
    turns: int
    gone: dict[str, int] = Field(description="Rows that went, by table.")
    rewritten: list[str]
    later: list[str] = Field(description="What is still to be done, and why.")
    sought: int = Field(description="Pieces of text, names and vectors that were looked for.")
    too_short: int = Field(description="Names that cannot be told from chance.")
    scan: ScanOut
    notes: list[str]


@router.post("/v1/forget", responses=WITH_BODY | failures(404))
async def forget_with_receipt(request: Request, wanted: ForgetIn, caller: Eraser) -> ReceiptOut:
    """Forget an interest, a turn, a session, a period or everything; returns the receipt. There is no way back."""
    service = service_of(request)
    await service.settled(caller.name)
    found = await service.erase(forget_now, caller, wanted)
    service.recent.drop(caller.name)
    return receipt_out(found)


def receipt_out(found: Receipt) -> ReceiptOut:
    """Return a receipt as a server tells it."""
    hits = [HitOut(**asdict(hit) | {"file": without_folders(hit.file)}) for hit in found.scan.hits]
    return ReceiptOut(
        receipt=RECEIPT,
        clean=found.clean,
        chosen=found.chosen,
        at=found.at,
        turns=found.turns,
        gone=dict(found.gone),
        rewritten=_told(found.rewritten),
        later=_told(found.later),
        sought=found.sought,
        too_short=found.too_short,
        scan=ScanOut(files=found.scan.files, bytes=found.scan.bytes, hits=hits, unread=_told(found.scan.unread)),
        notes=_told(found.notes),
    )


def without_folders(text: str) -> str:
    """Return a text in which files are called by their names alone.

    >>> without_folders("the copy /home/ada/p.sqlite3")
    'the copy p.sqlite3'
    """
    return _FOLDERS.sub("", text)


def _told(texts: Sequence[str]) -> list[str]:
    return [without_folders(text) for text in texts]


def forget_now(caller: Caller, wanted: ForgetIn) -> Receipt:
    """Forget what is wanted of the caller's; return the receipt.

    Raises:
        ApiError: 404: it is not there, or not theirs; 400: it makes no sense.
    """
    if wanted.interest is not None:
        must_be_there(caller, wanted.interest, "interest")
    try:
        chosen = Chosen(
            topic=wanted.interest,
            turn=wanted.turn,
            session=wanted.session,
            since=wanted.since,
            until=wanted.until,
            everything=wanted.everything,
        )
    except ValueError as error:
        raise ApiError(400, str(error).replace("a topic", "an interest")) from error  # as it is called here
    return checked(lambda: caller.person.forget_chosen(chosen, PATIENCE_SECONDS), 404)
