"""Pages and writes beside the floor: processor time in rounds that alternate, growth, eight clients at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.figures import MILLISECONDS, Figure, Goal, percentile, ratio
from bench.load import Burst, Target, burst, must_be_right
from bench.servers import Server
from bench.stage import Running, Stage
from bench.targets import COMPARED, Compared

_CLIENTS = 8
_MEDIAN, _SLOWEST = 0.5, 0.95
_LARGEST_PAGE = Goal(70)
_SLOWEST_OF_EIGHT = Goal(8)
_OF_PAGES, _OF_WRITES = Goal(1.6, more_is_better=True), Goal(1.4, more_is_better=True)
# The bursts of each target and way of asking, round by round.
Rounds = Mapping[tuple[str, str], Sequence[Burst]]


@dataclass(frozen=True, slots=True)
class _Job:
    """One burst of a round."""

    name: str
    way: str
    server: Server
    target: Target
    headers: Mapping[str, str]
    count: int
    clients: int = 1

    def run(self, clients: int | None = None) -> Burst:
        found = burst(self.server, self.target, count=self.count, clients=clients or self.clients, headers=self.headers)
        must_be_right([found])
        return found


def measure_pages(stage: Stage, names: Sequence[str], *, with_growth: bool, with_eight: bool) -> Iterator[Figure]:
    """Yield the figures of the named targets; every round asks all of them in turn. Raise Wrong."""
    jobs = [
        job
        for name in names
        for job in _jobs(stage, name, COMPARED[name], with_growth=with_growth, with_eight=with_eight)
    ]
    rounds = _run(jobs, stage.effort.rounds)
    for name in names:
        yield from _figures_of(name, COMPARED[name], rounds)
    if with_growth:
        yield from (_growth_of(name, COMPARED[name], rounds) for name in names)
    if with_eight:
        for name in names:
            yield from _eight_of(name, COMPARED[name], rounds)


def _jobs(stage: Stage, name: str, target: Compared, *, with_growth: bool, with_eight: bool) -> Iterator[_Job]:
    count, grown = stage.effort.requests, target.grown or target.request

    def ours(way: str, running: Running, request: Target, *, times: int = 1, clients: int = 1) -> _Job:
        return _Job(name, way, running.server, request, running.headers, times * count, clients)

    yield _Job(name, "floor", stage.floor, lambda _: target.floor, {}, 2 * count)
    yield ours("ours", stage.many, target.request)
    if with_growth:
        yield ours("few", stage.few, grown)
        if target.grown:
            yield ours("many", stage.many, grown)
    if with_eight:
        yield ours("eight", stage.many, target.request, times=2, clients=_CLIENTS)


def _run(jobs: Sequence[_Job], rounds: int) -> Rounds:
    for job in jobs:
        # Over many connections, so that both processes of a server have been asked before it counts.
        job.run(clients=_CLIENTS)
    found: dict[tuple[str, str], list[Burst]] = {(job.name, job.way): [] for job in jobs}
    for _ in range(rounds):
        for job in jobs:
            found[job.name, job.way].append(job.run())
    return found


def _figures_of(name: str, target: Compared, rounds: Rounds) -> Iterator[Figure]:
    ours = rounds[name, "ours"]
    spread = ratio(_costs(ours), _costs(rounds[name, "floor"]))
    note = f"{_milliseconds(ours):.1f} ms of CPU, the floor's {_milliseconds(rounds[name, 'floor']):.1f} ms"
    yield Figure(name, spread.value, goal=target.goal, spread=spread, note=note)
    if target.weighs:
        yield Figure(f"{name}, size", ours[-1].size / 1000, "kB", _LARGEST_PAGE, note="HTML before compression")


def _growth_of(name: str, target: Compared, rounds: Rounds) -> Figure:
    many = rounds[name, "many" if target.grown else "ours"]
    spread = ratio(_costs(many), _costs(rounds[name, "few"]))
    return Figure(f"{name}, growth", spread.value, goal=Goal(target.growth), spread=spread, note="tenfold backlog")


def _eight_of(name: str, target: Compared, rounds: Rounds) -> Iterator[Figure]:
    eight, alone = rounds[name, "eight"], rounds[name, "ours"]
    a_second = [one.count / one.wall for one in eight]
    possible = MILLISECONDS / _milliseconds(alone)
    goal = _OF_WRITES if target.writes else _OF_PAGES
    rate = percentile(sorted(a_second), _MEDIAN)
    note = f"{rate:.0f} requests a second; x of what one processor can do"
    yield Figure(f"{name}, 8 clients", rate / possible, goal=goal, note=note)
    slow = percentile(sorted(percentile(one.latencies, _SLOWEST) for one in eight), _MEDIAN)
    usual = percentile(sorted(percentile(one.latencies, _MEDIAN) for one in alone), _MEDIAN)
    note = f"p95 {slow * MILLISECONDS:.0f} ms; x of the median of one client, {usual * MILLISECONDS:.1f} ms"
    yield Figure(f"{name}, 8 clients, p95", slow / usual, goal=_SLOWEST_OF_EIGHT, note=note)


def _costs(bursts: Sequence[Burst]) -> list[tuple[float, int]]:
    return [(one.cpu, one.count) for one in bursts]


def _milliseconds(bursts: Sequence[Burst]) -> float:
    return sum(one.cpu for one in bursts) / sum(one.count for one in bursts) * MILLISECONDS
