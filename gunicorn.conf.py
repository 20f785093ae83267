"""How gunicorn serves `wsgi:application`; it reads this file when started from the project's folder.

One process with many threads: a thread is held by each open page that listens for changes, and SQLite has one writer
anyway. With PostgreSQL, WEB_CONCURRENCY (gunicorn's own setting) adds processes.
"""

import contextlib
import gc
import os
import socket
import sys
import time
from types import FrameType
from typing import Any

from flask import Flask
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]  # ships no types

from config import Config, ConfigError, load_config

try:
    _settings = load_config()
except ConfigError as error:
    raise SystemExit(f"Throughline does not start: {error}") from None


_HESITATION, _MOST_HESITATIONS = 0.0002, 10  # seconds for each connection that a process has
_REQUESTS_END_WITHIN = 8  # seconds after the word to stop; jobs have the rest of `graceful_timeout`


class CalmWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Threads that stop in one way, in time to let the running job finish.

    Gunicorn's quick way takes the pool's lock within the signal's handler: where the signal meets the same thread as it
    starts another for a new connection, that is a deadlock, and Ctrl+C takes 30 s.

    Requests have `_REQUESTS_END_WITHIN` to end; then their connections are closed, as one whose client has sent half of
    it would hold its thread, and the thread the process, until all are killed after `graceful_timeout`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._under_way: set[Any] = set()
        self._is_over = False

    def run(self) -> None:
        """Serve until told to stop, and a little longer for what is under way."""
        # The parent's value, by which it kills, stays: this process has its own copy.
        self.cfg.set("graceful_timeout", _REQUESTS_END_WITHIN)
        super().run()
        self._is_over = True
        for connection in self._under_way.copy():
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    def accept(self, listener: Any) -> None:
        """Take a new connection, later the more this process has: the one that has fewest takes it."""
        if self.cfg.workers > 1:
            time.sleep(_HESITATION * min(self.nr_conns, _MOST_HESITATIONS))
        super().accept(listener)

    def handle(self, conn: Any) -> Any:
        """Answer what comes on a connection unless it is too late; runs in a thread."""
        self._under_way.add(conn)
        try:
            return False if self._is_over else super().handle(conn)
        finally:
            self._under_way.discard(conn)

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """Stop on Ctrl+C as on SIGTERM: what is under way is answered first."""
        self.handle_exit(sig, frame)


bind = f"127.0.0.1:{_settings.port}"
worker_class = CalmWorker
threads = 200
preload_app = True
graceful_timeout = 30
loglevel = "info" if _settings.is_production else "warning"
control_socket_disable = True
# gunicorn's highest. A page of a hundred ticked rows and the filter they were found by are one address, longer than
# the 4094 it takes by itself.
limit_request_line = 8190
if _settings.database_url.startswith("sqlite"):
    workers = 1


def on_starting(server: Any) -> None:
    """Say in one line that the port is taken, where gunicorn would try for seconds; a socket handed over is ours."""
    address = server.cfg.address[0]
    if "GUNICORN_FD" in os.environ or "LISTEN_FDS" in os.environ or not isinstance(address, tuple):
        return
    with socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            sys.exit(f"Throughline does not start: {address[0]}:{address[1]} cannot be listened on: {error.strerror}.")


def when_ready(server: Any) -> None:
    """Say where to point the browser, once it can be reached."""
    # What is loaded by now stays to the end: no collection has to look through it, the one at the end (0.8 s) neither.
    gc.freeze()
    addresses = ", ".join(str(listener) for listener in server.LISTENERS)
    server.log.info("Throughline is at %s, listening on %s", _settings.base_url, addresses)
    if not _settings.is_production:
        print(f"\n  Throughline is at {_settings.base_url}  (Ctrl+C stops it)\n", flush=True)  # noqa: T201 - for the person at the terminal


def post_fork(_server: Any, worker: Any) -> None:
    """Open own database connections in each process; those of the parent stay the parent's."""
    application(worker).extensions["engine"].dispose(close=False)


def post_worker_init(worker: Any) -> None:
    """Bound the open streams and end them with the worker; run jobs here unless `flask worker` does."""
    # A thread that comes back from the database waits for its turn this long, five times as long by itself, and others
    # wait for the write lock that it may hold.
    sys.setswitchinterval(0.001)
    app = application(worker)
    app.extensions["live"].serve_within(threads=worker.cfg.threads, is_serving=lambda: worker.alive)
    settings: Config = app.config["SETTINGS"]
    if settings.embedded_worker:
        app.extensions["jobs"].start_worker()


def worker_exit(_server: Any, worker: Any) -> None:
    """Let the running job finish, as long as `graceful_timeout` allows."""
    application(worker).extensions["jobs"].stop_worker()


def application(worker: Any) -> Flask:
    """Return what this process serves."""
    found: Flask = worker.app.wsgi()
    return found
