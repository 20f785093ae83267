"""`make bench`, or `python -m bench [PART …] [--rounds N] [--quick]`: measure, print, leave nothing behind."""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.measures import NAMES, measure
from bench.report import print_figures, print_head
from bench.stage import Effort, Stage


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the parts that are named, all of them without a name."""
    asked = _parser().parse_args(arguments)
    effort = Effort.quick() if asked.quick else Effort()
    if asked.rounds:
        effort = replace(effort, rounds=asked.rounds)
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder, Stage(Path(folder), effort) as stage:
        print_head()
        print_figures(measure(stage, asked.parts or NAMES))
    if asked.quick:
        print("A quick run shows that everything works; its figures mean nothing.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", type=_part, metavar="PART", help=f"of: {', '.join(NAMES)}")
    parser.add_argument("--rounds", type=int, metavar="N", help="how often each is measured (5)")
    parser.add_argument("--quick", action="store_true", help="little of everything, to see that it works")
    return parser


def _part(name: str) -> str:
    if name not in NAMES:
        message = f"there is no part {name!r}, only {', '.join(NAMES)}"
        raise argparse.ArgumentTypeError(message)
    return name


if __name__ == "__main__":
    main()
