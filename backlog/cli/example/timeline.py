"""When things happened in the example, counted in working days from today and from the sprints around it."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

_DAY = re.compile(r"(?P<sprint>\d+)(?P<place>[+]\d+)|(?P<days>[+-]?\d+)")
_SATURDAY = 5
_WEDNESDAY = 2
_WEEK = 5


@dataclass(frozen=True)
class Timeline:
    """Turns "-3 9:15" (three working days ago) and "22+4 16:00" (fifth working day of sprint 22) into times."""

    now: datetime
    zone: ZoneInfo
    current_sprint: int

    @cached_property
    def today(self) -> date:
        """Return today in the team's time zone; on a weekend the Friday before."""
        found = self.now.astimezone(self.zone).date()
        return found - timedelta(days=max(0, found.weekday() - _SATURDAY + 1))

    def sprint_start(self, number: int) -> date:
        """Return the Monday on which a sprint starts; the current one is two to six working days old."""
        monday = self.today - timedelta(days=self.today.weekday())
        if self.today.weekday() < _WEDNESDAY:
            monday -= timedelta(weeks=1)
        return monday + timedelta(weeks=2 * (number - self.current_sprint))

    def sprint_end(self, number: int) -> date:
        """Return the Friday on which a sprint ends."""
        return self.sprint_start(number) + timedelta(days=11)

    def day(self, text: str) -> date:
        """Return the day that a text such as "-3", "+2" or "22+4" means; raise ValueError for any other."""
        found = _DAY.fullmatch(text)
        if found is None:
            message = f"{text!r} is no day of the example"
            raise ValueError(message)
        if found["sprint"]:
            return add_working_days(self.sprint_start(int(found["sprint"])), int(found["place"]))
        return add_working_days(self.today, int(found["days"]))

    def moment(self, text: str) -> datetime:
        """Return the time that a text such as "-3 9:15" means, and now for what would still have to come."""
        day, clock = text.split()
        hour, minute = clock.split(":")
        local = datetime.combine(self.day(day), time(int(hour), int(minute)), self.zone)
        return min(local.astimezone(UTC), self.now)


def add_working_days(day: date, count: int) -> date:
    """Return the day so many working days later (earlier, if negative); `day` is one itself."""
    weeks, rest = divmod(day.weekday() + count, _WEEK)
    return day + timedelta(days=weeks * 7 + rest - day.weekday())
