"""Settings: a bad one is named, a missing one has a sensible value, and production is strict."""

import stat

import pytest

from config import ConfigError, load_config

REAL = {"BASE_URL": "https://throughline.example.org"}


@pytest.fixture
def load(tmp_path):
    """Return a function that reads these settings; the installation lies in a folder of the test."""
    return lambda **settings: load_config({"INSTANCE_PATH": str(tmp_path / "instance")} | settings)


def test_a_local_start_makes_a_secret_and_keeps_it_to_itself(load, tmp_path):
    first = load()
    assert len(first.secret_key) >= 32
    assert load().secret_key == first.secret_key
    assert stat.S_IMODE((tmp_path / "instance" / "secret_key").stat().st_mode) == 0o600
    assert first.secret_key not in repr(first)


@pytest.mark.parametrize("settings", [REAL, {"ENVIRONMENT": "production"}, {"BASE_URL": "http://192.0.2.7"}])
def test_a_real_installation_refuses_to_start_without_a_secret(load, settings):
    with pytest.raises(ConfigError, match="SECRET_KEY"):
        load(**settings)
    assert load(**settings, SECRET_KEY="x").is_production


def test_addresses_follow_the_port_unless_they_are_given(load):
    assert load(PORT="9000").base_url == "http://127.0.0.1:9000"
    assert load(**REAL, SECRET_KEY="x", PORT="9000").base_url == REAL["BASE_URL"]


def test_postgresql_by_its_usual_names_is_the_driver_we_bring(load):
    for name in ("postgres", "postgresql", "postgresql+psycopg"):
        assert load(DATABASE_URL=f"{name}://a:b@db/c").database_url == "postgresql+psycopg://a:b@db/c"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"), ("PORT", "65536"), ("PORT", "http"), ("PORT", "-1"), ("PORT", "\u0663"),
        ("BASE_URL", "throughline.example.org"), ("BASE_URL", "ftp://x"), ("BASE_URL", "http://["),
        ("BASE_URL", "https://x:99999"), ("ENVIRONMENT", "prod"), ("INSTANCE_PATH", "/dev/null/x"),
        ("DATABASE_URL", "mysql://x"), ("DATABASE_URL", "sqlite://"), ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://a:b@db:port/c"), ("MAIL_URL", "ftp://x"), ("MAIL_URL", "smtp://"),
        ("MAIL_URL", "smtp://x:port"), ("MAIL_URL", "smtp://["), ("UPLOAD_LIMIT_MB", "0"), ("EMBEDDED_WORKER", "maybe"),
        ("LIVE_STREAMS", "x"), ("TRUSTED_PROXIES", "11"),
    ],
)  # fmt: skip
def test_a_bad_setting_is_named(load, name, value):
    with pytest.raises(ConfigError, match=name):
        load(**{name: value})
