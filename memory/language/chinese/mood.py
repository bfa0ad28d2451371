"""What a Chinese sentence has said so far: about whom, with which feeling, and whether it is past or supposed.

A feeling ("喜欢", "受不了") holds until the next one, over commas too; a doing ("我在学钢琴") counts as a liking until its
clause ends.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..who import Who


@dataclass(slots=True)
class Mood:
    """What holds at one place of a sentence; a new subject begins a new mood."""

    who: Who = Who.UNSAID
    sign: int = 0
    """The feeling or doing in force, 1 or -1; 0 while none is."""
    negated: bool = False
    past: bool = False
    """Behind "以前"."""
    ends: bool = False
    """What is refused was an interest once: "别再推荐"."""
    wished: bool = False
    """Behind "如果我想": supposed, but likely."""
    often: bool = False
    """Behind "每天": what comes is done, whatever it is."""
    doubt: bool = False
    """Behind "如果"."""
    unsaid: bool = False
    """Behind "我没说过", "不是" in front of "我喜欢": the doubt ends with the clause."""
    advised: Who | None = None
    """Behind "医生说": whom the sentence was about before; behind the comma it is about them again."""
    muted: bool = False
    """Behind "我叫": a name, no interest."""
    felt: bool = False
    """The sign comes from a feeling, not from a doing."""
    carried: bool = False
    """The feeling is of an earlier clause: what is denied in this one is not part of what is felt for."""
    kept: int = 0
    """The feeling that what stands behind "不是" is left out of: "我过敏的不是花生，是腰果"."""
    undone: bool = False
    """Behind "没去": what else is named of the same deed ("打球") was not done either."""

    def feel(self, sign: int) -> None:
        """Set the feeling in force, turned round where it was negated."""
        self.sign = -sign if self.negated else sign
        if self.who is Who.UNSAID:
            self.who = Who.SPEAKER
        self.negated, self.felt, self.carried, self.undone, self.kept = False, True, False, False, 0

    def forget(self) -> None:
        """Drop the feeling or doing in force."""
        self.sign, self.felt, self.carried, self.undone, self.kept = 0, False, False, False, 0

    def leave_out(self) -> None:
        """Read "不是" behind a feeling: what it names is not what is felt for, what "是" names behind it is."""
        self.sign, self.kept = 0, self.sign or self.kept

    def go_on(self) -> None:
        """Read "是" behind that."""
        if self.kept:
            self.sign, self.kept = self.kept, 0

    def want(self) -> None:
        """Read "想": what is wanted counts like a doing, what is not wanted ("不想看恐怖片") like a feeling."""
        self.wished = self.doubt
        if not self.felt:
            self.sign, self.felt = (-1 if self.negated else 1), self.negated
            self.negated = False

    def now(self) -> None:
        """Read "现在": what comes is not past, and starts from no feeling."""
        self.past = self.negated = self.often = False
        self.forget()

    def do_often(self) -> None:
        """Read "每天": what the speaker does so often is liked, unless a feeling is in force."""
        if self.who is Who.SPEAKER and not self.felt and not self.negated:
            self.sign, self.often = 1, True

    def deny_carried(self) -> None:
        """Drop a feeling of an earlier clause where this one denies something: "我喜欢喝茶，不喝咖啡"."""
        if self.negated and self.carried:
            self.forget()

    def do(self, *, refuses: bool) -> None:
        """Read a doing: the speaker likes its object, or refuses it where it is negated ("我不吃肉")."""
        self.deny_carried()
        if self.carried and self.sign < 0:  # "我不喜欢喝咖啡，喝茶"
            self.forget()
            self.undone = True
        if self.felt:
            return
        if self.negated:
            self.sign, self.negated, self.undone = (-1 if refuses else 0), False, not refuses
        elif self.who is Who.SPEAKER and not self.undone:
            self.sign = 1

    def pause(self) -> None:
        """Read a comma: a feeling holds on, a doing does not, nor does a request to the assistant."""
        self.negated = self.muted = self.often = self.undone = False
        self.carried = self.felt
        if self.unsaid:
            self.doubt = self.unsaid = False
            self.forget()
        if not self.felt:
            self.sign = 0
        if self.who is Who.ASSISTANT:
            self.who = Who.UNSAID
        if self.advised is not None:
            self.who, self.advised = self.advised, None

    def contrast(self) -> None:
        """Read "但是"."""
        self.forget()
        self.negated = self.doubt = False
