"""Keep the links that open the young people's chat, and where each conversation stands, sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store import tables as t
from store.cycles import Stale

__all__ = ["Invitation", "Talk", "Talks"]


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link: `kind` is open (a campaign) or visit (one visit, led by `lead`)."""

    id: str
    kind: str
    script: str
    made_at: datetime
    expires_at: datetime
    provision: str | None = None
    lead: str | None = None
    made_by: str | None = None
    revoked_at: datetime | None = None
    started: int = 0


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation; `state` is sealed, None once it has ended."""

    id: str
    invitation: str
    state: bytes | None
    revision: int
    expires_at: datetime
    ended_at: datetime | None


_INVITATION = tuple(column.name for column in t.invitation.c)
_TALK = ("id", "invitation", "state", "revision", "expires_at", "ended_at")


class Talks:
    """Invitations and conversations."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    # --- invitations ---

    async def invite(self, one: Invitation) -> None:
        """Keep a new invitation."""
        values = {name: getattr(one, name) for name in _INVITATION}
        await self._connection.execute(insert(t.invitation).values(**values))

    async def invitation(self, id_: str) -> Invitation | None:
        """An invitation, open or not."""
        found = await self._connection.execute(select(t.invitation).where(t.invitation.c.id == id_))
        row = found.one_or_none()
        return _invitation(row) if row else None

    async def invitations(self) -> tuple[Invitation, ...]:
        """Every invitation, newest first."""
        found = await self._connection.execute(
            select(t.invitation).order_by(t.invitation.c.made_at.desc(), t.invitation.c.id)
        )
        return tuple(_invitation(row) for row in found)

    async def revoke(self, id_: str, now: datetime) -> bool:
        """Close an invitation; False when there is none that is still open."""
        done = await self._connection.execute(
            update(t.invitation)
            .where(t.invitation.c.id == id_, t.invitation.c.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        return done.rowcount == 1

    # --- conversations ---

    async def begin(
        self,
        *,
        talk: str,
        invitation: str,
        state: bytes,
        code: str,
        now: datetime,
        expires_at: datetime,
    ) -> None:
        """Begin a conversation; `code` is a keyed hash."""
        await self._connection.execute(
            insert(t.talk).values(
                id=talk,
                invitation=invitation,
                state=state,
                revision=0,
                code=code,
                started_at=now,
                expires_at=expires_at,
            )
        )
        await self._connection.execute(
            update(t.invitation)
            .where(t.invitation.c.id == invitation)
            .values(started=t.invitation.c.started + 1)
        )

    async def get(self, talk: str) -> Talk | None:
        """A conversation by its id."""
        return await self._one(t.talk.c.id == talk)

    async def by_code(self, code: str) -> Talk | None:
        """A conversation by the keyed hash of its three words."""
        return await self._one(t.talk.c.code == code)

    async def keep(self, was: Talk, state: bytes) -> None:
        """Keep where a conversation stands; raises Stale when somebody else was faster."""
        await self._change(was, {"state": state})

    async def end(self, was: Talk, now: datetime) -> None:
        """End a conversation: where it stood goes at once; raises Stale as `keep` does."""
        await self._change(was, {"state": None, "ended_at": now})

    async def clear(self, now: datetime) -> int:
        """Drop where conversations stood that nobody came back to in time; how many."""
        old = (t.talk.c.expires_at <= now) & t.talk.c.state.is_not(None)
        done = await self._connection.execute(
            update(t.talk).where(old).values(state=None, ended_at=now)
        )
        return int(done.rowcount)

    async def forget(self, before: datetime) -> int:
        """Remove conversations that began before a moment: their codes lead nowhere any more."""
        done = await self._connection.execute(delete(t.talk).where(t.talk.c.started_at < before))
        return int(done.rowcount)

    # --- within ---

    async def _one(self, which: Any) -> Talk | None:  # noqa: ANN401 - a condition of SQLAlchemy's
        columns = [t.talk.c[name] for name in _TALK]
        row = (await self._connection.execute(select(*columns).where(which))).one_or_none()
        return Talk(**{name: getattr(row, name) for name in _TALK}) if row else None

    async def _change(self, was: Talk, values: dict[str, Any]) -> None:
        done = await self._connection.execute(
            update(t.talk)
            .where(t.talk.c.id == was.id, t.talk.c.revision == was.revision)
            .values(revision=was.revision + 1, **values)
        )
        if done.rowcount != 1:
            raise Stale


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(**{name: getattr(row, name) for name in _INVITATION})
