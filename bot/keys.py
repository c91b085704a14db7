"""Derive the service's keys from its one secret, each for one purpose only."""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.settings import Mode, Settings, SettingsError

__all__ = ["Keys"]


class Keys:
    """The keys of one installation."""

    def __init__(self, settings: Settings) -> None:
        if settings.secret_key is not None:
            self._secret = settings.secret_key.get_secret_value().encode()
        elif settings.mode is Mode.DEMO:
            # The demo's tokens are worth nothing after a restart, so a key of the moment will do.
            self._secret = secrets.token_bytes(32)
        else:
            message = "G2G_SECRET_KEY is not set: any string of 32 characters or more."
            raise SettingsError(message)

    def derive(self, purpose: str) -> bytes:
        """32 bytes for `purpose`; the same secret and purpose give the same key."""
        made = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"g2g:{purpose}".encode())
        return made.derive(self._secret)
