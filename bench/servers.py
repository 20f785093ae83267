"""The servers under comparison: the floor and Throughline, both by gunicorn with two processes of four threads."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.client import Client, Request, ServerGone
from bench.processes import cpu_seconds

ROOT = Path(__file__).resolve().parent.parent
FLOOR, OURS = "bench.floor:application", "wsgi:application"
FIRST_PAGE = {FLOOR: "/hello", OURS: "/sign-in"}
_LONGEST_START = 60.0
_LONGEST_END = 15.0
_BETWEEN_TRIES = 0.01
_OK = 200


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and what its first page took in seconds: by the clock, and of processor time."""

    process: int
    port: int
    start_seconds: float
    start_cpu_seconds: float


class NoStart(RuntimeError):
    """A server did not answer in time."""


@contextmanager
def serving(application: str, *, folder: Path, settings: Mapping[str, str]) -> Iterator[Server]:
    """Start a server on a free port of 127.0.0.1, wait for its first page, end it afterwards; raise NoStart."""
    port = _free_port()
    # Nothing else of the caller's environment: it may hold the settings of a real installation.
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORT": str(port), **settings}
    log_path = folder / f"server-{port}.log"
    with log_path.open("wb") as log:
        begun = time.perf_counter()
        process = subprocess.Popen(
            _command(application, port), cwd=_home(application, folder), env=environment, stdout=log, stderr=log
        )
        try:
            _wait_for_first_page(process, port, FIRST_PAGE[application], log_path)
            seconds = time.perf_counter() - begun
            yield Server(process.pid, port, seconds, cpu_seconds(process.pid))
        finally:
            _end(process)


def _command(application: str, port: int) -> list[str]:
    size = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    return [sys.executable, "-m", "gunicorn", *size, "--bind", f"127.0.0.1:{port}", application]


def _home(application: str, folder: Path) -> Path:
    # Throughline's gunicorn.conf.py is found where the server starts, and must not serve the floor.
    return ROOT if application == OURS else folder


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_first_page(process: subprocess.Popen[bytes], port: int, path: str, log_path: Path) -> None:
    until = time.perf_counter() + _LONGEST_START
    client = Client(port)
    while time.perf_counter() < until and process.poll() is None:
        try:
            if client.send(Request(path)).status == _OK:
                client.close()
                return
        except ServerGone:
            time.sleep(_BETWEEN_TRIES)
    end = log_path.read_text(encoding="utf-8", errors="replace")[-2000:]
    message = f"The server did not show {path}:\n{end}"
    raise NoStart(message)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_LONGEST_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
