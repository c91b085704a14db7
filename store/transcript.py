"""Keep what was shown in each web conversation, so that it can be shown again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import transcript

__all__ = ["Transcript"]


class Transcript:
    """The activities of web conversations, in the order in which they were last shown."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, conversation: str, activity: str, content: Mapping[str, Any]) -> int:
        """Add an activity, or show it again in its newer form; returns its watermark.

        The same activity id twice is one entry: that is what makes sending again harmless.
        """
        await self._in_turn(conversation)
        same = (transcript.c.conversation == conversation, transcript.c.activity == activity)
        await self._connection.execute(delete(transcript).where(*same))
        made = await self._connection.execute(
            insert(transcript)
            .values(conversation=conversation, activity=activity, content=dict(content))
            .returning(transcript.c.seq)
        )
        return int(made.scalar_one())

    async def _in_turn(self, conversation: str) -> None:
        """Let one writer at a time number a conversation.

        Two that commit out of order would hide the lower number from a page that has already
        seen the higher one. SQLite has one writer anyway.
        """
        if self._connection.dialect.name == "postgresql":
            lock = func.pg_advisory_xact_lock(func.hashtext(conversation))
            await self._connection.execute(select(lock))

    async def get(self, conversation: str, activity: str) -> dict[str, Any] | None:
        """One activity as it was last shown."""
        found = await self._connection.execute(
            select(transcript.c.content).where(
                transcript.c.conversation == conversation, transcript.c.activity == activity
            )
        )
        return found.scalar_one_or_none()

    async def since(self, conversation: str, watermark: int) -> list[tuple[int, dict[str, Any]]]:
        """(watermark, activity) of everything shown after `watermark` (0: all), oldest first."""
        found = await self._connection.execute(
            select(transcript.c.seq, transcript.c.content)
            .where(transcript.c.conversation == conversation, transcript.c.seq > watermark)
            .order_by(transcript.c.seq)
        )
        return [(row.seq, row.content) for row in found]

    async def last(self, conversation: str) -> int:
        """The newest watermark of a conversation, 0 when nothing was shown."""
        found = await self._connection.execute(
            select(func.max(transcript.c.seq)).where(transcript.c.conversation == conversation)
        )
        return int(found.scalar_one_or_none() or 0)
