"""Work after the answer: a queue that survives a restart, and how far each job has come.

Jobs are enqueued after the commit and must be idempotent. With SQLite the queue is a file of its own beside the
database and the worker runs within the web process; with PostgreSQL the queue lives there and workers are separate.
"""

import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from huey import Huey, MemoryHuey, PostgresHuey, SqliteHuey
from huey.consumer import Consumer
from sqlalchemy import Engine

log = structlog.get_logger(__name__)
_LONGEST_WAIT_SECONDS = 0.5
_REPORT_EVERY_SECONDS = 0.2
# How often a running job says that it lives, and after what silence it counts as dead.
_SIGN_EVERY_SECONDS = 2.0
_SILENCE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come: `done` of `total` items, and the seconds it has run."""

    done: int
    total: int
    seconds: float

    @property
    def seconds_left(self) -> float | None:
        """Return the estimated seconds left, or None while that cannot be told."""
        return self.seconds / self.done * (self.total - self.done) if self.done else None


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a job may use: the database, the application's settings, and a way to say how far it is."""

    engine: Engine
    settings: Any
    report: Callable[[int, int], None]
    job_id: str = ""


Job = Callable[..., None]
_jobs: dict[str, Job] = {}


def job(function: Job) -> Job:
    """Make a function `(context, **arguments)` known by its name, so that it can be enqueued."""
    _jobs[function.__name__] = function
    return function


class JobQueue:
    """The queue of one application."""

    def __init__(self, *, engine: Engine, settings: Any, folder: Path, immediate: bool = False) -> None:
        self._engine = engine
        self._settings = settings
        self._huey = _make_huey(engine, folder, immediate=immediate)
        self._run = self._huey.task(name="run_job")(self._run_job)
        self._consumer: Consumer | None = None

    def set_up(self) -> None:
        """Make the queue's tables where they are missing."""
        if not self._huey.immediate:
            self._huey.storage.initialize_schema()

    def enqueue(self, function: Job, /, *, job_id: str | None = None, **arguments: Any) -> str:
        """Queue the job with arguments that JSON can hold and return its id. Call it after the commit."""
        job_id = job_id or uuid.uuid4().hex
        self._give_sign(job_id)
        self._run(function.__name__, job_id, json.dumps(arguments))
        return job_id

    def progress(self, job_id: str) -> Progress | None:
        """Return how far a job has come, or None if it has not said so yet."""
        stored = self._huey.get(f"progress:{job_id}", peek=True)
        return Progress(*stored) if stored else None

    def is_alive(self, job_id: str) -> bool:
        """Tell whether a job waits or runs; one whose process was killed is silent after 15 seconds."""
        signed_at = self._huey.get(f"alive:{job_id}", peek=True)
        if signed_at is not None and time.time() - signed_at < _SILENCE_SECONDS:
            return True
        return any(job_id in task.args for task in self._huey.pending())

    def start_worker(self) -> None:
        """Run jobs in threads of this process until `stop_worker`; a queue that runs them at once needs none."""
        if self._huey.immediate:
            return
        self._consumer = _QuietConsumer(
            self._huey, workers=1, max_delay=_LONGEST_WAIT_SECONDS, check_worker_health=False
        )
        self._consumer.start()

    def stop_worker(self) -> None:
        """Let the running job finish and stop taking new ones."""
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
            self._consumer = None

    def run_worker(self) -> None:
        """Run jobs in this process until it is told to stop; for `flask worker`."""
        Consumer(self._huey, workers=2, max_delay=_LONGEST_WAIT_SECONDS).run()

    def _run_job(self, name: str, job_id: str, arguments: str) -> None:
        started = time.monotonic()
        log.info("job.started", job=name, id=job_id)
        context = JobContext(self._engine, self._settings, self._reporter(job_id, started), job_id)
        with self._giving_signs(job_id):
            _jobs[name](context, **json.loads(arguments))
        log.info("job.finished", job=name, id=job_id, seconds=round(time.monotonic() - started, 2))

    @contextmanager
    def _giving_signs(self, job_id: str) -> Iterator[None]:
        over = threading.Event()

        def give_signs() -> None:
            while not over.wait(_SIGN_EVERY_SECONDS):
                self._give_sign(job_id)

        self._give_sign(job_id)
        signs = threading.Thread(target=give_signs, name=f"signs-of-{job_id}", daemon=True)
        signs.start()
        try:
            yield
        finally:
            over.set()
            signs.join()
            # Reading takes it away.
            self._huey.get(f"alive:{job_id}")

    def _give_sign(self, job_id: str) -> None:
        self._huey.put(f"alive:{job_id}", time.time())

    def _reporter(self, job_id: str, started: float) -> Callable[[int, int], None]:
        last = [0.0]

        def report(done: int, total: int) -> None:
            now = time.monotonic()
            if now - last[0] >= _REPORT_EVERY_SECONDS or done == total:
                last[0] = now
                self._huey.put(f"progress:{job_id}", (done, total, now - started))

        return report


class _QuietConsumer(Consumer):  # type: ignore[misc]  # huey ships no types
    """A consumer within the web process: signals belong to the server."""

    def _set_signal_handlers(self) -> None:
        return


def _make_huey(engine: Engine, folder: Path, *, immediate: bool) -> Huey:
    if immediate:
        return MemoryHuey("throughline", immediate=True, immediate_use_memory=True)
    if engine.dialect.name == "postgresql":
        dsn = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        # Its tables are made by `flask setup`, so that a start needs no database that answers.
        return PostgresHuey("throughline", dsn=dsn, create_tables=False)
    folder.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("throughline", filename=str(folder / "jobs.sqlite"), fsync=False)
