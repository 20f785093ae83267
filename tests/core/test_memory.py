"""What was made once is not made again, and what is kept stays within its room."""

from backlog.core.memory import BoundedMemory


class Shouting:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> str:
        self.asked.append(text[0])
        return text.upper()


def test_a_text_is_made_once() -> None:
    memory, make = BoundedMemory(bytes_at_most=10_000), Shouting()
    assert [memory.get("abc", make), memory.get("abc", make)] == ["ABC", "ABC"]
    assert make.asked == ["a"]


def test_the_ones_asked_for_longest_ago_make_room() -> None:
    memory, make = BoundedMemory(bytes_at_most=10_000), Shouting()
    for letter in "abcdefghijkl":
        memory.get(letter * 450, make)
        memory.get("a" * 450, make)
    memory.get("b" * 450, make)
    memory.get("l" * 450, make)
    assert "".join(make.asked) == "abcdefghijklb"


def test_what_takes_much_of_the_room_is_not_kept() -> None:
    memory, make = BoundedMemory(bytes_at_most=10_000), Shouting()
    memory.get("a", make)
    for _ in range(2):
        memory.get("b" * 600, make)
    memory.get("a", make)
    assert make.asked == ["a", "b", "b"]
