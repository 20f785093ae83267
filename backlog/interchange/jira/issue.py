"""What a requirement becomes for Jira, before it is text in a file."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from backlog.core.i18n import N_
from backlog.requirements.terms import Kind, Moscow


class Criterion(NamedTuple):
    """One acceptance criterion, its text in Markdown."""

    text: str
    is_done: bool = False


class JiraIssue(NamedTuple):
    """One row to write. Texts are as people typed them: Markdown in `description` and criteria, plain in the rest.

    A tuple, as an export makes them by the hundred thousand.
    """

    number: int  # the running number of the requirement in its workspace
    key: str
    title: str
    kind: Kind = Kind.STORY
    description: str = ""
    criteria: tuple[Criterion, ...] = ()
    parent_number: int | None = None
    parent_key: str | None = None
    parent_jira_key: str | None = None  # where the parent lives in Jira already
    moscow: Moscow | None = None
    labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    points: Decimal | None = None
    target_on: date | None = None
    assignee: str | None = None  # an e-mail address


@dataclass(frozen=True, slots=True)
class Phrases:
    """The few words we add to a description; the edge translates them."""

    acceptance_criteria: str = N_("Acceptance criteria")
    full_title: str = N_("Full title")
    belongs_to: str = N_("Belongs to")
    cut: str = N_("The text is longer than Jira takes and was cut here.")


@dataclass(frozen=True, slots=True)
class WritingOptions:
    """What stays the same for all rows: the address that a key completes ("" leaves it out), and our words."""

    reference_url: str = ""
    phrases: Phrases = Phrases()
