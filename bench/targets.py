"""What is asked of Throughline, beside which page of the floor, and the goals of each."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from bench.client import Request
from bench.figures import Goal
from bench.items import RARE_WORD, TEN_TIMES
from bench.seeding import PLAIN

REQUIREMENTS = f"/w/{PLAIN}/requirements"
BOARD = f"/w/{PLAIN}/board"
_MOVED = 500  # the first so many trade places, in whatever size of backlog
# htmx asks so for the part that changes.
_FRAGMENT = {"HX-Request": "true"}
_chance = random.Random(7)


@dataclass(frozen=True, slots=True)
class Compared:
    """A request of ours, what the floor does meanwhile, and the goals.

    `growth`: how many times as much the tenfold backlog may cost, asked by `grown` where that differs.
    """

    request: Callable[[int], Request]
    floor: Request
    goal: Goal
    growth: float = 1.1
    grown: Callable[[int], Request] | None = None
    weighs: bool = False  # a page whose size has a limit

    @property
    def writes(self) -> bool:
        """Tell whether something is changed."""
        return self.floor.form is not None


def page(path: str) -> Callable[[int], Request]:
    """Return a target that asks for one page."""
    return lambda _number: Request(path)


def create(number: int) -> Request:
    """Create a requirement by the whole form."""
    form = {
        "title": f"Something that customers ask for {number}",
        "description": "As a customer I want to find it again.",
        "acceptance_criteria": "It is found\nIt says who asked",
        "kind": "story",
        "parent": "",
        "status": "new",
        "moscow": "should",
        "labels": "ux, docs",
        "points": "3",
        "owner_id": "",
        "target_on": "",
    }
    return Request(f"{REQUIREMENTS}/create", form, expected=303)


def move(_number: int) -> Request:
    """Put one of the first requirements after another one, as a drag does."""
    key, after = _chance.sample(range(1, _MOVED), 2)
    return move_after(key, after)


def move_after(key: int, after: int | None) -> Request:
    """Put a requirement after another one (None: to the top)."""
    form = {"keys": f"REQ-{key}", "after": "" if after is None else f"REQ-{after}"}
    return Request(f"{REQUIREMENTS}/rank", form, _FRAGMENT)


_WRITE = Request("/write", {})
COMPARED = {
    "list": Compared(page(REQUIREMENTS), Request("/orm100"), Goal(4, 2.5), weighs=True),
    "board": Compared(page(BOARD), Request("/orm100"), Goal(4, 2.5), weighs=True),
    "item": Compared(page(f"{REQUIREMENTS}/REQ-500"), Request("/one"), Goal(5, 3)),
    "search": Compared(
        page(f"{REQUIREMENTS}?q={RARE_WORD}"), Request("/one"), Goal(6, 3.5), growth=1.3,
        grown=page(f"{REQUIREMENTS}?q={TEN_TIMES}"),
    ),
    "find": Compared(page(f"/w/{PLAIN}/search?q={RARE_WORD}"), Request("/one"), Goal(6, 3.5), growth=1.3),
    "create": Compared(create, _WRITE, Goal(4, 2.5)),
    "move": Compared(move, _WRITE, Goal(3, 2)),
}  # fmt: skip
