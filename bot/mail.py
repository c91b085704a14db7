"""Send alerts by mail: the second way to the duty team, through the council's own server."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

import aiosmtplib

from bot.doors import Address, DoorError, Gone, Later, Rejected, Spoken, Unsure
from bot.settings import SMTP_TLS, Settings
from cards.blocks import Surface

__all__ = ["MailDoor"]

# How long a server may take over each answer, in seconds.
_PATIENCE = 10.0
# From this reply code on a mail server means "never".
_FOR_GOOD = 500


class MailDoor:
    """A door that only speaks; every mail is its words alone.

    The same key gives the same Message-ID, by which a mailbox knows a mail that comes twice.
    """

    name = "mail"
    surface = Surface.WEB
    repeats = False

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._from = settings.smtp_from
        self._domain = parseaddr(self._from)[1].rpartition("@")[2] or "localhost"

    async def send(self, to: Address, message: Spoken, *, key: str) -> str:
        """Hand a mail to the server; its Message-ID. Raises a DoorError."""
        mail = self._write(to.conversation, message, key)
        server = self._server()
        try:
            await self._enter(server)
            await server.send_message(mail)
        except _Shut as error:
            # Nothing was handed over yet.
            raise Later(str(error)) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _became(error) from error
        finally:
            server.close()
        return str(mail["Message-ID"])

    async def replace(self, _to: Address, _message_id: str, _message: Spoken) -> None:
        """Refuse: a mail that has left stays as it is."""
        why = "a mail can't be changed"
        raise Rejected(why)

    async def _enter(self, server: aiosmtplib.SMTP) -> None:
        """Connect and log in; raises _Shut."""
        user, password = self._settings.smtp_user, self._settings.smtp_password
        try:
            await server.connect()
            if user and password:
                await server.login(user, password.get_secret_value())
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _Shut(type(error).__name__) from error

    def _server(self) -> aiosmtplib.SMTP:
        at_once = self._settings.smtp_port == SMTP_TLS
        return aiosmtplib.SMTP(
            hostname=self._settings.smtp_host,
            port=self._settings.smtp_port,
            use_tls=at_once,
            start_tls=self._settings.smtp_starttls and not at_once,
            timeout=_PATIENCE,
        )

    def _write(self, to: str, message: Spoken, key: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self._from
        mail["To"] = to
        mail["Subject"] = message.summary
        mail["Date"] = formatdate(localtime=False)
        digest = hashlib.sha256(key.encode()).hexdigest()[:32]
        mail["Message-ID"] = f"<{digest}@{self._domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["Importance"] = "high"
        mail.set_content(message.text)
        return mail


class _Shut(Exception):
    """The server does not let us in; the message is the kind of error and nothing else."""


def _became(error: Exception) -> DoorError:
    """What became of a mail; a server's own words may repeat ours, so only its code is kept."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        never = all(one.code >= _FOR_GOOD for one in error.recipients)
        return Gone("no such address") if never else Later("not taken yet")
    if isinstance(error, aiosmtplib.SMTPResponseException):
        why = f"mail server: {error.code}"
        return Rejected(why) if error.code >= _FOR_GOOD else Later(why)
    return Unsure(f"mail server: {type(error).__name__}")
