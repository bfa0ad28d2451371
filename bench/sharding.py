"""One Chroma collection a user, or one for a shard of them? Time to store and to find, memory, bytes on disk, in one run.

    python bench/sharding.py --users 500 --turns 100

Vectors are random unit vectors of 512 numbers, as many as the packaged embedding model gives. "first" is the first search of a user after
the server was started again, "later" the second: what is not in its memory must be read. Figures are medians in milliseconds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers.chroma import Chroma, chroma

DIMENSION = 512
BATCH = 256
SEARCHES = 100


def vectors(count: int, seed: int) -> Any:
    drawn = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def entries(users: int, turns: int) -> Iterator[tuple[int, int]]:
    """Yield (number, user) as they come: everybody says something, again and again."""
    return ((turn * users + user, user) for turn in range(turns) for user in range(users))


def collection(client: Any, name: str) -> Any:
    return client.get_or_create_collection(name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None)


def store(server: Chroma, users: int, turns: int, place: Callable[[int], str]) -> float:
    """Store everything as the worker does, in batches; return entries a second."""
    import chromadb

    client, handles = chromadb.HttpClient("127.0.0.1", server.port), dict[str, Any]()
    coming, began = list(entries(users, turns)), time.perf_counter()
    for start in range(0, len(coming), BATCH):
        batch, parts = coming[start : start + BATCH], dict[str, list[tuple[int, int]]]()
        for number, user in batch:
            parts.setdefault(place(user), []).append((number, user))
        for name, some in parts.items():
            handles.setdefault(name, None)
            handles[name] = handles[name] or collection(client, name)
            handles[name].upsert(
                ids=[str(number) for number, _ in some],
                embeddings=vectors(len(some), some[0][0]),
                metadatas=[{"user": user} for _, user in some],
            )
    return len(coming) / (time.perf_counter() - began)


def search(server: Chroma, users: int, place: Callable[[int], str], filtered: bool) -> tuple[float, float]:
    """Return the medians of the first and the second search of users."""
    import chromadb

    client, first, later = chromadb.HttpClient("127.0.0.1", server.port), list[float](), list[float]()
    for user in np.random.default_rng(1).choice(users, min(users, SEARCHES), replace=False):
        handle, asked = collection(client, place(int(user))), vectors(1, int(user))
        for times in (first, later):
            began = time.perf_counter()
            handle.query(
                query_embeddings=asked, n_results=10, where={"user": int(user)} if filtered else None, include=["distances"]
            )  # fmt: skip
            times.append(1000 * (time.perf_counter() - began))
    return median(first), median(later)


def resident(server: Chroma) -> float:
    """Return the server's resident memory, MB."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def measure(title: str, users: int, turns: int, place: Callable[[int], str], filtered: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, chroma(Path(folder)) as server:
        rate = store(server, users, turns, place)
        server.restart()
        first, later = search(server, users, place, filtered)
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6
        print(
            f"{title:<28} {rate:>9,.0f} stored/s  first {first:>7.1f}  later {later:>7.1f} ms  "
            f"{resident(server):>7,.0f} MB resident  {size:>7,.0f} MB on disk",
            flush=True,
        )


def main() -> None:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--users", type=int, default=500)
    parser.add_argument("--turns", type=int, default=100)
    parser.add_argument("--shards", type=int, nargs="*", default=[1, 16])
    told = parser.parse_args()
    print(f"{told.users:,} users with {told.turns:,} turns each")
    for shards in told.shards:
        name = f"{shards} shard{'s' if shards > 1 else ''} of users"
        measure(name, told.users, told.turns, lambda user, shards=shards: f"shard-{user % shards}", True)
    measure("a collection a user", told.users, told.turns, lambda user: f"user-{user}", False)


if __name__ == "__main__":
    main()
