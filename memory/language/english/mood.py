"""What an English clause has said so far: about whom, with which feeling, and whether it is asked, past or supposed.

A feeling ("love", "can't stand") holds to the end of its clause and turns round where it was negated; a doing ("I play the
piano") counts as a liking of its object, and a plain verb ends both.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..who import Who


@dataclass(slots=True)
class Mood:
    """What holds at one place of a sentence. A new subject begins a new mood, a comma ends part of the old one."""

    who: Who = Who.UNSAID
    sign: int = 0
    """The feeling in force, 1 or -1; 0 while none is."""
    strong: bool = False
    """A feeling reaches to the end of the clause, a doing only to its object."""
    negated: bool = False
    unreal: bool = False
    """Behind "would", "could", "should"."""
    muted: bool = False
    """What comes names no interest: "thanks for the help", "I don't collect stamps"."""
    strength: float = 0.0
    """How much the feeling in force weighs, 0 until that was looked at."""
    ends: bool = False
    """What is refused was an interest once: "I'm done with", "no longer"."""
    past: bool = False
    """Behind "used to", "as a kid"."""
    frame: bool = False
    """The past is said of the whole sentence: "as a kid", "back in college"."""
    asks: bool = False
    doubt: bool = False
    """Behind "if"."""
    wished: bool = False
    """Behind "if I want": supposed, but likely."""
    heading: bool = False
    """Behind "my hobbies are"."""
    open: bool = True
    """The clause has no verb yet."""
    infinitive: bool = False
    """A verb stood behind "to"."""
    object: bool = False
    """Something was named in this clause."""
    distant: bool = False
    """Behind "I don't think", "I wouldn't say": the next clause is negated."""
    far: bool = False
    """Behind the object of a doing: "I play chess in the park"."""
    aside: bool = False
    """Behind "at", "in", "with" and what the clause has named: "climbing at the quarry"; "it" is hardly the quarry."""
    without: bool = False
    """Behind "excluding": what comes is refused."""
    skip: bool = False
    """Behind "rather than": what comes is not meant."""
    finding: bool = False
    """Behind "I find": a judgement may follow the object, "boring"."""
    being: bool = False
    """Behind "I'm a": a "who" that follows is the speaker."""
    vague: bool = False
    """Behind "might": what is felt is not stated."""
    sought: bool = False
    """Behind "looking for", "I need": the object may be for someone else."""
    made: bool = False
    """Behind "wrote", "want": the object is made, or not there yet."""
    had: bool = False
    """Behind "I have": food there is only at hand."""
    within: bool = False
    """Inside a clause that describes a noun: "games that involve dice"."""
    spared: bool = False
    """A dislike was denied: "not allergic to"; it may hold for what comes, "(not nuts,) just penicillin"."""

    excepted: bool = False
    """Behind "except": what is liked goes on behind "and also"."""

    def feel(self, sign: int) -> None:
        """Set the feeling in force, turned round where it was negated."""
        self.spared, self.excepted = sign < 0 and self.negated, False
        self.sign = -sign if self.negated else sign
        if self.who is Who.UNSAID:
            self.who = Who.SPEAKER
        self.strong, self.strength = True, 0.0
        self.negated = self.muted = self.open = self.far = self.heading = self.made = self.had = False

    def forget(self) -> None:
        """Drop the feeling, and a negation that was meant for the verb before."""
        self.sign, self.negated = 0, False

    def pause(self) -> None:
        """Read a comma: what is asked, negated or set aside ends here; the feeling holds on ("I love jazz, soul")."""
        self.negated = self.asks = self.doubt = self.without = self.skip = False
        self.finding = self.far = self.aside = self.within = False
        self.open = True
        if self.who is Who.THING:
            self.who = Who.UNSAID

    def contrast(self) -> None:
        """Read "but": subject and feeling hold on until a verb says otherwise."""
        self.negated = self.muted = self.past = self.frame = self.asks = self.doubt = self.within = False
        self.open = True

    def now(self) -> None:
        """Read "now", "these days": what comes is not past."""
        self.past = self.frame = False


def refusal(*, ends: bool = False, doubt: bool = False, open: bool = True) -> Mood:  # noqa: A002
    """Return the mood behind "no more", "stop", "nothing with"; the first two end an interest."""
    return Mood(who=Who.SPEAKER, sign=-1, strong=True, ends=ends, doubt=doubt, open=open)
