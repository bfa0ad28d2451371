"""Whether a data folder is kept alike on several machines by a program that copies files, such as Dropbox or Syncthing.

Such a program copies the ledger and its log one after the other and at any moment: two machines that are open at once end with two ledgers,
of which one is called a conflict and read by nobody. This is noticed and said; nothing is refused, for one machine at a time may do well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

_NAMES: Final = (
    "dropbox", "onedrive", "google drive", "googledrive", "my drive", "icloud", "iclouddrive", "com~apple~clouddocs", "mobile documents",
    "cloudstorage", "nextcloud", "owncloud", "syncthing", "resilio", "pclouddrive", "pcloud drive", "megasync", "seafile",
    "box sync", "synologydrive", "yandex.disk", "tresorit", "proton drive",
)  # fmt: skip
"""How folders begin that such programs keep, in small letters."""

_MARKS: Final = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".synologyworkingdirectory": "Synology Drive",
    ".seafile-data": "Seafile",
}
"""What such programs leave in a folder that they keep."""

_CONFLICT: Final = re.compile(
    r"conflict|konflikt|conflit|conflicto|conflitto|конфликт|冲突|衝突|競合"  # in the language of who made it
    r"|^ledger \(?\d+\)?\.sqlite3"  # iCloud's and Google's way
    r"|^ledger-[A-Z][A-Z0-9-]{2,14}\.sqlite3",  # OneDrive's: the other machine's name
    re.IGNORECASE,
)


def conflicts(folder: Path) -> list[Path]:
    """Return the copies of a ledger that a program has put beside it because two machines had changed it, by name."""
    with suppress(OSError):
        return sorted(one for one in folder.iterdir() if one.name.startswith("ledger") and _is_conflict(one.name))
    return []


def _is_conflict(name: str) -> bool:
    found = _CONFLICT.search(name)
    return found is not None and (not found[0].startswith("ledger-") or found[0][7:-8].isupper())


def keeper(folder: Path) -> str:
    """Return what seems to keep a folder alike on several machines: the name of a program or of a folder; "" for none."""
    return next(_keepers(folder), "")


def _keepers(folder: Path) -> Iterator[str]:
    for one in (folder, *folder.parents):
        name = one.name.casefold()
        if any(name == known or re.match(rf"{re.escape(known)}\b", name) for known in _NAMES):
            yield one.name
        for mark, program in _MARKS.items():
            with suppress(OSError):
                if (one / mark).exists() and not (
                    program == "Dropbox" and one == Path.home()
                ):  # there it keeps its settings
                    yield program


def kept_alike(folder: Path) -> str:
    """Return what is to be said of a folder that a program keeps alike, with what to do; "" of any other. No harm is done yet."""
    if not (program := keeper(folder)):
        return ""
    return (
        f"the data folder {folder} is kept alike on several machines ({program}): while two of them are open, turns of one may be "
        "lost to the other. Open one at a time, or choose a folder of this machine alone with --data and copy by `penchant backup`"
    )


def signs(folder: Path) -> dict[str, str]:
    """Return what shows that several machines have a folder, with what to do, each by a name under which it is told once."""
    found = {f"keeper {keeper(folder)}": said} if (said := kept_alike(folder)) else {}
    for copy in conflicts(folder):
        found[f"conflict {copy.name}"] = (
            f"{copy} is a conflict copy: another machine has changed this ledger too, and what it stored is only there. Take that in with "
            "`penchant export --data` of a folder with that copy alone as ledger.sqlite3, then `penchant import`; remove it afterwards"
        )
    return found


OPEN_ELSEWHERE: Final = (
    "this ledger was last open on another machine and was not closed there: if it still is, close it there before going on; "
    "of two that are open at once one loses turns to the other"
)
"""What is said where another machine has left a log beside the ledger."""
