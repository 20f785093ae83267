"""A reader without JavaScript: opens pages, fills in forms, and finds fault with every page it sees."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileMultiDict, MultiDict
from werkzeug.test import TestResponse

from backlog.identity.models import User
from tests.support import html
from tests.support.sign_in import sign_in
from tests.support.statements import statements_on

QUERY_BUDGET = 10
REDIRECTS = {301, 302, 303, 307, 308}
MOST_REDIRECTS = 5
WRITES = ("INSERT", "UPDATE", "DELETE")


Values = Mapping[str, Any]


class Shown:
    """One answer as its reader sees it."""

    def __init__(self, response: TestResponse, root: Element, *, url: str, queries: list[str]) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.source = response.get_data(as_text=True)
        self.root = root
        self.url = url
        self.queries = queries

    @property
    def text(self) -> str:
        """All words on the page, white space folded."""
        return html.text_of(self.root)

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        return html.text_of_first(self.root, ".//title")

    @property
    def heading(self) -> str:
        """The page's one h1."""
        return html.text_of_first(self.root, ".//h1")

    def find(self, path: str) -> Element:
        """Return the first element at an ElementTree path such as `.//form[@id='filter']`; fail if there is none."""
        found = self.root.find(path)
        assert found is not None, f"nothing at {path} on {self.url}"
        return found

    def all(self, path: str) -> list[Element]:
        """Return every element at an ElementTree path."""
        return self.root.findall(path)

    def texts(self, path: str) -> list[str]:
        """Return the words of every element at an ElementTree path."""
        return [html.text_of(element) for element in self.all(path)]

    def form(self, action: str, *names: str) -> Element:
        """Return the form whose action ends with `action`, the query left out; fail if there is none.

        Of several, the first that has fields of all these names.
        """
        forms = [(urlsplit(form.get("action") or "").path, form) for form in self.root.iter("form")]
        found = [form for path, form in forms if path.endswith(action)]
        assert found, f"no form to {action!r} on {self.url}; there are {[path for path, _ in forms]}"
        return next(
            (form for form in found if {field.get("name") for field in form.iter()}.issuperset(names)), found[0]
        )

    def token(self, action: str) -> str:
        """Return the CSRF token of the form whose action ends with `action`; fail if there is none."""
        found = self.form(action).find(".//input[@name='csrf_token']")
        assert found is not None, f"no token in the form to {action!r} on {self.url}"
        return found.get("value") or ""


class Page:
    """Opens and submits pages as one signed-in person, and checks each of them."""

    def __init__(self, client: FlaskClient, session: Session) -> None:
        self.client = client
        self._session = session

    def sign_in(self, user: User) -> None:
        """Read as `user` from now on."""
        self._session.commit()
        sign_in(self.client, user)

    def get(self, url: str, *, status: int = 200, queries: int = QUERY_BUDGET) -> Shown:
        """Open a page; `queries` is how many statements it may send. Redirects are followed, each within the budget."""
        return self._follow(self._send("GET", url), url, status=status, queries=queries)

    def fragment(self, url: str, *, status: int = 200, queries: int = QUERY_BUDGET) -> Shown:
        """Fetch a part of a page as htmx does."""
        response, statements = self._send("GET", url, headers={"HX-Request": "true"})
        return self._show(response, statements, url, status=status, queries=queries, whole=False)

    def submit(
        self,
        shown: Shown,
        action: str,
        *,
        button: str | None = None,
        status: int = 200,
        htmx: bool = False,
        queries: int = 2 * QUERY_BUDGET,
        **values: Any,
    ) -> Shown:
        """Fill in the form to `action`, press the button with that name or value, and show what comes.

        Fields not named keep what the page put there. A write may send twice as many statements as a page, the page
        after it as many as any. With `htmx` the answer is a fragment and redirects are not followed.
        """
        form = shown.form(action, *values)
        fields = filled_in(form, values, button=button)
        target = urljoin(shown.url, form.get("action") or "")
        if (form.get("method") or "get").lower() == "get":
            query = urlencode([*parse_qsl(urlsplit(target).query), *fields.items(multi=True)])
            return self.get(f"{urlsplit(target).path}?{query}", status=status)
        headers = {"HX-Request": "true"} if htmx else {}
        sent = self._send("POST", target, data=_encoded(fields), headers=headers)
        if htmx:
            return self._show(*sent, target, status=status, queries=queries, whole=False)
        return self._follow(sent, target, status=status, queries=queries)

    def press(self, shown: Shown, url: str, **values: Any) -> Shown:
        """Press a button that has an address of its own (`formaction`) in one of the page's forms."""
        assert url in {button.get("formaction") for button in shown.all(".//button")}
        token = shown.find(".//input[@name='csrf_token']").get("value")
        sent = self._send("POST", url, data={**values, "csrf_token": token})
        assert sent[0].status_code in REDIRECTS
        return self._follow(sent, url, status=200, queries=2 * QUERY_BUDGET)

    def _follow(self, sent: tuple[TestResponse, list[str]], url: str, *, status: int, queries: int) -> Shown:
        response, statements = sent
        for _ in range(MOST_REDIRECTS):
            if response.status_code not in REDIRECTS or status in REDIRECTS:
                return self._show(response, statements, url, status=status, queries=queries, whole=True)
            _check_budget(statements, url, queries)
            url = urljoin(url, response.headers["Location"])
            response, statements = self._send("GET", url)
            queries = min(queries, QUERY_BUDGET)
        message = f"redirected in circles at {url}"
        raise AssertionError(message)

    def _send(self, method: str, url: str, **kwargs: Any) -> tuple[TestResponse, list[str]]:
        # What the test has made becomes visible; what the request changes, the test reads afresh.
        self._session.commit()
        with statements_on(self._session.get_bind()) as statements:
            response = self.client.open(url, method=method, **kwargs)
        self._session.expire_all()
        if method == "GET":
            _check_reads_only(statements, url)
        return response, statements

    def _show(
        self, response: TestResponse, statements: list[str], url: str, *, status: int, queries: int, whole: bool
    ) -> Shown:
        text = response.get_data(as_text=True)
        assert response.status_code == status, f"{response.status} instead of {status} at {url}:\n{_excerpt(text)}"
        _check_budget(statements, url, queries)
        if response.mimetype != "text/html" or status in REDIRECTS or not text:
            return Shown(response, Element("div"), url=url, queries=statements)
        root = html.parse_page(text) if whole else html.parse_fragment(text)
        faults = list(html.page_faults(root) if whole else html.fragment_faults(root))
        assert not faults, f"{url}: " + "; ".join(faults)
        return Shown(response, root, url=url, queries=statements)


def filled_in(form: Element, values: Values, *, button: str | None = None) -> MultiDict[str, Any]:
    """Return what a browser would send for the form with `values` typed in; fail on a value no field takes."""
    fields: MultiDict[str, Any] = MultiDict()
    for field in form.iter():
        for name, value in _sent_by(field):
            fields.add(name, value)
    names = {field.get("name") for field in form.iter()}
    for name, value in values.items():
        assert name in names, f"the form has no field {name!r}; it has {sorted(filter(None, names))}"
        fields.setlist(name, value if isinstance(value, list) else [value])
    if button is not None:
        pressed = _button(form, button)
        if pressed.get("name"):
            fields.add(str(pressed.get("name")), pressed.get("value") or "")
    return fields


def _sent_by(field: Element) -> Iterator[tuple[str, str]]:
    name = field.get("name")
    if not name or field.get("disabled") is not None:
        return
    if field.tag == "textarea":
        yield name, field.text or ""
    elif field.tag == "select":
        yield from ((name, option) for option in _chosen(field))
    elif field.tag == "input":
        kind = field.get("type") or "text"
        if kind in {"checkbox", "radio"}:
            if field.get("checked") is not None:
                yield name, field.get("value") or "on"
        elif kind not in {"submit", "button", "reset", "image", "file"}:
            yield name, field.get("value") or ""


def _chosen(select: Element) -> list[str]:
    options = list(select.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    return [option.get("value", html.text_of(option)) for option in chosen]


def _button(form: Element, wanted: str) -> Element:
    for element in form.iter():
        is_button = element.tag == "button" or (element.tag == "input" and element.get("type") == "submit")
        if is_button and wanted in {element.get("name"), element.get("value"), html.text_of(element)}:
            return element
    message = f"the form has no button {wanted!r}"
    raise AssertionError(message)


def _encoded(fields: MultiDict[str, Any]) -> MultiDict[str, Any]:
    sent = FileMultiDict()
    for name, value in fields.items(multi=True):
        if isinstance(value, tuple):
            sent.add_file(name, *value)
        else:
            sent.add(name, value)
    return sent


def _check_reads_only(statements: list[str], url: str) -> None:
    writes = [text for text in statements if text.lstrip().upper().startswith(WRITES)]
    assert not writes, f"GET {url} writes: {writes[0]}"


def _check_budget(statements: list[str], url: str, budget: int) -> None:
    listed = "\n".join(f"{number}. {' '.join(text.split())[:160]}" for number, text in enumerate(statements, 1))
    assert len(statements) <= budget, f"{len(statements)} statements at {url}, {budget} allowed:\n{listed}"


def _excerpt(text: str) -> str:
    return text[:1500]
