"""The servers of one run, started when they are first asked for and ended with it."""

from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.client import Client
from bench.floor import make_database
from bench.items import FEW, MOST, QUICK
from bench.seeding import EMAIL, PASSWORD, Instance, make_instance
from bench.servers import FLOOR, OURS, Server, serving

MARKED = 1000  # requirements of a workspace of their own


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: rounds, requests in a burst, requirements."""

    rounds: int = 5
    requests: int = 100
    many: int = MOST
    few: int = FEW
    writes: int = 300  # of each of the eight clients
    rows: int = 100_000  # of the long export

    @classmethod
    def quick(cls) -> Self:
        """Return an effort that shows that all works, and nothing else."""
        return cls(rounds=1, requests=10, many=QUICK, few=QUICK, writes=5, rows=2000)


@dataclass(frozen=True, slots=True)
class Running:
    """Throughline, served, and the headers of somebody who is signed in."""

    server: Server
    instance: Instance
    headers: dict[str, str]


class Stage:
    """Everything that the measures of a run share; what they need is there on first use."""

    def __init__(self, folder: Path, effort: Effort) -> None:
        self.folder = folder
        self.effort = effort
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    @cached_property
    def floor_settings(self) -> dict[str, str]:
        """Return what a server of the floor is told."""
        path = self.folder / "floor.sqlite"
        make_database(path, self.effort.many)
        return {"FLOOR_DATABASE": str(path)}

    @cached_property
    def floor(self) -> Server:
        """Return the floor, with as many rows as `many` has requirements."""
        return self._open.enter_context(serving(FLOOR, folder=self.folder, settings=self.floor_settings))

    @cached_property
    def instance(self) -> Instance:
        """Return the large backlog."""
        return self._make("many", count=self.effort.many, marked=MARKED)

    @cached_property
    def many(self) -> Running:
        """Return Throughline with the large backlog."""
        return self._run(self.instance)

    @cached_property
    def few(self) -> Running:
        """Return Throughline with a tenth of it."""
        return self._run(self._make("few", count=self.effort.few))

    def _make(self, name: str, *, count: int, marked: int = 0) -> Instance:
        print(f"Writing {count:,} requirements …", flush=True)
        return make_instance(self.folder / name, count=count, marked=marked)

    def _run(self, instance: Instance) -> Running:
        server = self._open.enter_context(serving(OURS, folder=self.folder, settings=instance.settings))
        client = Client(server.port)
        headers = client.sign_in(EMAIL, PASSWORD)
        client.close()
        return Running(server, instance, headers)
