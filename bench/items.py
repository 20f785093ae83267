"""The synthetic requirements that the floor and Throughline are both filled with."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST = 10_000
FEW = 1_000
QUICK = 600  # the floor reads its item 500
RARE_WORD = "zanzibar"  # stands in one title of a hundred
TEN_TIMES = "quokka"  # stands in ten titles, however many there are
_WORDS = re.findall(
    r"\w+",
    "login export sprint backlog report user team admin search filter mobile payment invoice upload chart burndown "
    "velocity story card board tag email password session cache index query release deploy rollback metric audit "
    "access role import sync webhook token theme layout keyboard drag order priority review estimate",
)
_TAGS = ("frontend", "backend", "ux", "security", "infra", "docs", "mobile", "api")
_PRIORITIES = ("could", "should", "must")
_STATUSES = ("new", "ready", "planned", "shipped")


@dataclass(frozen=True, slots=True)
class SyntheticItem:
    """What one requirement says."""

    title: str
    description: str
    priority: str
    status: str
    tags: tuple[str, ...]


def items(count: int) -> Iterator[SyntheticItem]:
    """Yield as many items, always the same ones."""
    chance = random.Random(42)
    for number in range(1, count + 1):
        title = f"{' '.join(chance.choices(_WORDS, k=6)).capitalize()} #{number}"
        if number % 100 == 0:
            title += f" {RARE_WORD}"
        if number % (count // 10) == 0:
            title += f" {TEN_TIMES}"
        text = f"As a user I want {' '.join(chance.choices(_WORDS, k=50))}."
        tags = tuple(chance.sample(_TAGS, k=chance.randint(1, 3)))
        yield SyntheticItem(title, text, chance.choice(_PRIORITIES), chance.choice(_STATUSES), tags)


def marked_up(text: str) -> str:
    """Return a description with the same words, full of Markdown."""
    words = text.split()
    return (
        f"## {' '.join(words[:5])}\n\n{' '.join(words[5:20])} **{words[20]}** and _{words[21]}_, see "
        f"[{words[22]}](https://example.org/{words[23]}).\n\n- {' '.join(words[24:34])}\n"
        f"- `{words[34]}` {' '.join(words[35:44])}\n\n1. {' '.join(words[44:50])}\n2. ~~{words[50]}~~ {words[51]}\n"
    )
