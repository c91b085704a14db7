"""Fetch packs and pictures as boards do: by the links on their cards, and by nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from sqlalchemy import update

from bot import errands
from bot.downloads import Downloads
from bot.keys import Keys
from bot.links import PACK_S, PICTURE_S, Links, Use
from bot.pack import KINDS
from bot.settings import Settings
from store import tables
from tests.journeys.council import APPROVER, DIRECTOR, PMO, Council, council, parts, words
from tests.webchat import Machine

BOARD = "board:programme-board"
OTHER = "board:portfolio-meeting"
BASE = "https://g2g.example.gov.uk"
SETTINGS = Settings(public_url=f"{BASE}/", secret_key=SecretStr("k" * 32))


class Visitor:
    """Somebody who follows links."""

    def __init__(self, town: Council, client: TestClient[Any, Any], links: Links) -> None:
        self.town = town
        self.client = client
        self.links = links

    async def fetch(self, url: str) -> tuple[int, bytes, str]:
        assert url.startswith(f"{BASE}/")
        answer = await self.client.get(urlsplit(url).path)
        return answer.status, await answer.read(), answer.headers["Content-Type"]


@asynccontextmanager
async def posted(url: str, machine: Machine, *, answered: bool = False) -> AsyncIterator[Visitor]:
    """A council whose boards have their September; `answered`: everybody gave an update."""
    async with council(url, SETTINGS, machine) as town:
        await town.at("2019-09-05T09:00")
        await town.answer(DIRECTOR, "PI3.1", "R", decision="Agree <two> posts & more.")
        if answered:
            await town.answer_all()
        await town.at("2019-09-17T17:00")
        await town.accept_all()
        await town.at("2019-09-23T09:00")
        await town.press(APPROVER, "Approve and let it be posted")
        await town.at("2019-09-26T09:00")
        links = Links(Keys(SETTINGS).derive("links"), machine, BASE)
        served = web.Application()
        Downloads(town.app.store, links).open(served)
        async with TestClient(TestServer(served)) as client:
            yield Visitor(town, client, links)


def opens(card: Any) -> dict[str, str]:
    """The links of a card by what their buttons say."""
    return {
        str(one["title"]): str(one["url"])
        for one in parts(card)
        if one.get("type") == "Action.OpenUrl"
    }


async def test_a_board_gets_its_pack_in_each_kind_and_the_operator_the_same_bytes(
    database_url: str,
) -> None:
    machine = Machine()
    async with posted(database_url, machine) as visitor:
        card = await visitor.town.press(BOARD, "Get the pack")
        found = opens(card)
        assert list(found) == ["PDF, to read and print", "Word, to edit", "Excel, to filter"]
        assert "Each link works for an hour" in words(card)
        for kind, url in zip(KINDS, found.values(), strict=True):
            status, content, type_ = await visitor.fetch(url)
            assert (status, type_) == (200, KINDS[kind])
            name, same, actions = await errands.export_pack(
                SETTINGS.model_copy(update={"database_url": database_url}),
                "programme-board",
                "2019-09",
                kind,
            )
            assert (name, actions) == (f"programme-board-2019-09.{kind}", 25)
            assert sha256(content).digest() == sha256(same).digest()
        back = await visitor.town.press(BOARD, "Back to the summary")
        assert "Look at these first" in words(back)


async def test_a_boards_pack_is_as_deep_as_its_card_and_stays_so_when_its_tier_changes(
    database_url: str,
) -> None:
    async with posted(database_url, Machine(), answered=True) as visitor:
        town = visitor.town
        await town.at("2019-10-01T09:00")
        card = await town.press(OTHER, "Get the pack")
        assert "This is the pack of Getting to Good Portfolio Meeting: " in words(card)
        mine = SETTINGS.model_copy(update={"database_url": database_url})

        async def content(board: str) -> tuple[bytes, int]:
            _, made, actions = await errands.export_pack(mine, board, "2019-09", "docx")
            return made, actions

        (short, few), (_, all_) = await content("portfolio-meeting"), await content("pmo")
        assert few < all_ == 25
        assert (await visitor.fetch(opens(card)["Word, to edit"]))[1] == short
        async with town.app.store.begin() as books:
            await books.cycles._connection.execute(update(tables.board).values(tier=3))
        assert await content("portfolio-meeting") == (short, few)


async def test_a_link_expires_and_nobody_can_make_or_bend_one(database_url: str) -> None:
    machine = Machine()
    async with posted(database_url, machine) as visitor:
        url = opens(await visitor.town.press(BOARD, "Get the pack"))["Word, to edit"]
        mine = Links(b"x" * 32, machine, BASE)
        what = {"board": "programme-board", "month": "2019-09", "kind": "docx"}
        picture = visitor.links.sign(Use.PICTURE, {**what, "kind": "counts", "name": ""})
        for bad in (
            url[:-2] + ("aa" if url[-2:] != "aa" else "bb"),
            f"{BASE}/packs/programme-board",
            mine.sign(Use.PACK, what),
            picture.replace("/pictures/", "/packs/"),
            url.replace("/packs/", "/pictures/"),
            visitor.links.sign(Use.PACK, {**what, "kind": "exe"}),
            visitor.links.sign(Use.PACK, {**what, "month": "2019-10"}),
            visitor.links.sign(Use.PACK, {**what, "board": "portfolio-meeting"}),
            visitor.links.sign(Use.PACK, {}),
        ):
            status, said, type_ = await visitor.fetch(bad)
            assert (status, type_) == (404, "text/plain; charset=utf-8"), bad
            assert said.decode().strip().endswith(".")
        assert (await visitor.fetch(url))[0] == 200
        machine.now += PACK_S
        status, said, _ = await visitor.fetch(url)
        assert status == 410
        assert b"This link has expired" in said


async def test_only_those_who_may_see_the_card_are_given_links(database_url: str) -> None:
    async with posted(database_url, Machine()) as visitor:
        data = {"month": "2019-09", "board": "programme-board"}
        for stranger in (DIRECTOR, OTHER):
            assert opens(await visitor.town.send(stranger, "board.pack", data)) == {}
        assert opens(await visitor.town.send(PMO, "board.pack", data))
        for other in ({**data, "board": "draft"}, {**data, "month": "2019-10"}):
            assert opens(await visitor.town.send(PMO, "board.pack", other)) == {}


async def test_no_pack_is_made_of_what_was_changed_after_it_was_frozen(database_url: str) -> None:
    async with posted(database_url, Machine()) as visitor:
        url = opens(await visitor.town.press(BOARD, "Get the pack"))["Word, to edit"]
        async with visitor.town.app.store.begin() as books:
            await books.cycles._connection.execute(
                update(tables.summary).values(content=tables.summary.c.content + " ")
            )
        status, said, _ = await visitor.fetch(url)
        assert status == 404
        assert b"the summary of 2019-09 is not the one that was frozen" in said


async def test_without_an_address_of_its_own_the_service_says_so(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.at("2019-09-23T09:00")
        await town.press(APPROVER, "Approve and let it be posted")
        await town.at("2019-09-26T09:00")
        card = await town.press(BOARD, "Get the pack")
        assert opens(card) == {}
        assert "The programme office can send you the pack" in words(card)


async def test_an_actions_card_has_pictures_that_say_what_they_show(database_url: str) -> None:
    machine = Machine()
    async with posted(database_url, machine) as visitor:
        data = {"month": "2019-09", "board": "programme-board", "name": "PI3.1"}
        card = await visitor.town.send(BOARD, "board.action", data)
        # Teams draws the line itself, and shows the picture where it can't.
        chart = next(one for one in parts(card) if one.get("type") == "Chart.Line")
        images = [chart["fallback"]]
        assert "June 2020" in words(card)
        assert images[0]["altText"].startswith("Up-to-date pathway plans: 53.8% in August.")
        assert card["body"][-1]["type"] == "ActionSet"
        for one in images:
            status, content, type_ = await visitor.fetch(one["url"])
            assert (status, type_) == (200, "image/png")
            assert content.startswith(b"\x89PNG")
            assert one["altText"] in card["fallbackText"]
        # Another board was shown nothing of this month, so there is nothing to draw for it.
        what = {"board": "portfolio-meeting", "month": "2019-09", "kind": "strip", "name": "PI3.1"}
        assert (await visitor.fetch(visitor.links.sign(Use.PICTURE, what)))[0] == 404
        machine.now += PICTURE_S
        status, said, _ = await visitor.fetch(images[0]["url"])
        assert (status, said.split(b".")[0]) == (410, b"This picture's address has expired")
