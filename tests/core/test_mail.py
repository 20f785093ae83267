"""Mail leaves encrypted wherever the server offers it."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from backlog.core.clock import utcnow
from backlog.core.mail import Mail, deliver

MAIL = Mail("grace@example.org", "Übergabe\nheute", "Guten Tag")


@contextmanager
def server_offering(extension: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the port of a mail server that offers one extension and refuses to use it, and what it was told."""
    heard: list[str] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        connection, _address = listening.accept()
        with connection, connection.makefile("rwb", buffering=0) as stream:
            stream.write(b"220 here\r\n")
            while line := stream.readline().decode().strip():
                heard.append(line)
                offered = f"250-here\r\n250 {extension}\r\n" if line.lower().startswith("ehlo") else "454 not now\r\n"
                stream.write(offered.encode())

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield listening.getsockname()[1], heard
    finally:
        thread.join(timeout=5)
        listening.close()


def test_a_password_never_goes_out_in_the_clear_where_encryption_is_offered():
    with server_offering("STARTTLS") as (port, heard), pytest.raises(smtplib.SMTPException):
        deliver(MAIL, url=f"smtp://user:secret@127.0.0.1:{port}", sender="us@example.org")
    assert heard[1] == "STARTTLS"
    assert not any("AUTH" in line for line in heard)


def test_mail_becomes_a_file_while_developing(tmp_path):
    deliver(MAIL, url=f"file://{tmp_path}/mail", sender="us@example.org")
    (written,) = (tmp_path / "mail").glob("*.eml")
    message = message_from_bytes(written.read_bytes(), policy=default)
    assert (message["To"], message["Subject"]) == ("grace@example.org", "Übergabe heute")
    assert message.get_content().strip() == "Guten Tag"


def test_a_mail_says_when_it_was_written_and_is_told_apart_from_any_other(tmp_path):
    for _each in range(2):
        deliver(MAIL, url=f"file://{tmp_path}", sender="Throughline <us@example.org>")
    one, other = (message_from_bytes(file.read_bytes(), policy=default) for file in tmp_path.glob("*.eml"))
    assert one["Date"].datetime.tzinfo is not None
    assert abs(one["Date"].datetime - utcnow()) < timedelta(minutes=5)
    assert one["Message-ID"] != other["Message-ID"]
    assert one["Message-ID"].endswith("@example.org>")


@contextmanager
def server_that_takes_mail() -> Iterator[tuple[int, list[str]]]:
    """Yield the port of a mail server without encryption, and the lines it was sent."""
    heard: list[str] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        connection, _address = listening.accept()
        with connection, connection.makefile("rwb", buffering=0) as stream:
            stream.write(b"220 here\r\n")
            while "quit" not in heard:
                line = stream.readline().decode().rstrip()
                heard.append(line.lower() if line.lower() in {"data", "quit"} else line)
                if "data" not in heard or heard[-1] in {".", "quit"}:
                    stream.write(b"221 bye\r\n" if heard[-1] == "quit" else b"250 fine\r\n")
                elif heard[-1] == "data":
                    stream.write(b"354 go on\r\n")

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield listening.getsockname()[1], heard
    finally:
        thread.join(timeout=5)
        listening.close()


def test_a_mail_reaches_the_server_as_it_was_written():
    with server_that_takes_mail() as (port, heard):
        deliver(MAIL, url=f"smtp://127.0.0.1:{port}", sender="us@example.org")
    assert {"mail from:<us@example.org>", "rcpt to:<grace@example.org>"} <= {line.lower() for line in heard}
    written = heard[heard.index("data") + 1 : heard.index(".")]
    message = message_from_bytes("\n".join(written).encode(), policy=default)
    assert (message["Subject"], message.get_content().strip()) == ("Übergabe heute", "Guten Tag")
