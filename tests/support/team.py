"""A team at work: short words for what tests of sprints and board do, each act a minute after the one before."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.activity.services import Act, latest_act
from backlog.activity.undo import undo
from backlog.board.queries import find_board, list_columns
from backlog.board.services import Moved, move_card
from backlog.core.keys import make_key
from backlog.core.permissions import Actor
from backlog.requirements.services import move_requirements
from backlog.sprints.models import Action, Place, Sprint, SprintMembership
from backlog.sprints.queries import ActionFilter, find_action_rows, get_action, list_actions
from backlog.sprints.services import (
    END,
    KEEP,
    Completion,
    Unfinished,
    complete_sprint,
    plan_actions,
    start_sprint,
    unplan_actions,
)
from backlog.workspaces.models import Workspace
from tests.factories.base import NOW
from tests.factories.requirements import RequirementFactory
from tests.factories.sprints import ActionFactory, SprintFactory


class Team:
    """One person's view of a workspace; another one shares it with `beside`."""

    def __init__(
        self, session: Session, workspace: Workspace, actor: Actor, clock: list[datetime] | None = None
    ) -> None:
        self.session = session
        self.workspace = workspace
        self.actor = actor
        self._clock = clock or [NOW]

    def beside(self, actor: Actor) -> "Team":
        """Return the same workspace as another person works in it."""
        return Team(self.session, self.workspace, actor, self._clock)

    @property
    def now(self) -> datetime:
        """Return the time, a minute later each time somebody asks."""
        self._clock[0] += timedelta(minutes=1)
        return self._clock[0]

    @property
    def who(self) -> dict[str, Any]:
        """Return what every service is told."""
        return {"workspace": self.workspace, "actor": self.actor, "now": self.now}

    def actions(self, count: int, **values: Any) -> list[str]:
        """Add actions to the end of the backlog and return their keys."""
        return [ActionFactory.create(workspace=self.workspace, **values).key for _ in range(count)]

    def requirements(self, *titles: str, **values: Any) -> list[str]:
        """Add requirements to the end of the backlog and return their keys."""
        made = [RequirementFactory.create(workspace=self.workspace, title=title, **values) for title in titles]
        return [make_key(self.workspace.requirement_prefix, requirement.number) for requirement in made]

    def rank(self, *keys: str, after: str | None) -> None:
        move_requirements(self.session, keys=keys, after=after, **self.who)

    def sprint(self, *keys: str, **values: Any) -> int:
        """Plan a sprint with these actions and return its number."""
        number: int = SprintFactory.create(workspace=self.workspace, **values).number
        if keys:
            self.plan(number, *keys)
        return number

    def started(self, *keys: str, **values: Any) -> int:
        """Return the number of a sprint with these actions that is under way."""
        number = self.sprint(*keys, **values)
        self.start(number)
        return number

    def plan(self, number: int, *keys: str, after: str | None = END, seen: int | None = None) -> None:
        plan_actions(self.session, number=number, keys=keys, after=after, seen=seen, **self.who)

    def unplan(self, number: int, *keys: str, after: str | None = KEEP, seen: int | None = None) -> None:
        unplan_actions(self.session, number=number, keys=keys, after=after, seen=seen, **self.who)

    def start(self, number: int) -> Sprint:
        return start_sprint(self.session, number=number, **self.who)

    def complete(self, number: int, unfinished: Unfinished = Unfinished.BACKLOG_TOP, **more: Any) -> Completion:
        return complete_sprint(self.session, number=number, unfinished=unfinished, **more, **self.who)

    def move(self, key: str, column: str, after: str | None = END, **more: Any) -> Moved:
        return move_card(self.session, key=key, column_id=self.column(column), after=after, **more, **self.who)

    def latest(self) -> Act:
        """Return what was recorded last."""
        act = latest_act(self.session)
        assert act is not None
        return act

    def undo(self, act: Act | None = None) -> None:
        """Take back an act, the last one unless another is given."""
        act = act or self.latest()
        undo(self.session, first=act.first, last=act.last, **self.who)

    def action(self, key: str) -> Action:
        return get_action(self.session, workspace=self.workspace, key=key)

    def place(self, key: str) -> Place:
        return find_action_rows(self.session, workspace=self.workspace, keys=[key])[0].place

    def column(self, name: str) -> int:
        return next(one.id for one in list_columns(self.session, workspace=self.workspace) if one.name == name)

    def backlog(self) -> list[str]:
        """Return the keys of the action backlog, in order."""
        wanted = ActionFilter(place=Place.BACKLOG)
        return [row.key for row in list_actions(self.session, workspace=self.workspace, wanted=wanted, limit=200).items]

    def order(self, number: int) -> list[str]:
        """Return the keys of the actions in a sprint now, in order."""
        statement = (
            select(Action)
            .join(SprintMembership, SprintMembership.action_id == Action.id)
            .join(Sprint, Sprint.id == SprintMembership.sprint_id)
            .where(Sprint.workspace_id == self.workspace.id, Sprint.number == number)
            .where(SprintMembership.left_at.is_(None))
            .order_by(SprintMembership.rank)
        )
        return [action.key for action in self.session.scalars(statement)]

    def board(self) -> dict[str, list[str]]:
        """Return the keys on the board by the columns' names."""
        board = find_board(self.session, workspace=self.workspace, now=self._clock[0])
        return {column.name: [card.key for card in column.cards] for column in board.columns} if board else {}

    def verbs(self) -> list[str]:
        """Return what has been recorded so far, in order."""
        statement = select(Activity.verb).where(Activity.workspace_id == self.workspace.id).order_by(Activity.number)
        return list(self.session.scalars(statement))

    def seen(self) -> int:
        """Return the activity number a page would carry that is read now."""
        self.session.refresh(self.workspace)
        return self.workspace.activity_number
