"""A sentence of Chinese words, to be asked by their places. Outside it every word is empty."""

from __future__ import annotations

from .words import PAUSE, Word


class Sentence:
    """The words of a sentence, counted from 0."""

    __slots__ = ("words",)

    def __init__(self, words: list[Word]) -> None:
        self.words = words

    def text(self, at: int) -> str:
        """Return the word."""
        return self.words[at].text if 0 <= at < len(self.words) else ""

    def said(self, first: int, stop: int) -> str:
        """Return the words from `first` to `stop` as they are said; outside of the sentence is nothing."""
        return "".join(word.text for word in self.words[max(0, first) : max(0, stop)])

    def tag(self, at: int) -> str:
        """Return the part of speech."""
        return self.words[at].tag if 0 <= at < len(self.words) else ""

    def is_verb(self, at: int) -> bool:
        """Tell whether jieba's dictionary has the word as a verb of any kind."""
        return self.tag(at).startswith("v")

    def listed(self, at: int, *sections: str) -> bool:
        """Tell whether the word stands in one of these sections of the lists."""
        return 0 <= at < len(self.words) and not self.words[at].sections.isdisjoint(sections)

    def asks(self, at: int) -> bool:
        """Tell whether the clause that begins at `at` is a question: it has a question word, or ends in a question mark."""
        for word in self.words[at:]:
            if "wh" in word.sections or word.text in ("？", "?"):
                return True
            if word.tag == PAUSE:
                return False
        return False
