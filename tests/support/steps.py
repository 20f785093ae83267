"""Count the steps that Python takes: a measure of work that no busy machine can disturb."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def count_steps(action: Callable[[], object]) -> int:
    """Return how many lines of Python the action executes."""
    steps = 0

    def trace(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal steps
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return steps
