"""Seal what young people wrote, and open it again: the store never holds their words in clear."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["Cipher"]

_NONCE = 12


class Cipher:
    """AES-GCM with a key of 32 bytes: a nonce of 12 random bytes, then the sealed words."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, words: str) -> bytes:
        """The words as bytes that tell nothing without the key."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._aead.encrypt(nonce, words.encode(), None)

    def open(self, sealed: bytes) -> str:
        """The words again; ValueError when they were sealed with another key, or changed."""
        try:
            return self._aead.decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()
        except InvalidTag as error:
            message = "these words can't be opened with this key"
            raise ValueError(message) from error
