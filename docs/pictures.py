"""The pictures of the docs: each is a snapshot that the tests compare the screen with.

python docs/pictures.py
"""

from __future__ import annotations

import shutil
from pathlib import Path

HERE = Path(__file__).parent
SNAPSHOTS = HERE.parent / "tests" / "tui" / "screens" / "__snapshots__"

PICTURES = {
    "chat": "test_chat_pictures/test_chat[140x40-penchant-dark].svg",
    "chat-light": "test_chat_pictures/test_chat[100x30-penchant-light].svg",
    "chat-narrow": "test_chat_pictures/test_chat[60x20-no-color].svg",
    "interests": "test_interests/test_it_looks_right[size2-penchant-dark].svg",
    "interests-narrow": "test_interests/test_an_opened_topic_looks_right[size0].svg",
    "inspector": "test_inspector/test_the_inspector_looks_as_it_did[penchant-dark-1-100x30].svg",
    "inspector-why": "test_inspector/test_the_inspector_looks_as_it_did[penchant-dark-2-100x30].svg",
    "compare": "test_compare/test_the_comparison_looks_as_it_did[140x40].svg",
    "sessions": "test_sessions/test_the_sessions_look_as_they_did[penchant-dark-100x30].svg",
    "search": "test_search/test_the_search_looks_as_it_did[100x30].svg",
    "help": "test_help/test_the_help_looks_as_it_did[100x30].svg",
    "chat-error": "test_chat_pictures/test_an_error_a_notice_and_a_completion.svg",
}
"""Each picture's name, and the snapshot that it is."""


def main() -> None:
    """Copy the snapshots."""
    for name, snapshot in PICTURES.items():
        shutil.copyfile(SNAPSHOTS / snapshot, HERE / "pictures" / f"{name}.svg")


if __name__ == "__main__":
    main()
