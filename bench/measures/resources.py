"""What a start takes, and the memory of servers that have nothing to do."""

from collections.abc import Iterator

from bench.figures import Figure, Goal, percentile, ratio
from bench.processes import memory_mib
from bench.servers import FLOOR, OURS, serving
from bench.stage import Stage

_START, _MEMORY = Goal(1.6, 1.25), Goal(1.5, 1.25)
_MEDIAN = 0.5


def measure_start(stage: Stage) -> Iterator[Figure]:
    """Yield the time to the first page, by the clock and of processor time."""
    ours, floor = [], []
    for _ in range(stage.effort.rounds):
        with serving(FLOOR, folder=stage.folder, settings=stage.floor_settings) as server:
            floor.append(server)
        with serving(OURS, folder=stage.folder, settings=stage.instance.settings) as server:
            ours.append(server)
    clock = ratio(_times([one.start_seconds for one in ours]), _times([one.start_seconds for one in floor]))
    usual = percentile(sorted(one.start_seconds for one in ours), _MEDIAN)
    yield Figure("start", clock.value, goal=_START, spread=clock, note=f"by the clock, {usual:.2f} s to the first page")
    work = ratio(_times([one.start_cpu_seconds for one in ours]), _times([one.start_cpu_seconds for one in floor]))
    used = percentile(sorted(one.start_cpu_seconds for one in ours), _MEDIAN)
    yield Figure("start, CPU", work.value, spread=work, note=f"{used:.2f} s of CPU to the first page")


def measure_memory(stage: Stage) -> Iterator[Figure]:
    """Yield the memory of two processes after their first page."""
    with serving(FLOOR, folder=stage.folder, settings=stage.floor_settings) as server:
        floor = memory_mib(server.process)
    with serving(OURS, folder=stage.folder, settings=stage.instance.settings) as server:
        ours = memory_mib(server.process)
    note = f"{ours:.0f} MiB for 2 processes, the floor's {floor:.0f} MiB"
    yield Figure("memory", ours / floor, goal=_MEMORY, note=note)


def _times(seconds: list[float]) -> list[tuple[float, int]]:
    return [(each, 1) for each in seconds]
