"""Ranks: strings that sort in the order of a list, with always room for one more between two.

A rank is an integer part whose first letter tells its length, followed by a fraction in base 62; the idea is that of
fractional indexing (D. Greenspan, "Implementing Fractional Indexing", 2020). Appending and prepending count the
integer part up or down, so long lists keep short ranks; inserting between two lengthens the fraction by one
character about every six insertions at the same place.
"""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUE = {digit: value for value, digit in enumerate(DIGITS)}
_BASE = len(DIGITS)
_FIRST = "a0"
_SMALLEST = "A" + "0" * 26
# Beyond this length a move re-spaces the neighbours (see core.ordering).
COMFORTABLE_LENGTH = 60


def rank_between(before: str | None, after: str | None) -> str:
    """Return a rank between two (None: the end of the list on that side); raise ValueError if they are not in order."""
    if before is not None and after is not None and before >= after:
        message = f"{before!r} does not stand before {after!r}"
        raise ValueError(message)
    if before is None:
        return _FIRST if after is None else _rank_before(after)
    if after is None:
        return _rank_after(before)
    whole, fraction = _split(before)
    other_whole, other_fraction = _split(after)
    if whole == other_whole:
        return whole + _middle(fraction, other_fraction)
    following = _count_up(whole)
    return following if following is not None and following < after else whole + _middle(fraction, None)


def ranks_between(before: str | None, after: str | None, count: int) -> list[str]:
    """Return `count` ranks in ascending order between two, spread so that none is longer than need be."""
    if count <= 0:
        return []
    if count == 1:
        return [rank_between(before, after)]
    if after is None:
        return _following(before, count)
    middle = count // 2
    pivot = rank_between(before, after)
    return [*ranks_between(before, pivot, middle), pivot, *ranks_between(pivot, after, count - middle - 1)]


def _following(before: str | None, count: int) -> list[str]:
    ranks: list[str] = []
    for _ in range(count):
        before = rank_between(before, None)
        ranks.append(before)
    return ranks


def _rank_before(after: str) -> str:
    whole, fraction = _split(after)
    if whole == _SMALLEST:
        return whole + _middle("", fraction)
    if fraction:
        return whole
    preceding = _count_down(whole)
    return preceding if preceding is not None else whole + _middle("", fraction)


def _rank_after(before: str) -> str:
    whole, fraction = _split(before)
    following = _count_up(whole)
    return following if following is not None else whole + _middle(fraction, None)


def _split(rank: str) -> tuple[str, str]:
    head = rank[:1]
    length = ord(head) - ord("a") + 2 if "a" <= head <= "z" else ord("Z") - ord(head) + 2 if "A" <= head <= "Z" else 0
    if not length or len(rank) < length or (rank.endswith("0") and len(rank) > length):
        message = f"{rank!r} is not a rank"
        raise ValueError(message)
    return rank[:length], rank[length:]


def _middle(low: str, high: str | None) -> str:
    """Return a fraction strictly between two; no fraction ends in 0, so there is always room below."""
    if high is not None:
        shared = 0
        while shared < len(high) and (low[shared] if shared < len(low) else "0") == high[shared]:
            shared += 1
        if shared:
            return high[:shared] + _middle(low[shared:], high[shared:])
    first = _VALUE[low[0]] if low else 0
    last = _VALUE[high[0]] if high is not None else _BASE
    if last - first > 1:
        return DIGITS[(first + last) // 2]
    if high is not None and len(high) > 1:
        return high[0]
    return DIGITS[first] + _middle(low[1:], None)


def _count_up(whole: str) -> str | None:
    head, digits = whole[0], list(whole[1:])
    for place in reversed(range(len(digits))):
        if digits[place] != DIGITS[-1]:
            digits[place] = DIGITS[_VALUE[digits[place]] + 1]
            return head + "".join(digits)
        digits[place] = DIGITS[0]
    if head == "z":
        return None
    if head == "Z":
        return "a" + DIGITS[0]
    head = chr(ord(head) + 1)
    return head + DIGITS[0] * (len(digits) + (1 if head > "a" else -1))


def _count_down(whole: str) -> str | None:
    head, digits = whole[0], list(whole[1:])
    for place in reversed(range(len(digits))):
        if digits[place] != DIGITS[0]:
            digits[place] = DIGITS[_VALUE[digits[place]] - 1]
            return head + "".join(digits)
        digits[place] = DIGITS[-1]
    if head == "A":
        return None
    if head == "a":
        return "Z" + DIGITS[-1]
    head = chr(ord(head) - 1)
    return head + DIGITS[-1] * (len(digits) + (1 if head < "Z" else -1))
