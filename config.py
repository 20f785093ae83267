"""Every setting, typed, from the environment; a bad or missing value stops the start with one clear line."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ENVIRONMENTS = ("development", "production", "test")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_MEBIBYTE = 1024 * 1024


class ConfigError(ValueError):
    """A setting is missing or wrong; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The application's settings; docs/operations.md describes each."""

    environment: str
    # What may hold a password is left out where settings are printed.
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    base_url: str
    port: int
    mail_url: str = field(repr=False)
    mail_from: str
    instance_path: Path
    upload_limit: int = 20 * _MEBIBYTE
    embedded_worker: bool = True
    live_streams: int = 100
    trusted_proxies: int = 0

    @property
    def is_production(self) -> bool:
        """Tell whether this is a real installation: strict about secrets, quiet about errors."""
        return self.environment == "production"

    @property
    def uses_https(self) -> bool:
        """Tell whether people reach the application by https."""
        return self.base_url.startswith("https://")


def load_config(environ: Mapping[str, str] | None = None) -> Config:
    """Return the settings of this environment; raise ConfigError naming the first one that is wrong."""
    env = os.environ if environ is None else environ
    port = _number(env, "PORT", 8000, lowest=1, highest=65535)
    base_url = _base_url(env.get("BASE_URL") or f"http://127.0.0.1:{port}")
    environment = _environment(env, base_url)
    instance = _instance_path(env)
    return Config(
        environment=environment,
        database_url=_database_url(env, instance),
        secret_key=_secret_key(env, instance, environment),
        base_url=base_url,
        port=port,
        mail_url=_mail_url(env, instance),
        mail_from=env.get("MAIL_FROM") or "throughline@example.org",
        instance_path=instance,
        upload_limit=_number(env, "UPLOAD_LIMIT_MB", 20, lowest=1, highest=1024) * _MEBIBYTE,
        embedded_worker=_flag(env, "EMBEDDED_WORKER", default=True),
        live_streams=_number(env, "LIVE_STREAMS", 100, lowest=0, highest=10_000),
        trusted_proxies=_number(env, "TRUSTED_PROXIES", 0, lowest=0, highest=10),
    )


def _instance_path(env: Mapping[str, str]) -> Path:
    path = Path(env.get("INSTANCE_PATH") or "instance").resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"INSTANCE_PATH {path} cannot be made: {error.strerror}."
        raise ConfigError(message) from error
    if not os.access(path, os.W_OK | os.X_OK):
        message = f"INSTANCE_PATH {path} cannot be written to."
        raise ConfigError(message)
    return path


def _environment(env: Mapping[str, str], base_url: str) -> str:
    # An address that others can reach is a real installation, whatever else is not set.
    default = "development" if urlsplit(base_url).hostname in _LOOPBACK else "production"
    value = env.get("ENVIRONMENT") or default
    if value not in ENVIRONMENTS:
        message = f"ENVIRONMENT must be one of {', '.join(ENVIRONMENTS)}, not {value!r}."
        raise ConfigError(message)
    return value


def _base_url(value: str) -> str:
    if not _is_address(value, {"http", "https"}) or not urlsplit(value).hostname:
        message = f"BASE_URL must look like https://throughline.example.org, not {value!r}."
        raise ConfigError(message)
    return value.rstrip("/")


def _database_url(env: Mapping[str, str], instance: Path) -> str:
    url = env.get("DATABASE_URL") or f"sqlite:///{instance / 'throughline.sqlite'}"
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        message = "DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://."
        raise ConfigError(message)
    if url in {"sqlite:///", "sqlite:///:memory:"}:
        message = "DATABASE_URL must name a file: a database in memory is gone with the command that made it."
        raise ConfigError(message)
    try:
        make_url(url)
    except (ArgumentError, ValueError):
        message = "DATABASE_URL must look like postgresql+psycopg://user:password@host:5432/database."
        raise ConfigError(message) from None
    return url


def _secret_key(env: Mapping[str, str], instance: Path, environment: str) -> str:
    if key := env.get("SECRET_KEY"):
        return key
    if environment == "production":
        message = "SECRET_KEY is not set: a real installation needs one (for example from `openssl rand -hex 32`)."
        raise ConfigError(message)
    return _kept_secret(instance / "secret_key")


def _kept_secret(path: Path) -> str:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_hex(32)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key


def _mail_url(env: Mapping[str, str], instance: Path) -> str:
    url = env.get("MAIL_URL") or f"file://{instance / 'mail'}"
    if not _is_address(url, {"file", "smtp", "smtps"}) or not (urlsplit(url).hostname or url.startswith("file:///")):
        message = "MAIL_URL must look like smtp://user:password@host:587, smtps://user:password@host or file:///folder."
        raise ConfigError(message)
    return url


def _is_address(value: str, schemes: set[str]) -> bool:
    """Tell whether this is an address whose host and port can be read."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and port != 0


def _number(env: Mapping[str, str], name: str, default: int, *, lowest: int, highest: int) -> int:
    text = env.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
        message = f"{name} must be a whole number from {lowest} to {highest}, not {text!r}."
        raise ConfigError(message)
    return int(text)


def _flag(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = (env.get(name) or ("yes" if default else "no")).lower()
    if text not in {"1", "0", "yes", "no", "true", "false", "on", "off"}:
        message = f"{name} must be yes or no, not {text!r}."
        raise ConfigError(message)
    return text in {"1", "yes", "true", "on"}
