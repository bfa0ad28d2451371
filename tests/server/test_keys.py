from __future__ import annotations

import json
import re

import pytest
from penchant.memory import InterestMemory
from penchant.memory.store.schema import meta
from penchant.server import people
from penchant.server.keys import PERSONAL, Keys, Scope
from sqlalchemy import select

from tests.server.stage import HOSTILE


@pytest.fixture
def keys(memory: InterestMemory) -> Keys:
    return Keys(memory.ledger, memory.clock)


def test_a_key_is_found_by_its_token_alone(keys: Keys) -> None:
    token, key = keys.create(user="ada")
    other, _ = keys.create(user="bob")
    assert keys.find(token) == key
    assert (key.user, key.app, key.scopes) == ("ada", "", frozenset(PERSONAL))
    swapped = f"pen_{key.id}_{other.rpartition('_')[2][-43:]}"
    for wrong in (
        "",
        "pen_",
        token[:-1],
        token + "A",
        token.swapcase(),
        f" {token}",
        f"{token}\n",
        swapped,
        other[:20],
    ):
        assert keys.find(wrong) is None, wrong


def test_a_secret_has_256_random_bits_and_is_nowhere_in_the_ledger(keys: Keys, memory: InterestMemory) -> None:
    tokens = [keys.create(user="ada")[0] for _ in range(3)]
    secrets = {re.fullmatch(r"pen_[0-9a-f]{16}_([\w-]{43})", token)[1] for token in tokens}  # type: ignore[index]
    assert len(secrets) == 3
    with memory.ledger.read() as connection:
        stored = b"".join(connection.execute(select(meta.c.value)).scalars())
    assert not [secret for secret in secrets if secret.encode() in stored]


def test_a_revoked_key_is_none(keys: Keys) -> None:
    token, key = keys.create(user="ada")
    kept, other = keys.create(user="ada")
    keys.revoke(key.id)
    assert keys.find(token) is None
    assert keys.find(kept) == other
    assert keys.all() == [other]
    with pytest.raises(ValueError, match="no key"):
        keys.revoke(key.id)
    with pytest.raises(ValueError, match="no key"):
        keys.revoke("%")


def test_keys_are_listed_as_they_were_made(keys: Keys) -> None:
    _, first = keys.create(user="张伟", scopes=["read"], name="phone", rate=3)
    _, second = keys.create(app="shop")
    assert {key.id: key for key in keys.all()} == {first.id: first, second.id: second}
    assert first.scopes == {Scope.READ}
    assert Scope.ACT_AS in second.scopes


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({}, "either"),
        ({"user": "ada", "app": "shop"}, "either"),
        ({"user": "ada", "scopes": ["fly"]}, "no scope 'fly'"),
        ({"user": "ada", "scopes": ["act-as"]}, "--app"),
        ({"user": "app:shop/ada"}, "--app"),
        ({"user": "x\x00"}, "NUL"),
        ({"user": "x" * 1001}, "1000"),
        ({"app": "shop/x"}, "a-z"),
        ({"app": "Shop"}, "a-z"),
        ({"user": "ada", "rate": 0}, "above 0"),
        ({"user": "ada", "rate": float("nan")}, "above 0"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused(keys: Keys, chosen: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        keys.create(**chosen)  # type: ignore[arg-type]
    assert keys.all() == []


def test_no_two_users_of_any_apps_or_none_have_one_name() -> None:
    names = [people.name_in(app, user) for app in ("shop", "shop2", "a", "app") for user in HOSTILE]
    names += [people.checked_person(name) for name in HOSTILE if not name.startswith("app:")]
    assert len(names) == len(set(names))


def test_what_the_ledger_keeps_of_a_key_can_be_read_by_another_process(keys: Keys, memory: InterestMemory) -> None:
    token, key = keys.create(user="ada")
    stored = memory.ledger.get(f"api key {key.id}")
    assert stored is not None
    assert json.loads(stored)["user"] == "ada"
    assert Keys(memory.ledger, memory.clock).find(token) == key
