"""What a WSGI server loads: `gunicorn wsgi:application`."""

from backlog import create_app

application = create_app()
