"""Make the package for Teams from the settings."""

from __future__ import annotations

from importlib.metadata import version
from uuid import UUID, uuid5

from bot.settings import Settings, SettingsError, is_guid
from manifest.build import Package, build

__all__ = ["make_package", "release"]

# The name space of the packages' ids; never changed, or every council's app would be another.
_PACKAGES = UUID("8f0b51c2-7d5e-4b0a-9c1e-5f6c3b7a2d41")


def release() -> str:
    """The version of this release."""
    return version("getting-to-good")


def make_package(settings: Settings) -> bytes:
    """The package, a zip; raises SettingsError where settings are missing or wrong."""
    if missing := settings.package_missing:
        message = f"The package needs these settings first: {', '.join(missing)}."
        raise SettingsError(message)
    if not is_guid(settings.teams_app_id):
        message = "G2G_TEAMS_APP_ID is not an id, such as 11111111-2222-3333-4444-555555555555."
        raise SettingsError(message)
    return build(
        Package(
            # Each registration has a package of its own, and every build of it is the same app.
            id=settings.teams_package_id or str(uuid5(_PACKAGES, settings.teams_app_id.lower())),
            bot_id=settings.teams_app_id,
            version=release(),
            name=settings.teams_package_name,
            publisher=settings.teams_publisher,
            website_url=settings.teams_website_url,
            privacy_url=settings.teams_privacy_url,
            terms_url=settings.teams_terms_url,
        )
    )
