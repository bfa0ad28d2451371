"""Of what an index finds, the nearest are measured by their whole vectors, the others as those came out."""

from __future__ import annotations

from penchant.memory import Interaction, InterestMemory
from penchant.memory.interests import MEASURED
from penchant.memory.store import event_statements

from tests.memory.writer import DEADLINE_SECONDS

TOPICS = ("jazz", "chess", "tea", "sailing", "opera", "pottery", "yoga", "cycling", "poetry", "gardening")


def test_what_is_not_measured_keeps_its_place_behind_what_is(memory: InterestMemory) -> None:
    person = memory.user("ada")
    said = (f"My {TOPICS[n % 10]} evening number {n} was long." for n in range(300))
    person.observe_all(Interaction(str(n), text=text) for n, text in enumerate(said))
    assert memory.settle(DEADLINE_SECONDS)
    vector = memory.vectorizer(["Who comes along to a chess evening?"])[0]
    with person._access.reading() as connection:
        found = memory.nearest(connection, person._access.number, vector, 200)
        whole = event_statements.cosines(connection, [number for number, _ in found], vector)
    assert len(found) == 200
    assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)
    exact = [number for number, cosine in found if cosine == whole[number]]
    assert len(exact) >= MEASURED
    assert {number for number, _ in found[:10]} <= set(exact)
    assert max(abs(cosine - whole[number]) for number, cosine in found) < 0.15
