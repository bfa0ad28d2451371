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
    "chat-error": "test_chat_pictures/test_an_error_a_notice_and_a_completion.svg",
}
"""Each picture's name, and the snapshot that it is."""


def main() -> None:
    """Copy the snapshots."""
    for name, snapshot in PICTURES.items():
        shutil.copyfile(SNAPSHOTS / snapshot, HERE / "pictures" / f"{name}.svg")


if __name__ == "__main__":
    main()
