"""What a listening page is sent, in the form of server-sent events (the HTML standard, section 9.2)."""

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from backlog.live.broker import Listener
from backlog.live.queries import MOST_HINTS, Hint, list_hints, may_listen

HEARTBEAT_SECONDS = 15
# Then the page comes back by itself, through the whole access check: a sign-out elsewhere ends what it began.
LIFETIME_SECONDS = 300
_RETRY_MS = 2000
_COME_BACK_AT_ONCE = "retry: 50\n\n"
_SILENT_CLIENT_MS = 30_000


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who listens to what. Each question opens the database for as long as it takes, no longer."""

    engine: Engine
    workspace_id: int
    user_id: int
    session_mark: str

    def hints_after(self, number: int) -> list[Hint]:
        """Return what happened after a number."""
        with Session(self.engine) as session:
            return list_hints(session, workspace_id=self.workspace_id, after=number)

    def may_stay(self) -> bool:
        """Tell whether the person is still a member and their session still holds."""
        with Session(self.engine) as session:
            return may_listen(
                session, workspace_id=self.workspace_id, user_id=self.user_id, session_mark=self.session_mark
            )


def stream_events(listener: Listener, visitor: Visitor, *, after: int) -> Iterator[str]:
    """Yield what happened after a number, then what happens while the page listens.

    The listener has joined before, so that nothing falls between the two; what comes twice is told once.
    """
    yield f"retry: {_RETRY_MS}\n\n"
    last = after
    while hints := visitor.hints_after(last):
        yield "".join(format_event(hint) for hint in hints)
        last = hints[-1].number
        if len(hints) < MOST_HINTS:
            break
    yield from _follow(listener, visitor, last)


def _follow(listener: Listener, visitor: Visitor, last: int) -> Iterator[str]:
    now = time.monotonic()
    end, heartbeat = now + LIFETIME_SECONDS, now + HEARTBEAT_SECONDS
    while now < end:
        hint = listener.next_hint(heartbeat - now)
        if listener.has_ended:
            return
        if hint is not None and hint.number > last:
            last = hint.number
            yield format_event(hint)
        now = time.monotonic()
        if now >= heartbeat:
            if not visitor.may_stay():
                return
            heartbeat = now + HEARTBEAT_SECONDS
            yield ":\n\n"
    yield _COME_BACK_AT_ONCE


def format_event(hint: Hint) -> str:
    """Return a hint as one event, with its number to resume from."""
    return f"event: change\nid: {hint.number}\ndata: {json.dumps(asdict(hint), ensure_ascii=False)}\n\n"


def give_up_when_silent(connection: socket.socket) -> None:
    """Have the kernel end a connection whose other side takes nothing for half a minute; else its thread would hang."""
    if hasattr(socket, "TCP_USER_TIMEOUT") and connection.family in {socket.AF_INET, socket.AF_INET6}:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _SILENT_CLIENT_MS)
