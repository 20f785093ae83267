"""What was made of a text, kept for the next time, in as many bytes as are set aside for it."""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable


class BoundedMemory:
    """Results of a pure function from text to text; those asked for longest ago go first. Safe among threads."""

    def __init__(self, *, bytes_at_most: int) -> None:
        self._bytes_at_most = bytes_at_most
        self._bytes = 0
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, text: str, make: Callable[[str], str]) -> str:
        """Return what was kept for the text, or make it; what takes more than a tenth of the room is not kept."""
        with self._lock:
            if text in self._kept:
                self._kept.move_to_end(text)
                return self._kept[text]
        made = make(text)
        if _size(text, made) <= self._bytes_at_most // 10:
            self._keep(text, made)
        return made

    def _keep(self, text: str, made: str) -> None:
        with self._lock:
            if text in self._kept:
                return
            self._kept[text] = made
            self._bytes += _size(text, made)
            while self._bytes > self._bytes_at_most:
                self._bytes -= _size(*self._kept.popitem(last=False))


def _size(text: str, made: str) -> int:
    return sys.getsizeof(text) + sys.getsizeof(made)
