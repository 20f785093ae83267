"""What a WSGI server loads: `gunicorn wsgi:application`; `flask` finds its commands here, too."""

from backlog import create_app
from config import ConfigError

try:
    application = create_app()
except ConfigError as error:
    raise SystemExit(f"Throughline does not start: {error}") from None
