"""What the kernel says about the processes of a server: processor time and memory. Linux only."""

import os
from collections.abc import Iterator
from pathlib import Path

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_KIB_A_MIB = 1024
# Fields of /proc/<pid>/stat behind the name in brackets, counted from 0 (proc(5) counts from 3).
_PARENT, _USER, _SYSTEM, _USER_OF_ENDED, _SYSTEM_OF_ENDED = 1, 11, 12, 13, 14


def family(root: int) -> list[int]:
    """Return a process and all that stem from it."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*"):
        if fields := _stat(int(path.name)):
            children.setdefault(int(fields[_PARENT]), []).append(int(path.name))
    found = [root]
    for process in found:
        found.extend(children.get(process, ()))
    return found


def cpu_seconds(root: int) -> float:
    """Return the processor time that a process and its family have used, ended children of the root included."""
    ticks = 0
    for process in family(root):
        fields = _stat(process)
        wanted = [_USER, _SYSTEM, *([_USER_OF_ENDED, _SYSTEM_OF_ENDED] if process == root else [])]
        ticks += sum(int(fields[place]) for place in wanted) if fields else 0
    return ticks / _TICKS_A_SECOND


def memory_mib(root: int) -> float:
    """Return the memory of a process and its family in MiB; what they share counts once (proportional set size)."""
    return sum(sum(_proportional(process)) for process in family(root)) / _KIB_A_MIB


def _proportional(process: int) -> Iterator[int]:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return
    for line in lines:
        if line.startswith("Pss:"):
            yield int(line.split()[1])


def _stat(process: int) -> list[str]:
    """Return the fields behind the name; none of a process that has just ended."""
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()
