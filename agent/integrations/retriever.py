"""PastTurns: a retriever of LangChain's over what was said in the past.

retriever = PastTurns(memory=memory.user("ada"), k=5)
retriever.invoke("Which gym did I like?")
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from ...memory import Event, UserMemory
from ..prompting.deeds import SAID, deed


class PastTurns(BaseRetriever):
    """Finds past turns of a person's conversations by their words and by their meaning, best first; nothing is stored or learned.

    A document is a turn's words, with `id`, `number`, `session`, `role`, `kind`, `at` (ISO 8601) and `score` as its metadata: what ranks
    it. Where only turns that matter are wanted there is `bearing`, too: how likely it matters (0 to 1); else `similarity`, its cosine. What
    the person looked at, searched for or rated is found as well where all are wanted; its document begins with what they did: "The
    person disliked: ...".

    Args:
        memory: the person's memory.
        k: how many turns at most; a call may say another number.
        mattering: whether only turns that are likely to matter are wanted, as an agent quotes them: there may be none.

    Raises:
        ValueError: in a call: the query is empty, or `k` below 1.
        EmbeddingError: in a call: the embedding model failed.
    """

    memory: UserMemory
    k: int = Field(default=5, ge=1)
    mattering: bool = False

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's
        k: int | None = None,
        **_: Any,
    ) -> list[Document]:
        count = self.k if k is None else k
        if self.mattering:
            found = self.memory.recall_turns(query, count)
            return [_document(one.event, one.score, {"bearing": one.bearing}) for one in found]
        near = self.memory.search(query, count)
        return [_document(one.event, one.score, {"similarity": one.similarity}) for one in near]


def _document(event: Event, score: float, more: dict[str, float]) -> Document:
    told = {
        "id": event.id,
        "number": event.number,
        "session": event.session,
        "role": event.role,
        "kind": event.kind,
        "at": event.at.isoformat(),
        "score": score,
        **more,
    }
    did = deed(event)
    text = event.text if did == SAID else f"The person {did}: {event.text}"
    return Document(text, id=event.id, metadata=told)
