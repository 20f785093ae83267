"""A browser without a window: one connection that is kept, a session's cookies, forms with their token."""

import http.client
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrf[-_]token"[^>]*?(?:content|value)="([^"]+)"')
_PIECE = 64 * 1024
_TIMEOUT = 120


class ServerGone(ConnectionError):
    """The server does not answer."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for; with `form` it is a POST."""

    path: str
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    expected: int = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


class Client:
    """One connection to a server on this machine."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
        self._cookies: dict[str, str] = {}
        self._headers = dict(headers or {})

    def send(self, request: Request) -> Answer:
        """Send a request and read the whole answer; raise ServerGone."""
        response = self._send(request)
        try:
            return Answer(response.status, response.read())
        except (OSError, http.client.HTTPException) as error:
            raise self._gone() from error

    def stream(self, request: Request) -> Iterator[int]:
        """Send a request and yield the lengths of the pieces of the answer as they come; raise ServerGone."""
        response = self._send(request)
        while piece := response.read1(_PIECE):
            yield len(piece)

    def sign_in(self, email: str, password: str) -> dict[str, str]:
        """Sign in by the form and return the headers of this session, its token for forms among them."""
        token = _token(self.send(Request("/sign-in")))
        form = {"csrf_token": token, "email": email, "password": password}
        answer = self.send(Request("/sign-in", form))
        if answer.status not in {http.client.FOUND, http.client.SEE_OTHER}:
            message = f"nobody could sign in: {answer.status}"
            raise RuntimeError(message)
        own = _token(self.send(Request("/account")))
        return {"Cookie": self._cookie_header(), "X-CSRFToken": own}

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _send(self, request: Request) -> http.client.HTTPResponse:
        headers = {**self._headers, **request.headers}
        if self._cookies:
            headers["Cookie"] = self._cookie_header()
        body = None
        if request.form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(request.form)
        try:
            self._connection.request("GET" if body is None else "POST", request.path, body, headers)
            response = self._connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            raise self._gone() from error
        self._keep_cookies(response)
        return response

    def _gone(self) -> ServerGone:
        self._connection.close()
        return ServerGone("the server does not answer")

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie") or ():
            self._cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})

    def _cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())


def _token(answer: Answer) -> str:
    found = _TOKEN.search(answer.body.decode())
    if found is None:
        message = f"no form token in an answer with status {answer.status}"
        raise RuntimeError(message)
    return found[1]
