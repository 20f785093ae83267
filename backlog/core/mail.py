"""Mail out: to a server by SMTP, or to files while developing."""

import smtplib
import ssl
import uuid
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from backlog.core.clock import utcnow

_TIMEOUT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one person, in words alone: what is read everywhere needs no second wording to keep in step."""

    to: str
    subject: str
    text: str


def deliver(mail: Mail, *, url: str, sender: str) -> None:
    """Deliver by the transport named in `url` (smtp, smtps or file); raise OSError or SMTPException when it fails."""
    message = _compose(mail, sender)
    parts = urlsplit(url)
    if parts.scheme == "file":
        _write(message, Path(unquote(parts.path)))
        return
    connect = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    port = parts.port or (465 if parts.scheme == "smtps" else 25)
    with connect(parts.hostname or "localhost", port, timeout=_TIMEOUT_SECONDS) as server:
        # What the server offers is known only after the greeting; without it the password would go out in the clear.
        server.ehlo_or_helo_if_needed()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _compose(mail: Mail, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = " ".join(mail.subject.split())
    # Without these two, mail filters take a mail for junk.
    message["Date"] = format_datetime(utcnow())
    message["Message-ID"] = f"<{uuid.uuid4()}@{parseaddr(sender)[1].rpartition('@')[2] or 'throughline'}>"
    message.set_content(mail.text)
    return message


def _write(message: EmailMessage, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{uuid.uuid4().hex}.eml"
    partial = folder / f".{name}"
    partial.write_bytes(bytes(message))
    partial.rename(folder / name)
