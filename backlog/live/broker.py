"""One thread for each process reads what changed, once, and hands it to every open page that listens."""

import contextlib
import queue
import select
import socket
import threading
import time
import weakref
from collections.abc import Callable, Collection

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from backlog.live.queries import MOST_HINTS, Hint, list_hints, list_last_numbers
from backlog.live.watching import watch_commits

log = structlog.get_logger(__name__)
_MOST_WAITING = 1000
_LINGER_SECONDS = 60
_RETRY_SECONDS = 1
# Told by the kernel when the other side has closed; elsewhere the next heartbeat finds out.
_GONE = getattr(select, "POLLRDHUP", 0)

_brokers: "weakref.WeakSet[Broker]" = weakref.WeakSet()


def wake_brokers() -> None:
    """Have the brokers of this process look for changes at once."""
    for broker in list(_brokers):
        broker.wake()


class Listener:
    """One open page: what waits to be told to it. One that takes too long to hear is ended and may come back."""

    def __init__(self, workspace_id: int, connection: socket.socket | None) -> None:
        self.workspace_id = workspace_id
        self.connection = connection
        self.has_ended = False
        self._waiting: queue.Queue[Hint | None] = queue.Queue(_MOST_WAITING)

    def tell(self, hints: Collection[Hint]) -> None:
        """Put hints in line; end the listener if it has not taken the earlier ones."""
        try:
            for hint in hints:
                self._waiting.put_nowait(hint)
        except queue.Full:
            self.end()

    def next_hint(self, seconds: float) -> Hint | None:
        """Return the next hint, or None when the time is up or the listener has ended."""
        try:
            hint = self._waiting.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return None
        return None if self.has_ended else hint

    def end(self) -> None:
        """Have whoever waits for the next hint go home."""
        self.has_ended = True
        with contextlib.suppress(queue.Full):  # when it is full nobody waits
            self._waiting.put_nowait(None)

    def hang_up(self) -> None:
        """Close the connection for both sides: a server that stops would else wait 2 s for its next request."""
        if self.connection is not None:
            with contextlib.suppress(OSError):  # the other side was faster
                self.connection.shutdown(socket.SHUT_RDWR)


class Broker:
    """Knows who listens; its thread runs while somebody does, and a little longer."""

    def __init__(self, engine: Engine, *, most_listeners: int) -> None:
        self._engine = engine
        self._most = most_listeners
        self._is_serving: Callable[[], bool] = lambda: True
        self._lock = threading.Lock()
        self._listeners: set[Listener] = set()
        self._cursors: dict[int, int] = {}
        self._committed = threading.Event()
        self._thread: threading.Thread | None = None
        self._needed_until = 0.0
        _brokers.add(self)

    def serve_within(self, *, threads: int, is_serving: Callable[[], bool]) -> None:
        """Leave half of the server's threads to other requests, and let all go when it stops serving."""
        self._most = min(self._most, threads // 2)
        self._is_serving = is_serving

    def join(self, workspace_id: int, *, number: int, connection: socket.socket | None = None) -> Listener | None:
        """Return a new listener to what comes after an activity number, None if there are too many already."""
        with self._lock:
            if len(self._listeners) >= self._most or not self._is_serving():
                return None
            listener = Listener(workspace_id, connection)
            self._listeners.add(listener)
            self._cursors.setdefault(workspace_id, number)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live", daemon=True)
                self._thread.start()
        return listener

    def leave(self, listener: Listener) -> None:
        """Forget a listener whose last word is said; leaving twice is fine."""
        if not self._is_serving():
            listener.hang_up()
        with self._lock:
            self._listeners.discard(listener)
            if all(other.workspace_id != listener.workspace_id for other in self._listeners):
                self._cursors.pop(listener.workspace_id, None)

    def wake(self) -> None:
        """Look for changes at once."""
        self._committed.set()

    def close(self) -> None:
        """End every listener and the thread."""
        self._is_serving = lambda: False
        self.wake()
        if thread := self._thread:
            thread.join()

    def _run(self) -> None:
        errors = (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error)
        try:
            while self._is_needed():
                try:
                    self._follow()
                except errors as error:
                    log.warning("live.interrupted", error=str(error))
                    time.sleep(_RETRY_SECONDS)
        finally:
            self._stop()

    def _follow(self) -> None:
        with watch_commits(self._engine, self._committed) as watch:
            self._deliver(self._followed())
            while self._is_needed():
                changed = watch.wait()
                # Asked after the wait: somebody who joined meanwhile follows too.
                self._deliver(self._followed() if changed is None else self._followed().intersection(changed))

    def _followed(self) -> set[int]:
        return set(self._cursors)

    def _is_needed(self) -> bool:
        self._end_the_gone()
        if self._listeners:
            self._needed_until = time.monotonic() + _LINGER_SECONDS
        return self._is_serving() and time.monotonic() < self._needed_until

    def _stop(self) -> None:
        # Whoever joined in the last moment comes back and finds another thread.
        with self._lock:
            self._thread = None
            for listener in self._listeners:
                listener.end()

    def _deliver(self, workspace_ids: Collection[int]) -> None:
        if not workspace_ids:
            return
        with Session(self._engine) as session:
            for workspace_id, number in list_last_numbers(session, workspace_ids).items():
                self._deliver_to(session, workspace_id, number)

    def _deliver_to(self, session: Session, workspace_id: int, number: int) -> None:
        cursor = self._cursors.get(workspace_id, number)
        while cursor < number:
            hints = list_hints(session, workspace_id=workspace_id, after=cursor, limit=MOST_HINTS)
            if not hints:
                return
            cursor = hints[-1].number
            with self._lock:
                self._cursors[workspace_id] = cursor
                for listener in self._listeners:
                    if listener.workspace_id == workspace_id:
                        listener.tell(hints)

    def _end_the_gone(self) -> None:
        by_number = {}
        poll = select.poll()
        for listener in tuple(self._listeners):
            number = listener.connection.fileno() if listener.connection else -1
            if number >= 0:
                by_number[number] = listener
                poll.register(number, _GONE)
        for number, _event in poll.poll(0):
            by_number[number].end()
