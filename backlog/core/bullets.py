"""What the lines of a list begin with, as parts of regular expressions; the blanks after them are included."""

BULLET = r"(?:[-*+•–]|\d{1,3}[.)])\s+"
# A box to tick, of Markdown; some leave the blank out of an empty one.
BOX = r"\[[ xX]?\]\s+"
