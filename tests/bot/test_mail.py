"""Send alerts through a real mail server that stands in for the council's."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.app import build
from bot.concerns import Raised, raise_concern
from bot.doors import Address, Door, DoorError, Gone, Later, Rejected, Spoken, Unsure
from bot.mail import MailDoor
from bot.settings import Settings, SettingsError, load
from tests.fakes import RecordingDoor
from tests.journeys.council import Council, council
from workflow.safeguarding import Scan

TO = Address("mail", "kofi.mensah@oldham.example")
MAIL = Spoken("Please read C-7K2M now.\n\nWhat to do: open your chat.", "Urgent: C-7K2M")


@dataclass
class Postmaster:
    """What the stand-in for the council's mail server took, and what it answers."""

    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    rcpt: str = "250 OK"
    data: str = "250 OK"
    wait: float = 0.0

    async def handle_RCPT(  # noqa: N802 - the library's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.wait)
        if self.data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.taken.append((list(envelope.rcpt_tos), mail))
        return self.data


@asynccontextmanager
async def post_office(post: Postmaster) -> AsyncIterator[Settings]:
    """A mail server on this computer, and settings that name it."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(post), "127.0.0.1", 0)
    try:
        yield Settings.model_validate(
            {
                "secret_key": "k" * 32,
                "smtp_host": "127.0.0.1",
                "smtp_port": server.sockets[0].getsockname()[1],
                "smtp_starttls": False,
                "smtp_from": "Getting to Good <g2g@oldham.example>",
            }
        )
    finally:
        server.close()
        await server.wait_closed()


async def test_a_mail_says_where_to_look_and_comes_twice_under_one_id() -> None:
    post = Postmaster()
    async with post_office(post) as settings:
        door = MailDoor(settings)
        first = await door.send(TO, MAIL, key="alert:C-7K2M:0:kofi-mensah:mail")
        again = await door.send(TO, MAIL, key="alert:C-7K2M:0:kofi-mensah:mail")
    assert first == again
    to, mail = post.taken[0]
    assert to == ["kofi.mensah@oldham.example"]
    assert mail["Subject"] == "Urgent: C-7K2M"
    assert mail["From"] == "Getting to Good <g2g@oldham.example>"
    assert mail["Message-ID"] == first
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().splitlines()[0] == "Please read C-7K2M now."


@pytest.mark.parametrize(
    ("rcpt", "data", "became"),
    [
        ("550 no such user", "250 OK", Gone),
        ("451 greylisted", "250 OK", Later),
        ("250 OK", "452 full", Later),
        ("250 OK", "554 refused", Rejected),
        ("250 OK", "421 closing", Later),
    ],
)
async def test_what_the_server_answers_says_what_became_of_a_mail(
    rcpt: str, data: str, became: type[DoorError]
) -> None:
    async with post_office(Postmaster(rcpt=rcpt, data=data)) as settings:
        with pytest.raises(became) as caught:
            await MailDoor(settings).send(TO, MAIL, key="a")
    assert "greylisted" not in str(caught.value)


async def test_a_server_that_is_away_took_nothing_for_sure_and_one_that_falls_silent_may_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with post_office(Postmaster()) as settings:
        pass
    with pytest.raises(Later):
        await MailDoor(settings).send(TO, MAIL, key="a")
    monkeypatch.setattr("bot.mail._PATIENCE", 0.2)
    async with post_office(Postmaster(wait=1.0)) as settings:
        with pytest.raises(Unsure):
            await MailDoor(settings).send(TO, MAIL, key="a")


async def until(true: Callable[[], bool], *, seconds: float) -> None:
    """Wait for something, and fail when it does not come in time."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.02)


async def worry(town: Council, said: str) -> tuple[Raised, list[str]]:
    assert town.app.turns.cipher is not None
    async with town.app.store.begin() as books:
        raised = await raise_concern(
            books,
            cipher=town.app.turns.cipher,
            words=said,
            scan=Scan(concern=True),
            source="young",
            talk=None,
            now=town.clock(),
        )
        return raised, await books.outbox.put(raised.letters, town.clock())


async def test_an_alert_is_in_chat_and_mail_within_five_seconds_and_the_turn_does_not_wait(
    database_url: str,
) -> None:
    post = Postmaster(wait=1.0)
    async with post_office(post) as settings, council(database_url, settings) as town:
        chat = RecordingDoor()
        doors: dict[str, Door] = {"web": chat, "mail": MailDoor(settings)}
        app = build(settings, town.app.store, clock=town.clock, doors=doors)
        await app.start()
        raised, keys = await worry(town, "zzq heron zzq")
        began = time.monotonic()
        await app.post.deliver(keys)
        assert time.monotonic() - began < 0.5
        await until(lambda: bool(post.taken and chat.arrived), seconds=5)
        assert [one.to for one in chat.arrived] == ["kofi-mensah"]
        assert len(post.taken) == 1
        assert time.monotonic() - began < 5
        to, mail = post.taken[0]
        assert to == ["kofi.mensah@example.org"]
        assert raised.reference in mail["Subject"]
        assert "heron" not in mail.as_string()
        assert "What to do" in mail.get_content()
        await app.stop()


def test_a_password_is_never_sent_in_clear_over_a_network() -> None:
    given = {"G2G_SMTP_HOST": "mail.oldham.example", "G2G_SMTP_PASSWORD": "secret-word"}
    with pytest.raises(SettingsError) as caught:
        load({**given, "G2G_SMTP_STARTTLS": "off"})
    assert "would be sent in clear" in str(caught.value)
    assert "secret-word" not in str(caught.value)
    assert load(given).smtp_starttls
    assert load({**given, "G2G_SMTP_STARTTLS": "off", "G2G_SMTP_PORT": "465"}).smtp_port == 465


def test_the_demo_sends_no_mail_to_its_invented_people() -> None:
    given = {"G2G_SMTP_HOST": "127.0.0.1", "G2G_SMTP_FROM": "a@b.example"}
    assert load(given).mail_opens
    assert not load({**given, "G2G_MODE": "demo"}).mail_opens
