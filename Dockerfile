# The browser's files, built with the Node.js that comes as a wheel; none of it reaches the image that runs.
FROM python:3.11-slim-bookworm AS assets
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY Makefile package.json package-lock.json .npmrc requirements-node.lock ./
# The build draws the icons that these name.
COPY backlog backlog
COPY templates templates
COPY static static
RUN make assets

FROM python:3.11-slim-bookworm AS packages
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv .venv \
  && .venv/bin/python -m pip install --no-cache-dir --require-hashes --no-deps --use-pep517 -r requirements.lock
COPY backlog/translations backlog/translations
RUN .venv/bin/pybabel compile --directory backlog/translations

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app throughline && install -d -o throughline /data
WORKDIR /app
COPY . .
COPY --from=packages /app/.venv .venv
COPY --from=packages /app/backlog/translations backlog/translations
COPY --from=assets /app/static/dist static/dist
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 ENVIRONMENT=production INSTANCE_PATH=/data
USER throughline
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=30s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
CMD ["sh", "-c", "flask setup && exec gunicorn --bind 0.0.0.0:8000 wsgi:application"]
