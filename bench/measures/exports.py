"""The file for Jira: rows a second beside the floor's plain CSV, and memory while a long one goes out."""

import time
from collections.abc import Iterator

from bench.client import Client, Request
from bench.figures import MILLISECONDS, Figure, Goal, percentile, ratio
from bench.load import burst, must_be_right
from bench.processes import memory_mib
from bench.seeding import MARKED_UP, PLAIN, Instance, make_long_instance
from bench.servers import OURS, Server, serving
from bench.stage import MARKED, Stage

_MEDIAN = 0.5
_ROWS_A_SECOND = Goal(50_000, 80_000, more_is_better=True)
_FIRST_BYTE, _RISE = Goal(50), Goal(10)
# The same two goals in multiples of the floor, which writes 107,000 rows a second on a quiet machine of two processors.
_OF_PLAIN_CSV = Goal(2.14, 1.34)
_EXPORTS = 3  # of a burst
_LIST, _BEFORE, _CLIENTS = Request(f"/api/v1/workspaces/{PLAIN}/requirements"), 100, 8
_LOOK_EVERY = 16


def measure_export(stage: Stage) -> Iterator[Figure]:
    """Yield rows a second of descriptions such as people write them, and the cost in multiples of the floor's."""
    return _export(stage, "csv", PLAIN, stage.effort.many, "as people write")


def measure_markup(stage: Stage) -> Iterator[Figure]:
    """Yield the same of descriptions in which every line is marked up."""
    return _export(stage, "markup", MARKED_UP, MARKED, "all marked up")


def measure_long_export(stage: Stage) -> Iterator[Figure]:
    """Yield how much memory rises while a long file goes out, and when its first byte comes."""
    count = stage.effort.rows
    instance = make_long_instance(stage.folder / "long", count=count)
    with serving(OURS, folder=stage.folder, settings=instance.settings) as server:
        # Both processes have answered something before: what that costs, each first answer would.
        must_be_right([burst(server, lambda _: _LIST, count=_BEFORE, clients=_CLIENTS, headers=_bearer(instance))])
        found = [_download(server, instance) for _ in range(stage.effort.rounds + 1)]
    waits, rises = [wait for wait, _ in found], [rise for _, rise in found]
    # The first download finds nothing prepared.
    wait = percentile(sorted(waits[1:]), _MEDIAN)
    yield Figure("long, first byte", wait, "ms", _FIRST_BYTE, note=f"{count:,} rows; the very first {waits[0]:.0f} ms")
    yield Figure("long, memory", max(rises), "MiB", _RISE, note="the highest while the file goes out")


def _export(stage: Stage, name: str, workspace: str, count: int, what: str) -> Iterator[Figure]:
    running, headers = stage.many, _bearer(stage.instance)
    ours, floor = [], []
    for _ in range(stage.effort.rounds + 1):
        floor.append(burst(stage.floor, lambda _: Request("/csv"), count=_EXPORTS))
        ours.append(burst(running.server, lambda _: _request(workspace), count=_EXPORTS, headers=headers))
    must_be_right([*ours, *floor])
    # The first of both finds nothing prepared.
    ours, floor = ours[1:], floor[1:]
    fastest = count / min(one.latencies[0] for one in ours)
    cpu = [(one.cpu, one.count * count) for one in ours]
    a_second = sum(rows for _, rows in cpu) / sum(seconds for seconds, _ in cpu)
    yield Figure(name, fastest, "rows/s", _ROWS_A_SECOND, note=f"{what}; {a_second:,.0f} a second of CPU")
    spread = ratio(cpu, [(one.cpu, one.count * stage.effort.many) for one in floor])
    yield Figure(f"{name}, CPU", spread.value, spread=spread, goal=_OF_PLAIN_CSV, note="a row, beside plain CSV")


def _download(server: Server, instance: Instance) -> tuple[float, float]:
    """Return the milliseconds to the first byte of a long file, and the MiB by which memory rose at most."""
    client, before = Client(server.port, _bearer(instance)), memory_mib(server.process)
    begun = time.perf_counter()
    pieces = client.stream(_request(PLAIN))
    next(pieces)
    wait = (time.perf_counter() - begun) * MILLISECONDS
    # Looking into each piece would slow the download down.
    highest = max(memory_mib(server.process) for number, _ in enumerate(pieces) if number % _LOOK_EVERY == 0)
    client.close()
    return wait, highest - before


def _request(workspace: str) -> Request:
    return Request(f"/api/v1/workspaces/{workspace}/exports/jira.csv")


def _bearer(instance: Instance) -> dict[str, str]:
    return {"Authorization": f"Bearer {instance.token}"}
