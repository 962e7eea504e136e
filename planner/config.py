"""Settings: read once from the environment (or .env), and named when missing."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values

from planner.numbers import whole_number

ROOT = Path(__file__).resolve().parent.parent
KNOWN_KEYS = frozenset({"dev", "secret", "changeme", "change-me", "secret-key", "development"})
SHORTEST_KEY = 32
LONGEST_HOLD_S = 7 * 24 * 3600
LONGEST_LEASE_S = 3600
MOST_PROXIES = 10


class SettingError(Exception):
    """A setting is missing or cannot be used; the message names it."""


@dataclass(frozen=True)
class Settings:
    """What the environment says. Times in seconds; URLs without a trailing slash."""

    database_url: str
    engine: str
    clock: bool
    hold_s: int
    mail_url: str
    reply_domain: str
    public_base_url: str
    secret_key: str
    timezone: str
    instance: Path
    lease_s: int = 60
    proxies: int = 0

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file beside us."""
        return self.database_url.startswith("sqlite")


def read_settings(environment: Mapping[str, str] | None = None, instance: Path | None = None) -> Settings:
    """Return the settings of this process; raises SettingError with the name of the one that is wrong.

    `environment` defaults to .env overlaid with the real environment. `instance` holds the database, the outbox and
    the key of the embedded mode; it is made when missing, readable by its owner only.
    """
    env = _environment() if environment is None else environment
    instance = instance or Path(env.get("PLANNER_INSTANCE") or ROOT / "instance")
    _make_folder(instance)
    database_url = _database_url(env.get("DATABASE_URL") or f"sqlite:///{instance}/planner.db", instance)
    base = (env.get("PUBLIC_BASE_URL") or "http://127.0.0.1:8000").rstrip("/")
    host = urlsplit(base).hostname
    if host is None or urlsplit(base).scheme not in ("http", "https"):
        raise SettingError("PUBLIC_BASE_URL must be an address like https://events.example.org")
    sqlite = database_url.startswith("sqlite")
    return Settings(
        database_url=database_url,
        engine=_one_of(env, "PLANNER_ENGINE", ("embedded",), "embedded"),
        clock=_one_of(env, "PLANNER_CLOCK", ("on", "off"), "on") == "on",
        hold_s=_whole(env, "PLANNER_HOLD_SECONDS", 900, LONGEST_HOLD_S),
        mail_url=env.get("MAIL_URL") or f"maildir:{instance}/outbox",
        reply_domain=env.get("REPLY_DOMAIN") or _mail_domain(host),
        public_base_url=base,
        secret_key=_secret_key(env.get("SECRET_KEY"), instance, made_here=sqlite),
        timezone=_timezone(env.get("PLANNER_TIMEZONE") or "Europe/Copenhagen"),
        instance=instance,
        lease_s=_whole(env, "PLANNER_LEASE_SECONDS", 60, LONGEST_LEASE_S) or 1,
        proxies=_whole(env, "PLANNER_PROXIES", 0, MOST_PROXIES),
    )


def _environment() -> dict[str, str]:
    written = {name: value for name, value in dotenv_values(ROOT / ".env").items() if value is not None}
    return written | dict(os.environ)


def _database_url(url: str, instance: Path) -> str:
    if url.startswith("postgresql://"):
        return "postgresql+psycopg://" + url.removeprefix("postgresql://")
    if url.startswith("sqlite:///instance/"):
        return f"sqlite:///{instance}/" + url.removeprefix("sqlite:///instance/")
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingError("DATABASE_URL must begin with sqlite:/// or postgresql://")
    return url


def _mail_domain(host: str) -> str:
    """Return a domain a mail address can end in: a bare number is none (RFC 5321, 4.1.3)."""
    return "localhost" if host.replace(".", "").isdigit() or ":" in host else host


def _one_of(env: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = env.get(name) or default
    if value not in allowed:
        raise SettingError(f"{name} must be one of: {', '.join(allowed)}")
    return value


def _whole(env: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = env.get(name) or str(default)
    number = whole_number(text, 0, most)
    if number is None:
        raise SettingError(f"{name} must be a whole number from 0 to {most}")
    return number


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # a folder of zones is an OSError
        raise SettingError("PLANNER_TIMEZONE must be a time zone like Europe/Copenhagen") from error
    return name


def _make_folder(instance: Path) -> None:
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise SettingError(f"PLANNER_INSTANCE cannot be used: {error}") from error


def _secret_key(given: str | None, instance: Path, *, made_here: bool) -> str:
    if given:
        if given.lower() in KNOWN_KEYS or len(given) < SHORTEST_KEY:
            raise SettingError(f"SECRET_KEY must be random and at least {SHORTEST_KEY} characters long")
        return given
    if not made_here:
        raise SettingError("SECRET_KEY must be set when the database is PostgreSQL, the same for every process")
    path = instance / "secret-key"
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass  # made at an earlier start, or by another process just now
    except OSError as error:
        raise SettingError(f"PLANNER_INSTANCE cannot be used: {error}") from error
    return path.read_text("ascii")
