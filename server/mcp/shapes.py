"""What the tools take and give. The field descriptions go into the JSON schemas, which is what a model reads of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

MOST_CHARACTERS = 400

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_CHARACTERS)]


Begun = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(lambda text: text[:MOST_CHARACTERS].strip()),
]
"""A text of which the beginning is enough."""


class Arguments(BaseModel):
    """What a tool takes: nothing but what it names."""

    model_config = ConfigDict(extra="forbid")


class Listing(Arguments):
    """What `list_interests` takes."""

    about: Begun | None = Field(
        default=None,
        description="The message that you are about to answer. Then only the interests that would help that answer are given, often none. "
        "Without it all are given, strongest first.",
    )
    limit: int = Field(default=10, ge=1, le=30, description="How many interests at most.")


class Naming(Arguments):
    """What names a topic."""

    topic: Line | int = Field(
        description="The topic's label as list_interests gives it, some words of it, or its number."
    )


class Searching(Arguments):
    """What `search_past_turns` takes."""

    query: Line = Field(
        description="What to look for, by words and by meaning; it may name a time, such as 'last week'."
    )
    limit: int = Field(default=5, ge=1, le=20, description="How many turns at most.")


class Noting(Arguments):
    """What `note_preference` takes."""

    topic: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)] = Field(
        description="What the person likes or dislikes: one to five words, exactly as they stand in `words`."
    )
    liked: bool = Field(description="True if they like it, False if they dislike it or want to hear no more of it.")
    words: Line = Field(
        description="The person's own sentence that says so, word for word. It is checked against the topic and not stored."
    )


class Switching(Naming):
    """What `pin_interest` and `mute_interest` take."""

    on: bool = Field(default=True, description="False undoes it.")


class Interest(BaseModel):
    """An interest as a host sees it."""

    topic: int = Field(description="The topic's number, for the other tools.")
    label: str
    weight: float = Field(description="How strong the interest is, from 0 to 1; it fades in silence.")
    strength: Literal["strong", "clear", "faint", "disliked"]
    likely_next: float = Field(description="How likely it is what the person turns to next, from 0 to 1.")
    pinned: bool = Field(description="The person keeps it strong.")
    reasons: list[str] = Field(description="Where the weight comes from, in words.")


class Interests(BaseModel):
    """What `list_interests` gives."""

    note: str
    interests: list[Interest]


class Piece(BaseModel):
    """One piece of evidence."""

    day: str
    kind: str = Field(description="What the person did: chat, search, like, statement, ...")
    words: str = Field(description="The sentence that it was learned from.")
    mass: float = Field(description="What it was worth; below 0 speaks against the topic.")
    remaining: float = Field(description="What of that still counts now.")


class Reasons(BaseModel):
    """What `explain_interest` gives."""

    note: str
    interest: Interest
    evidence: list[Piece] = Field(description="Newest first.")
    often_together_with: list[str]


class Turn(BaseModel):
    """A past turn."""

    day: str
    who: Literal["person", "assistant"]
    did: str = Field(
        description="What they did with the words: said; or the person looked at, searched for, liked, disliked, ... them, "
        "and then others may have written them."
    )
    words: str


class Turns(BaseModel):
    """What `search_past_turns` gives."""

    note: str
    turns: list[Turn]


class Noted(BaseModel):
    """What `note_preference` gives."""

    noted: bool
    asked: bool = Field(
        description="Whether the person was asked; where the host cannot ask them, the note counts less."
    )
    message: str


class Switched(BaseModel):
    """What `pin_interest` and `mute_interest` give."""

    label: str
    weight: float
    pinned: bool
    muted: bool
