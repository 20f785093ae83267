"""Reports as they are read in tests: figures, tables, files, and a sprint to which everything has happened."""

import csv
import io
from datetime import timedelta

from backlog.sprints.services import update_action
from tests.support.html import text_of

BASE = "/w/harkenau/sprints"
REPORTS = "/w/harkenau/reports"


def a_day_later(team, days=1):
    team._clock[0] += timedelta(days=days)


def figures(shown):
    return {text_of(one.find("dt")): text_of(one.find("dd")) for one in shown.all(".//*[@class='stats__item']")}


def table(shown, name):
    return [[text_of(cell) for cell in row] for row in shown.find(f".//figure[@aria-labelledby='{name}']").iter("tr")]


def rows_of(page, url):
    return list(csv.reader(io.StringIO(page.get(url).source.removeprefix("\ufeff"))))


def told(merle):
    """Return a sprint that two days and everything that can happen to it have gone by."""
    one, two, three, four = merle.actions(4, hours=4, points=2)
    number = merle.sprint(one, two, three)
    update_action(merle.session, key=one, values={"hours": "6"}, **merle.who)
    merle.start(number)
    merle.move(one, "Done")
    a_day_later(merle)
    merle.plan(number, four)
    merle.unplan(number, three)
    update_action(merle.session, key=two, values={"hours": "7.5"}, **merle.who)
    return number, [one, two, three, four]
