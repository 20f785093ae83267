"""What is measured, one module for each kind of measure; `MEASURES` names them all."""

from collections.abc import Callable, Collection, Iterator

from bench.figures import Figure
from bench.measures.crowd import measure_crowd
from bench.measures.exports import measure_export, measure_long_export, measure_markup
from bench.measures.live import measure_live
from bench.measures.moving import measure_move
from bench.measures.pages import measure_pages
from bench.measures.resources import measure_memory, measure_start
from bench.stage import Stage
from bench.targets import COMPARED

Measure = Callable[[Stage, Collection[str]], Iterator[Figure]]
_ALONE: dict[str, Callable[[Stage], Iterator[Figure]]] = {
    "cost": measure_move,
    "csv": measure_export,
    "markup": measure_markup,
    "long": measure_long_export,
    "crowd": measure_crowd,
    "live": measure_live,
    "start": measure_start,
    "memory": measure_memory,
}
# Measured beside the pages, in the same rounds.
GROWTH, EIGHT = "growth", "c8"
NAMES = (*COMPARED, GROWTH, EIGHT, *_ALONE)


def measure(stage: Stage, names: Collection[str]) -> Iterator[Figure]:
    """Yield the figures of the named parts as they are found."""
    if chosen := [name for name in COMPARED if name in names] or list(COMPARED if {GROWTH, EIGHT} & set(names) else ()):
        yield from measure_pages(stage, chosen, with_growth=GROWTH in names, with_eight=EIGHT in names)
    for name, measure_it in _ALONE.items():
        if name in names:
            yield from measure_it(stage)
