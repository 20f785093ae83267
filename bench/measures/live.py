"""How soon colleagues hear of a move: from its answer to the hint that reaches their open pages."""

import http.client
import queue
import random
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from bench.client import Client
from bench.figures import MILLISECONDS, Figure, percentile
from bench.load import Wrong
from bench.seeding import PLAIN
from bench.stage import Stage
from bench.targets import move_after

_MOVES, _LISTENERS = 20, 2
_MOVED, _FIRST_TARGET = 3, 40
_LONGEST_WAIT = 10.0
# Longer than a server looks apart for what others commit, so that moves come at any moment between two looks.
_LONGEST_PAUSE = 0.5
_OK = 200
_chance = random.Random(11)


def measure_live(stage: Stage) -> Iterator[Figure]:
    """Yield median and worst of the ways of twenty moves to two open pages; a hint before the answer counts 0."""
    running = stage.many
    with ExitStack() as pages:
        listening = [pages.enter_context(_Page(running.server.port, running.headers)) for _ in range(_LISTENERS)]
        client = Client(running.server.port, running.headers)
        pages.callback(client.close)
        found = sorted(took for number in range(_MOVES) for took in _move(client, listening, number))
    note = f"of {len(found)}: {_MOVES} moves, {_LISTENERS} open pages, two processes that share the database"
    yield Figure("live, median", percentile(found, 0.5) * MILLISECONDS, "ms", note=note)
    yield Figure("live, worst", found[-1] * MILLISECONDS, "ms")


def _move(client: Client, listening: list["_Page"], number: int) -> Iterator[float]:
    """Move a requirement and yield how long after the answer each page had its hint, in seconds."""
    time.sleep(_chance.uniform(0, _LONGEST_PAUSE))
    answer = client.send(move_after(_MOVED, _FIRST_TARGET + number))
    answered = time.perf_counter()
    if answer.status != _OK:
        message = f"a move was answered with {answer.status}"
        raise Wrong(message)
    for page in listening:
        yield max(0.0, page.next_hint() - answered)


class _Page:
    """An open page: a thread that notes when each hint comes."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_LONGEST_WAIT)
        self._headers = {**headers, "Accept": "text/event-stream"}
        self._heard: queue.SimpleQueue[float] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        self._connection.request("GET", f"/w/{PLAIN}/live", headers=self._headers)
        self._socket = self._connection.sock
        self._response = self._connection.getresponse()
        if self._response.status != _OK:
            message = f"a page that wants to listen was answered with {self._response.status}"
            raise Wrong(message)
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._response.close()
        self._connection.close()

    def next_hint(self) -> float:
        """Return when the next hint came; raise Wrong if none does."""
        try:
            return self._heard.get(timeout=_LONGEST_WAIT)
        except queue.Empty:
            message = f"a page did not hear of a move within {_LONGEST_WAIT:g} s"
            raise Wrong(message) from None

    def _listen(self) -> None:
        while line := self._response.readline():
            if line.startswith(b"data:"):
                self._heard.put(time.perf_counter())
