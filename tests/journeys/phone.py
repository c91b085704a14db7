"""Hold a young person's phone in tests: it reads the pages as a browser without scripts does."""

from __future__ import annotations

from typing import Any

import lxml.html
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.journeys.council import Council

__all__ = ["Phone", "open_phone"]


class Phone:
    """A phone that shows one page; what it sends is what stands in that page's form."""

    def __init__(self, client: TestClient[Any, Any]) -> None:
        self._client = client
        self._page: Any = None
        self.status = 0

    async def go(self, path: str) -> str:
        """Open an address; what the page says."""
        return await self._show(await self._client.get(path))

    async def press(self, label: str, *ticked: str, words: str | None = None) -> str:
        """Tick choices, write, and press a button by its label; what the next page says."""
        return await self.send(self.form(label, *ticked, words=words))

    def form(
        self, label: str, *ticked: str, words: str | None = None
    ) -> tuple[str, list[tuple[str, str]]]:
        """Where the page's form goes, and what would be sent by a button."""
        form = self._page.find(".//form")
        data = [
            (each.get("name"), each.get("value")) for each in form.xpath(".//input[@type='hidden']")
        ]
        ticks = [one for one in form.xpath(".//label[@class='tick']") if _said(one) in ticked]
        data += [("chosen", one.find("input").get("value")) for one in ticks]
        areas = form.xpath(".//textarea")
        data += [("words", one.text or "" if words is None else words) for one in areas]
        data += [("code", words or "") for _ in form.xpath(".//input[@name='code']")]
        pressed = [b for b in form.xpath(".//button") if _said(b).startswith(label)]
        assert pressed, f"no button {label!r} among {self.labels()}"
        if pressed[0].get("name"):
            data.append((pressed[0].get("name"), pressed[0].get("value")))
        return form.get("action"), data

    async def send(self, form: tuple[str, list[tuple[str, str]]]) -> str:
        """Send a form as it was, the first time or once more."""
        return await self._show(await self._client.post(form[0], data=form[1]))

    def labels(self) -> list[str]:
        """What can be pressed."""
        return [_said(each) for each in self._page.xpath(".//main//button")]

    @property
    def code(self) -> str:
        """The three words that the page shows."""
        return str(self._page.xpath(".//main//strong")[0].text_content())

    @property
    def help(self) -> str:
        """What stands behind "I need help"."""
        return _said(self._page.find(".//header/details"))

    async def _show(self, answer: Any) -> str:
        self.status = answer.status
        self._page = lxml.html.fromstring(await answer.text())
        return _said(self._page.find(".//main"))


def open_phone(town: Council, app: web.Application | None = None) -> Any:
    """A client of the town's own pages."""
    return TestClient(TestServer(app or town.app.web))


def _said(part: Any) -> str:
    return " ".join(" ".join(part.itertext()).split())
