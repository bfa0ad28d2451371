"""A PostgreSQL and a Chroma server for the tests of this folder, started once for each process of a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest

from tests.memory.stores import ON_SERVERS
from tests.servers.chroma import Chroma, chroma
from tests.servers.postgres import Postgres, binaries, postgres

CORE: Final = frozenset({
    "test_processes_that_observe_one_person_at_once_lose_nothing_and_learn_what_a_replay_does",
    "test_a_turn_whose_connection_breaks_is_stored_once_by_the_next_attempt",
    "test_two_that_wait_for_each_other_both_end",
    "test_a_server_that_is_away_is_named_without_its_password",
    "test_another_database_is_refused",
    "test_the_follower_waits_for_a_lower_number_that_is_still_to_come",
    "test_the_steps_make_what_a_new_ledger_has",
    "test_people_of_any_name_are_themselves_alone",
    "test_the_longest_name_that_is_taken_is_stored",
    "test_opening_waits_for_a_server_that_restarts",
    "test_words_are_found_as_in_sqlite_chinese_ones_too",
    "test_a_match_is_scored_as_in_sqlite",
    "test_what_one_process_indexes_another_finds",
    "test_without_the_server_the_ledger_is_searched_and_it_comes_back_by_itself",
    "test_the_cloud_is_asked_by_tls_with_its_key_for_the_tenant_and_the_database",
    "test_a_certificate_that_nobody_vouches_for_is_refused",
    "test_without_a_key_the_cloud_is_not_asked",
    "test_what_is_no_address_of_a_server_is_refused",
    "test_a_path_is_refused_and_not_left_out",
    "test_an_address_of_ipv6_stands_in_brackets",
    "test_an_error_shows_no_token",
    "test_a_token_is_shown_nowhere",
    "test_a_folder_moves_to_postgresql_and_back_with_every_row",
    "test_one_changed_value_changes_the_fingerprint_of_its_user_alone",
    "test_a_ledger_is_not_moved_onto_itself",
    "test_a_folder_spelled_another_way_is_the_same_ledger",
    "test_a_server_spelled_another_way_is_the_same_ledger",
    "test_a_ledger_in_postgresql_is_encrypted_in_place_and_back",
})  # fmt: skip
"""What every run of the tests does; the others take minutes and are run by `make test-servers`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what takes long."""
    here = Path(__file__).parent
    for item in () if ON_SERVERS else items:
        if here in item.path.parents and (getattr(item, "originalname", None) or item.name) not in CORE:
            item.add_marker(pytest.mark.skip(reason="`make test-servers` runs it"))


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed here; .ci/services installs it")
    with postgres() as started:
        yield started


@pytest.fixture
def ledger_url(server: Postgres) -> str:
    """The URL of an empty schema."""
    return server.schema(f"t{uuid4().hex[:16]}")


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroma]:
    with chroma(tmp_path_factory.mktemp("chroma")) as started:
        yield started
