"""Read the environment, once, and refuse what makes no sense with a sentence."""

from __future__ import annotations

import re
from enum import StrEnum
from io import StringIO
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from typing_extensions import override

__all__ = ["SMTP_TLS", "Mode", "Settings", "SettingsError", "is_guid", "is_loopback", "load"]

# The port on which a mail server expects TLS from the first byte.
SMTP_TLS = 465

ROOT = Path(__file__).resolve().parent.parent
_CONFIG = "G2G_CONFIG"
_GUID = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"


class Mode(StrEnum):
    """What the process is for: the real thing, or a demonstration on this computer alone."""

    PRODUCTION = "production"
    DEMO = "demo"


class SettingsError(Exception):
    """A setting is missing, unknown or wrong; the message is for the operator."""


class Settings(BaseSettings):
    """Every setting of the product; each is the environment variable G2G_ and its name."""

    model_config = SettingsConfigDict(env_prefix="G2G_", extra="ignore", frozen=True)

    mode: Mode = Mode.PRODUCTION
    config: str = ""
    # Its password has no place in anything that is printed.
    database_url: str = Field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = Field(default=3978, ge=1, le=65535)
    public_url: str = ""
    secret_key: SecretStr | None = None
    leave_url: str = "https://www.bbc.co.uk/weather"
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    metrics_host: str = "127.0.0.1"

    teams_app_id: str = ""
    teams_app_secret: SecretStr | None = None
    teams_tenant_id: str = ""
    teams_openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    teams_token_url: str = ""
    teams_service_origins: Annotated[tuple[str, ...], NoDecode] = (
        "https://smba.trafficmanager.net",
    )
    teams_package_id: str = Field(default="", pattern=f"^({_GUID})?$")
    # So long may they be for Teams.
    teams_package_name: str = Field(default="Getting to Good", max_length=30)
    teams_publisher: str = Field(default="", max_length=32)
    teams_website_url: str = ""
    teams_privacy_url: str = ""
    teams_terms_url: str = ""

    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr | None = None
    smtp_starttls: bool = True
    smtp_from: str = ""

    feedback: Literal["", "on", "off"] = ""

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take only what `load` hands over: it has read the environment, and checked its names."""
        return (init_settings,)

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value()) < 32:
            message = "must be 32 characters or more"
            raise ValueError(message)
        return key

    @field_validator("teams_service_origins", mode="before")
    @classmethod
    def _split(cls, origins: object) -> object:
        if isinstance(origins, str):
            return tuple(part.strip().rstrip("/") for part in origins.split(",") if part.strip())
        return origins

    @field_validator(
        "teams_openid_url",
        "teams_token_url",
        "public_url",
        "leave_url",
        "teams_website_url",
        "teams_privacy_url",
        "teams_terms_url",
    )
    @classmethod
    def _safe_url(cls, url: str) -> str:
        return _https_or_loopback(url).rstrip("/") if url else url

    @field_validator("teams_service_origins")
    @classmethod
    def _safe_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            parts = urlsplit(_https_or_loopback(origin))
            if parts.path or parts.query or parts.username or parts.fragment:
                message = f"{origin} is not an origin: give scheme and host only"
                raise ValueError(message)
        return origins

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url and not url.startswith(("sqlite+aiosqlite:", "postgresql+asyncpg:")):
            message = (
                "must start with sqlite+aiosqlite:// or postgresql+asyncpg:// "
                "(for example sqlite+aiosqlite:////srv/g2g/g2g.db)"
            )
            raise ValueError(message)
        return url

    @model_validator(mode="after")
    def _demo_stays_here(self) -> Self:
        if self.mode is Mode.DEMO and not is_loopback(self.host):
            message = (
                f"G2G_HOST is {self.host}, but the demo lets anyone be anyone, so it opens on "
                "this computer only. Use 127.0.0.1."
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _no_password_in_clear(self) -> Self:
        in_clear = not self.smtp_starttls and self.smtp_port != SMTP_TLS
        if self.smtp_password and in_clear and not is_loopback(self.smtp_host):
            message = (
                "G2G_SMTP_STARTTLS is off, so G2G_SMTP_PASSWORD would be sent in clear. Turn it "
                "on, or use port 465."
            )
            raise ValueError(message)
        return self

    @property
    def mail_opens(self) -> bool:
        """Whether alerts go by mail too: never from the demo, whose people are invented."""
        return self.mode is Mode.PRODUCTION and bool(self.smtp_host and self.smtp_from)

    @property
    def feedback_opens(self) -> bool:
        """Whether young people's feedback is wanted here; the demo shows it unless told not to."""
        return self.feedback == "on" or (self.mode is Mode.DEMO and not self.feedback)

    @property
    def database(self) -> str:
        """The database's address: as set, or an SQLite file under var/ named after the mode."""
        if self.database_url:
            return self.database_url
        name = "demo.db" if self.mode is Mode.DEMO else "g2g.db"
        return f"sqlite+aiosqlite:///{Path.cwd() / 'var' / name}"

    @property
    def address(self) -> str:
        """Where people's devices find this service; empty in production until it is set."""
        if self.public_url or self.mode is Mode.PRODUCTION:
            return self.public_url
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def teams_opens(self) -> bool:
        """Whether the Teams door may open: never in the demo, never half configured."""
        return self.mode is Mode.PRODUCTION and not self.teams_missing

    @property
    def teams_missing(self) -> tuple[str, ...]:
        """The names of the settings that the Teams door still needs."""
        wanted = {
            "G2G_TEAMS_APP_ID": self.teams_app_id,
            "G2G_TEAMS_APP_SECRET": self.teams_app_secret
            and self.teams_app_secret.get_secret_value(),
            "G2G_TEAMS_TENANT_ID": self.teams_tenant_id,
        }
        return tuple(name for name, value in wanted.items() if not value)

    @property
    def package_missing(self) -> tuple[str, ...]:
        """The names of the settings that the package for Teams still needs."""
        wanted = {
            "G2G_TEAMS_APP_ID": self.teams_app_id,
            "G2G_TEAMS_PUBLISHER": self.teams_publisher,
            "G2G_TEAMS_WEBSITE_URL": self.teams_website_url,
            "G2G_TEAMS_PRIVACY_URL": self.teams_privacy_url,
            "G2G_TEAMS_TERMS_URL": self.teams_terms_url,
        }
        return tuple(name for name, value in wanted.items() if not value)

    @property
    def token_url(self) -> str:
        """Where the bot fetches its own tokens; the tenant's address unless set."""
        return self.teams_token_url or (
            f"https://login.microsoftonline.com/{self.teams_tenant_id}/oauth2/v2.0/token"
        )


def load(environment: dict[str, str] | None = None, **overrides: object) -> Settings:
    """Read the settings; raises SettingsError with a sentence for each thing that is wrong.

    `environment` defaults to the process's own; what is empty there counts as left out. Where it
    names a file as G2G_CONFIG, that is read first, and what the environment sets goes before it.
    Unknown G2G_ names are refused, because a misspelt setting that is silently ignored is how
    a bot ends up open to strangers.
    """
    import os  # noqa: PLC0415 - the one reading of the environment in the product

    found = dict(os.environ) if environment is None else environment
    found = {**found, **_file_of(found)}
    wrong = [
        f"{name} is not a setting. {_nearest(name)}"
        for name in sorted(found)
        if name.upper().startswith("G2G_") and name.upper()[4:].lower() not in Settings.model_fields
    ]
    values: dict[str, object] = {
        name.upper()[4:].lower(): value
        for name, value in found.items()
        if value
        and name.upper().startswith("G2G_")
        and name.upper()[4:].lower() in Settings.model_fields
    }
    values.update(overrides)
    settings = None
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        wrong += [_sentence(item["loc"], item["msg"]) for item in error.errors()]
    if wrong or settings is None:
        raise SettingsError("\n".join(wrong))
    return settings


def _file_of(environment: dict[str, str]) -> dict[str, str]:
    """The settings of the file that the environment names: lines of G2G_NAME=value."""
    path = next((value for name, value in environment.items() if name.upper() == _CONFIG), "")
    if not path:
        return {}
    try:
        words = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text"
        message = f"{_CONFIG}: the file {path} can't be read ({why})."
        raise SettingsError(message) from error
    # Nothing is replaced within a value: a password may well have a $ in it.
    lines = dotenv_values(stream=StringIO(words), interpolate=False)
    if any(name.upper() == _CONFIG for name in lines):
        message = f"{_CONFIG} can't be set in the file that it names."
        raise SettingsError(message)
    set_here = {name.upper() for name, value in environment.items() if value}
    return {name: value for name, value in lines.items() if value and name.upper() not in set_here}


def is_guid(words: str) -> bool:
    """Whether it is an id as Microsoft gives them."""
    return re.fullmatch(_GUID, words) is not None


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address, no port) can only mean this computer."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _https_or_loopback(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return url
    if parts.scheme == "http" and parts.hostname and is_loopback(parts.hostname):
        return url
    message = f"{url} must start with https:// (http:// only for this computer itself)"
    raise ValueError(message)


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    said = message.removeprefix("Value error, ")
    if not place:
        return said
    return f"G2G_{str(place[0]).upper()}: {said}."


def _nearest(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only on a mistake

    known = [f"G2G_{field.upper()}" for field in Settings.model_fields]
    close = get_close_matches(name.upper(), known, n=1)
    return f"Did you mean {close[0]}?" if close else "The known ones are in .env.example."
