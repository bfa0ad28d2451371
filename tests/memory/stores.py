"""Where the tests' memories are stored: in the folder that a test names, or for `PENCHANT_TEST_STORES=servers` on servers.

There each folder stands for a schema of a PostgreSQL server, and for an index on a Chroma server. Programs that tests start ask for the
same with `follow`. What only a folder has is not tested there; `ON_FILES` says what that is.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from penchant.memory import interests, ledger, places
from penchant.memory.places import Place

ON_SERVERS: Final = os.environ.get("PENCHANT_TEST_STORES") == "servers" or "TEST_POSTGRES" in os.environ

_IN_BYTES: Final = "looks for words in the bytes of SQLite's files; PostgreSQL's go with its next vacuum"
_BY_DRIVER: Final = "asks SQLite's file by SQLite's own driver"
_FTS5: Final = "asks FTS5's own tables; tests/servers compares what is found with SQLite's"
_EMBEDDED: Final = "is about the embedded index's folder; tests/servers/test_index.py is about the server's"
_SEALED: Final = (
    "is about an encrypted folder: its files, copies and keys; tests/servers/test_sealing.py has PostgreSQL's"
)
_COPIES: Final = "is about copies of SQLite's file; a server is copied by its own means"
_PROGRAM: Final = "starts a program that stores in the folder"
_FILE: Final = "is about SQLite's file: its pragmas, locks, damage, permissions or room"

ON_FILES: Final = {
    "test_migration.py": "is about files of older versions; tests/servers/test_ledger.py has PostgreSQL's",
    "test_index.py": _EMBEDDED,
    "test_nothing_is_lost_with_the_packaged_model_and_the_index": _EMBEDDED,
    "test_two_processes_write_at_once_and_the_survivor_takes_over_the_index_of_one": _EMBEDDED,
    "test_the_same_bytes_are_kept_once_under_every_name": _BY_DRIVER,
    "test_two_people_never_share_a_file": _BY_DRIVER,
    "test_bytes_go_with_the_last_turn_that_refers_to_them": _BY_DRIVER,
    "test_the_same_event_twice_keeps_its_files_once": _BY_DRIVER,
    "test_the_files_of_a_ledger_of_version_2_are_kept_by_hash_from_then_on": _BY_DRIVER,
    "test_the_bytes_of_what_was_attached_are_erased_from_every_file": _IN_BYTES,
    "test_what_was_sent_stands_or_falls_with_its_turn": "makes SQLite refuse by a trigger in its own words",
    "test_what_if_is_a_fresh_replay_and_changes_nothing": _BY_DRIVER,
    "test_reading_changes_nothing": _BY_DRIVER,
    "test_forgetting_erases_the_words_from_every_file": _IN_BYTES,
    "test_forgetting_keeps_what_else_was_learned": _IN_BYTES,
    "test_what_was_forgotten_stays_so_after_reopening": _IN_BYTES,
    "test_what_was_forgotten_can_be_learned_anew": _IN_BYTES,
    "test_forgotten_words_leave_every_byte_of_the_ledger": _IN_BYTES,
    "test_words_that_were_replaced_are_not_found_and_not_kept_in_the_index": _FTS5,
    "test_it_is_in_step_with_all_that_can_happen_to_a_ledger": _FTS5,
    "test_a_second_load_of_the_same_adds_nothing": _FTS5,
    "test_new_vectors_come_with_a_new_index_of_words": _FTS5,
    "test_an_index_of_other_terms_is_filled_anew_when_the_ledger_is_opened": _FTS5,
    "test_what_was_erased_is_gone_from_every_file_of_the_ledger": _IN_BYTES,
    "test_every_connection_is_set_to_keep_and_to_erase": _FILE,
    "test_its_files_are_its_owners_alone_in_a_folder_that_others_can_read": _FILE,
    "test_an_emptied_ledger_is_not_taken_for_a_new_one_where_its_index_is": _FILE,
    "test_a_ledger_of_a_newer_version_is_left_alone_and_the_message_says_so": _BY_DRIVER,
    "test_an_old_ledger_is_brought_up_to_date_once_and_keeps_its_rows": _BY_DRIVER,
    "test_a_step_that_fails_leaves_the_old_ledger_as_it_was": _FILE,
    "test_a_damaged_ledger_is_named_and_left_as_it_is": _FILE,
    "test_a_damaged_page_is_found_by_a_check_and_stops_what_needs_it": _FILE,
    "test_a_folder_where_the_file_should_be_is_refused": _FILE,
    "test_a_place_that_is_a_file_is_refused_with_what_to_do": _FILE,
    "test_the_home_of_nobody_is_refused": _FILE,
    "test_only_the_owner_may_look_into_the_data_folder": _FILE,
    "test_a_folder_that_cannot_be_written_is_named_with_what_to_do": _FILE,
    "test_a_ledger_that_cannot_be_written_is_named_with_what_to_do": _FILE,
    "test_a_turn_for_which_there_is_no_room_is_undone_and_the_memory_goes_on": _FILE,
    "test_a_file_that_may_not_grow_costs_the_turn_and_nothing_else": _FILE,
    "test_a_disk_that_is_full_from_the_start_is_said": _FILE,
    "test_a_ledger_that_another_process_holds_for_too_long_is_busy": _FILE,
    "test_opening_goes_on_when_sqlite_refuses_without_waiting": _FILE,
    "test_a_ledger_can_be_copied_while_it_is_open": _FILE,
    "test_sealing.py": _SEALED,
    "test_sealed_together.py": _SEALED,
    "test_at_every_moment_of_a_session_nothing_of_it_can_be_read": _SEALED,
    "test_copies_go_on_being_made_and_kept_when_the_clock_was_ahead": _COPIES,
    "test_an_index_without_memory_says_so_and_goes_on_when_there_is_some": _EMBEDDED,
    "test_a_big_import_that_runs_out_of_memory_keeps_what_it_has_told_and_goes_on": _PROGRAM,
    "test_sharing.py": "is about a folder that programs copy",
    "test_power.py": _FILE,
    "test_disks.py": _FILE,
    "test_forced.py": _FILE,
    "test_secrets_reach_no_file_however_they_come": _IN_BYTES,
}
"""Tests, and files of tests, that are left out on servers, and why."""

_on_folders = places.place_of


def follow() -> None:
    """Open memories of folders on the test run's servers, if there are any."""
    if "TEST_POSTGRES" in os.environ:
        for module in (ledger, interests):
            vars(module)["place_of"] = _on_servers


def _on_servers(place: Path | str, index: str = "") -> Place:
    told = _on_folders(place, index)
    if told.folder is None or told.ledger != told.folder:
        return told
    told.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    schema = f"t{sha256(str(told.folder.resolve()).encode()).hexdigest()[:20]}"
    _make(schema)
    url = f"{os.environ['TEST_POSTGRES']}?options=-csearch_path%3D{schema}"
    return Place(url, index or os.environ["TEST_CHROMA"], told.folder)


@cache
def _make(schema: str) -> None:
    import psycopg

    url = os.environ["TEST_POSTGRES"].replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection, suppress(psycopg.errors.UniqueViolation):
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}".encode())  # two at once both find it missing
