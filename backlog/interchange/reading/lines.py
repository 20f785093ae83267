"""A plain list as a table of one column: each line is a title."""

import re

from backlog.core.bullets import BOX, BULLET

_LINE_END = re.compile(r"\r\n|\r|\n")
# Bullets, numbers, boxes and the signs of headings say nothing in a title.
_MARK = re.compile(rf"\s*(?:(?:{BULLET}|#{{1,6}}\s+)(?:{BOX})?)?")
HEADER = "Title"


def as_table(text: str) -> str:
    """Return the text as CSV, the header as a line before its first; blank lines stay where they are."""
    lines = (_MARK.sub("", line, count=1).strip() for line in _LINE_END.split(text.removeprefix("\ufeff")))
    cells = ('"{}"'.format(line.replace('"', '""')) if line else "" for line in lines)
    return "\n".join([HEADER, *cells])
