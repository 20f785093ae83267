"""Being somebody in front of the pages."""

from tests.factories.people import PASSWORD
from tests.support.page import Page, Shown


def sign_in(page: Page, email: str = "merle@example.org", password: str = PASSWORD) -> Shown:
    """Sign in through the form and return the page that follows."""
    return page.submit(page.get("/sign-in"), "/sign-in", email=email, password=password)
