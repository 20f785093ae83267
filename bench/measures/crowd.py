"""Eight people who write at once: nobody may be refused."""

from collections.abc import Iterator

from bench.client import Request
from bench.figures import Figure, Goal
from bench.load import burst
from bench.stage import Stage
from bench.targets import create, move

_CLIENTS = 8


def measure_crowd(stage: Stage) -> Iterator[Figure]:
    """Yield how many of the writes of eight clients failed, every other one a move."""
    running = stage.many
    count = _CLIENTS * stage.effort.writes
    found = burst(running.server, _write, count=count, clients=_CLIENTS, headers=running.headers)
    first = f"; the first: {found.failures[0]}" if found.failures else ""
    note = f"of {count} writes, {found.count / found.wall:.0f} a second{first}"
    yield Figure("crowd, failed", len(found.failures), "", Goal(0), note=note)


def _write(number: int) -> Request:
    return move(number) if number % 2 else create(number)
