"""People."""

from factory.declarations import SelfAttribute, Sequence

from backlog.identity.models import User
from tests.factories.base import NOW, Factory


class UserFactory(Factory):
    """A person with an account and no password: tests sign them in without one."""

    class Meta:
        """Make users."""

        model = User

    name = Sequence(lambda number: f"Person {number}")
    email = Sequence(lambda number: f"person{number}@example.org")
    fs_uniquifier = SelfAttribute("email")
    active = True
    created_at = NOW
