"""Bursts of requests, and what they cost."""

import itertools
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bench.client import Client, Request, ServerGone
from bench.processes import cpu_seconds
from bench.servers import Server

Target = Callable[[int], Request]


@dataclass(frozen=True, slots=True)
class Burst:
    """What a burst cost. Times in seconds: of the processor, by the clock, and of each answer that was right."""

    cpu: float
    wall: float
    latencies: tuple[float, ...]
    failures: tuple[str, ...]
    size: int

    @property
    def count(self) -> int:
        """Return how many answers were right."""
        return len(self.latencies)


class Wrong(RuntimeError):
    """A benchmark got answers it had not expected; its figures would mean nothing."""


def burst(
    server: Server, target: Target, *, count: int, clients: int = 1, headers: Mapping[str, str] | None = None
) -> Burst:
    """Send `count` requests over so many connections, each as soon as the one before it is answered."""
    numbers = iter(range(count))
    parts = [_Sender(server.port, target, numbers, headers or {}) for _ in range(clients)]
    cpu, wall = cpu_seconds(server.process), time.perf_counter()
    threads = [threading.Thread(target=part.run) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Burst(
        cpu=cpu_seconds(server.process) - cpu,
        wall=time.perf_counter() - wall,
        latencies=tuple(sorted(itertools.chain.from_iterable(part.latencies for part in parts))),
        failures=tuple(itertools.chain.from_iterable(part.failures for part in parts)),
        size=max(part.size for part in parts),
    )


def must_be_right(bursts: Iterable[Burst]) -> None:
    """Raise Wrong if any answer was another than expected."""
    failures = [failure for one in bursts for failure in one.failures]
    if failures:
        message = f"{len(failures)} answers were not as expected, the first: {failures[0]}"
        raise Wrong(message)


class _Sender:
    """One connection's share of a burst."""

    def __init__(self, port: int, target: Target, numbers: Iterable[int], headers: Mapping[str, str]) -> None:
        self.latencies: list[float] = []
        self.failures: list[str] = []
        self.size = 0
        self._client = Client(port, headers)
        self._target = target
        self._numbers = numbers

    def run(self) -> None:
        """Send until the burst is over."""
        for number in self._numbers:
            self._send(self._target(number))
        self._client.close()

    def _send(self, request: Request) -> None:
        begun = time.perf_counter()
        try:
            answer = self._client.send(request)
        except ServerGone as gone:
            self.failures.append(str(gone))
            return
        if answer.status == request.expected:
            self.latencies.append(time.perf_counter() - begun)
            self.size = len(answer.body)
        else:
            self.failures.append(f"{request.path}: {answer.status} {answer.body[:200]!r}")
