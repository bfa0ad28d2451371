"""What Prometheus reads: counts and times by route, never by person.

Each application has a registry of its own, so that several can live in one process.
"""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder where the workers of one server keep their figures: each then tells those of all (workers.py)."""

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The figures of one server."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.requests = Counter(
            "penchant_requests", "Requests, by route and status.", ("route", "method", "status"), registry=registry
        )
        self.seconds = Histogram(
            "penchant_request_seconds",
            "From a request to the end of its answer.",
            ("route",),
            buckets=BUCKETS,
            registry=registry,
        )
        self.overhead = Histogram(
            "penchant_overhead_seconds",
            "What a chat waits for memory beside the upstream model: before it is asked, and before its answer is let through.",
            buckets=BUCKETS,
            registry=registry,
        )
        self.in_flight = Gauge(
            "penchant_requests_in_flight",
            "Requests that are being answered.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.observed = Counter("penchant_turns_observed", "Turns of persons that were stored.", registry=registry)
        self.replies = Counter("penchant_replies_kept", "Replies that were stored.", registry=registry)
        self.biased = Counter("penchant_turns_biased", "Turns that interests were added to.", registry=registry)
        self.unremembered = Counter(
            "penchant_turns_without_memory", "Turns that went on although memory had failed.", registry=registry
        )
        self.lag = Gauge(
            "penchant_index_lag_events",
            "Events that the index does not have yet.",
            registry=registry,
            multiprocess_mode="livemostrecent",
        )
        self.behind = Gauge(
            "penchant_work_behind", "Replies that are being stored.", registry=registry, multiprocess_mode="livesum"
        )

    def text(self) -> bytes:
        """Return the figures as Prometheus reads them."""
        if SHARED not in os.environ:
            return generate_latest(self.registry)
        of_all = CollectorRegistry()
        MultiProcessCollector(of_all)  # type: ignore[no-untyped-call]
        return generate_latest(of_all)
