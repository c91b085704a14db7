"""Open the Teams door: take proven activities in as turns, and speak through the connector."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import ClientSession, web
from botbuilder.core import BotAdapter, TurnContext
from botbuilder.schema import (
    Activity,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
    ResourceResponse,
)

from bot.doors import Address, Answer, DoorError, Later, Rejected, Spoken, Take
from bot.logs import broke, logger
from bot.settings import Settings
from bot.teams_activities import DOOR, incoming
from bot.teams_connector import Connector, new_session
from bot.teams_gate import admit, origin_of, read_body
from bot.teams_tokens import Refused, SigningKeys, TokenCheck
from cards.blocks import Surface, dress

__all__ = ["PATH", "TeamsDoor"]

log = logger(__name__)

PATH = "/api/messages"
SORRY = "Something went wrong on our side. Nothing was lost: please press the button again."
SORRY_WORDS = "Something went wrong on our side. Nothing was lost: please send that again."
DONE = "Done."
NOT_OPEN = "the Teams door is not open"

CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
TURN_FAILED = {
    "statusCode": 500,
    "type": ERROR,
    "value": {"code": "TurnFailed", "message": SORRY},
}
# Where a turn leaves what the pressed button's own request is answered with.
REPLY = "g2g.reply"
# What a turn reads; the rest (attachments, dates, client details) never reaches the framework.
READ = frozenset(
    {
        "action", "channelData", "channelId", "conversation", "entities", "from", "id",
        "membersAdded", "membersRemoved", "name", "recipient", "replyToId", "serviceUrl",
        "text", "type", "value",
    }
)  # fmt: skip


class TeamsDoor:
    """The door to Microsoft Teams.

    `now` is machine time in seconds since 1970 (token expiry), `monotonic` a steady clock
    (caches). Raises ValueError unless the settings open this door: there is no half-open.
    """

    name: str = DOOR
    surface: Surface = Surface.TEAMS
    repeats: bool = False

    def __init__(
        self,
        settings: Settings,
        *,
        now: Callable[[], float],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        if not settings.teams_opens:
            missing = ", ".join(settings.teams_missing) or "G2G_MODE=production"
            message = f"The Teams door stays shut. It needs: {missing}."
            raise ValueError(message)
        self._settings = settings
        self._now = now
        self._monotonic = monotonic
        self._origins = frozenset(filter(None, map(origin_of, settings.teams_service_origins)))
        self._started: _Started | None = None

    def open(self, app: web.Application, take: Take) -> None:
        """Register the one route; who may call it is decided by the token it carries."""
        app.router.add_post(PATH, partial(self._receive, take))

    async def start(self) -> None:
        """Open the pool of connections, in the running loop."""
        if self._started is None:
            session = new_session()
            keys = SigningKeys(session, self._settings.teams_openid_url, monotonic=self._monotonic)
            self._started = _Started(
                session=session,
                check=TokenCheck(keys, audience=self._settings.teams_app_id, now=self._now),
                connector=Connector(
                    session,
                    self._settings,
                    origins=self._origins,
                    now=self._now,
                    monotonic=self._monotonic,
                ),
            )

    async def close(self) -> None:
        """Close the pool; a second call does nothing."""
        started, self._started = self._started, None
        if started is not None:
            await started.session.close()

    async def send(self, to: Address, message: Spoken, *, key: str) -> str:  # noqa: ARG002 - Teams takes no key
        """Post a new message and return its id; raises a DoorError."""
        return await self._on.connector.post(
            to.more.get("service_url", ""), to.conversation, _addressed(message, to)
        )

    async def replace(self, to: Address, message_id: str, message: Spoken) -> None:
        """Put `message` in the place of one sent before; raises a DoorError."""
        await self._on.connector.put(
            to.more.get("service_url", ""),
            to.conversation,
            message_id,
            _addressed(message, to),
        )

    @property
    def _on(self) -> _Started:
        if self._started is None:
            # A letter that meets a closing door has surely not been sent.
            raise Later(NOT_OPEN)
        return self._started

    async def _receive(self, take: Take, request: web.Request) -> web.Response:
        """Answer one request: 401, 403, 413 or 400 to a stranger, and never a word more."""
        try:
            activity = await self._activity(request)
        except Refused as refused:
            log.warning("teams_refused", status=refused.status, reason=refused.reason)
            return web.Response(status=refused.status)
        context = TurnContext(_Adapter(self._on.connector), activity)
        await context.adapter.run_pipeline(context, partial(_turn, take))
        reply = context.turn_state.get(REPLY)
        if reply is None:
            return web.Response(status=200)
        return web.Response(text=reply, content_type="application/json")

    async def _activity(self, request: web.Request) -> Activity:
        """Read the activity, once everything about the request is proven; raises Refused."""
        try:
            proof = await self._on.check.prove(request.headers.get("Authorization"))
        except Refused:
            raise
        except Exception as error:  # whatever the token did to us, it proved nothing
            broke(log, "teams_token_check_failed", error)
            raise Refused(401, "check_failed") from error
        body = await read_body(request)
        admit(body, proof, tenant=self._settings.teams_tenant_id, origins=self._origins)
        try:
            return Activity.deserialize({key: body[key] for key in READ & body.keys()})
        except Exception as error:  # the framework has no one error for a wrong shape
            raise Refused(400, "not_an_activity") from error


@dataclass(frozen=True, slots=True)
class _Started:
    session: ClientSession
    check: TokenCheck
    connector: Connector


class _Adapter(BotAdapter):
    """The framework's way out, led through our own connector; made anew for each turn."""

    def __init__(self, connector: Connector) -> None:
        super().__init__(_sorry)
        self._connector = connector

    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        tenant = context.activity.channel_data["tenant"]["id"]
        return [
            ResourceResponse(
                id=await self._connector.post(
                    activity.service_url, activity.conversation.id, _wire(activity, tenant)
                )
            )
            for activity in activities
        ]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        tenant = context.activity.channel_data["tenant"]["id"]
        await self._connector.put(
            activity.service_url, activity.conversation.id, activity.id, _wire(activity, tenant)
        )

    async def delete_activity(
        self,
        context: TurnContext,  # noqa: ARG002 - the framework's own shape
        reference: ConversationReference,  # noqa: ARG002
    ) -> None:
        # What was said is replaced, and its history kept; nothing of ours is ever deleted.
        reason = "this service deletes no message"
        raise Rejected(reason)


async def _turn(take: Take, context: TurnContext) -> None:
    """Take in what was done and show what the service answers."""
    did = incoming(context.activity)
    if did is None:
        return
    answer = await take(did)
    if context.activity.type == "invoke":
        context.turn_state[REPLY] = json.dumps(_invoke_reply(answer))
    elif answer.replace is not None:
        try:
            await _show(context, did.card, answer.replace)
        except DoorError as error:
            # The turn is done and recorded; only its picture did not arrive.
            log.warning("teams_answer_not_shown", reason=type(error).__name__)


async def _show(context: TurnContext, card: str, message: Spoken) -> None:
    """Put `message` in the place of `card`, or below it where that cannot be done."""
    if card:
        update = _spoken(message)
        update.id = card
        try:
            await context.update_activity(update)
        except DoorError as error:
            log.info("teams_card_not_replaced", reason=type(error).__name__)
        else:
            return
    await context.send_activity(_spoken(message))


async def _sorry(context: TurnContext, error: Exception) -> None:
    """Tell somebody whose turn failed that it did, at the place where they are looking."""
    broke(log, "teams_turn_failed", error)
    if context.activity.type == "invoke":
        context.turn_state[REPLY] = json.dumps(TURN_FAILED)
    elif context.activity.type == "message":
        pressed = isinstance(context.activity.value, dict)
        try:
            await context.send_activity(_spoken(Spoken(SORRY if pressed else SORRY_WORDS, "")))
        except Exception as unsaid:  # noqa: BLE001 - the last place where anything can be said
            log.warning("teams_sorry_not_sent", reason=type(unsaid).__name__)


def _invoke_reply(answer: Answer) -> dict[str, object]:
    shown = answer.replace
    if shown is None:
        return {"statusCode": 200, "type": MESSAGE, "value": DONE}
    if shown.card is None:
        return {"statusCode": 200, "type": MESSAGE, "value": shown.text}
    return {"statusCode": 200, "type": CARD, "value": dress(shown.card, Surface.TEAMS, "")}


def _spoken(message: Spoken) -> Activity:
    """Put a message as Teams needs it: card or words, as it would show both in turn."""
    if message.card is None:
        return Activity(type="message", text=message.text)
    card = Attachment(content_type=CARD, content=dress(message.card, Surface.TEAMS, ""))
    return Activity(type="message", summary=message.summary, attachments=[card])


def _addressed(message: Spoken, to: Address) -> dict[str, Any]:
    """Address a message outside a turn, from what was kept of the conversation."""
    activity = _spoken(message)
    activity.conversation = ConversationAccount(id=to.conversation)
    activity.from_property = ChannelAccount(id=to.more.get("bot_id"), name=to.more.get("bot_name"))
    return _wire(activity, to.more.get("tenant", ""))


def _wire(activity: Activity, tenant: str) -> dict[str, Any]:
    """Write an activity of ours as JSON; the framework's own writer walks every card."""
    wire: dict[str, Any] = {
        "type": activity.type,
        "conversation": {"id": activity.conversation.id, "tenantId": tenant},
        "channelData": {"tenant": {"id": tenant}},
    }
    if activity.from_property and activity.from_property.id:
        wire["from"] = {"id": activity.from_property.id, "name": activity.from_property.name}
    if activity.text:
        wire["text"] = activity.text
    if activity.summary:
        wire["summary"] = activity.summary
    if activity.attachments:
        wire["attachments"] = [
            {"contentType": part.content_type, "content": part.content}
            for part in activity.attachments
        ]
    return wire
