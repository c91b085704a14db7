"""Play one whole month through the running demonstration, as a script would.

Start the demonstration (`make run`), then in another terminal:

    python3 examples/play_a_month.py

It is every person in turn, over the same web chat door that the page uses: Direct Line 3.0 in
plain HTTP. It needs nothing but Python.
"""

from __future__ import annotations

import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

BASE = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:3978"

# What the officers say. Everything that is not named here is Green. All of it is invented.
RATINGS = {"PI1.4": "R", "QA1.3": "R", "PI1.1": "A", "PI1.3": "A", "PI2.1": "A", "PI3.1": "A"}
FIGURES = {"PI3.1-M1": "55.1", "QA1.3-M1": "18 of 38", "PI1.4-M1": "26"}
# One action is left without an answer, so that the board sees what silence looks like.
SILENT = "QA1.4"


def call(method: str, path: str, body: object = None, token: str = "") -> Any:
    """Send one request and return the JSON that comes back; on an error, its sentence."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(BASE + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {path}: {error.code} {error.read().decode()}")
    except urllib.error.URLError as error:
        sys.exit(f"Nothing answers at {BASE} ({error.reason}). Start it first: make run")


def wait_until_idle() -> None:
    """Return when everything that is due has been said (GET /demo/idle answers 200)."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(BASE + "/demo/idle", timeout=10):
                return
        except urllib.error.HTTPError as error:
            if error.code != 503:
                raise
        time.sleep(0.05)
    sys.exit("The demonstration did not come to rest within 30 seconds.")


def move_clock(to: str) -> None:
    """Move service time; everything on the way happens."""
    view = call("POST", "/demo/clock", {"to": to})
    wait_until_idle()
    print(f"\n— {view['words']}")


class Chat:
    """One person's conversation."""

    def __init__(self, person: dict[str, Any]) -> None:
        given = call("POST", f"/demo/people/{person['id']}/token")
        self.name = person["name"]
        self.token = given["token"]
        self.path = f"/v3/directline/conversations/{given['conversationId']}/activities"

    def cards(self) -> list[dict[str, Any]]:
        """Every card in the conversation, oldest first, each as it is shown now."""
        seen = call("GET", self.path, token=self.token)["activities"]
        return [a["attachments"][0]["content"] for a in seen if a.get("attachments")]

    def say(self, words: str) -> dict[str, Any]:
        """Type something, and return the newest card."""
        say = {"type": "message", "from": {"id": self.name}, "text": words}
        call("POST", self.path, say, self.token)
        wait_until_idle()
        return self.cards()[-1]

    def press(self, words: str, /, **typed: str) -> dict[str, Any]:
        """Press the button that starts with `words` on the newest card that has it."""
        for card in reversed(self.cards()):
            for button in buttons(card):
                if button.get("title", "").startswith(words):
                    value = {**filled_in(card), **typed, **button.get("data", {})}
                    say = {"type": "message", "from": {"id": self.name}, "value": value}
                    call("POST", self.path, say, self.token)
                    wait_until_idle()
                    return self.cards()[-1]
        sys.exit(f"{self.name} has no button that starts with {words!r}.")


def parts(card: object) -> Iterator[dict[str, Any]]:
    """Every part of a card, however deep."""
    if isinstance(card, list):
        for one in card:
            yield from parts(one)
    elif isinstance(card, dict):
        yield card
        for name, one in card.items():
            if name != "data":
                yield from parts(one)


def buttons(card: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a card that send something."""
    return [one for one in parts(card) if one.get("type") == "Action.Submit"]


def filled_in(card: dict[str, Any]) -> dict[str, str]:
    """What the card's fields hold before anything is typed."""
    fields = [one for one in parts(card) if one.get("type", "").startswith("Input.")]
    return {one["id"]: one["value"] for one in fields if one.get("value")}


def field_names(card: dict[str, Any]) -> list[str]:
    """The names of a card's fields."""
    return [one["id"] for one in parts(card) if one.get("type", "").startswith("Input.")]


def answer_everything(chat: Chat, leave: str = "") -> int:
    """Answer all of an officer's actions; returns how many were answered."""
    done = 0
    while True:
        card = chat.press("My list") if done else chat.say("list")
        open_ones = [b["data"]["ref"] for b in buttons(card) if b["title"].startswith("Update ")]
        todo = [ref for ref in open_ones if ref != leave]
        if not todo:
            return done
        ref = todo[0]
        form = chat.press(f"Update {ref}")
        figures = {f: FIGURES.get(f.partition(":")[2], "") for f in field_names(form) if ":" in f}
        rag = RATINGS.get(ref, "G")
        saved = chat.press(
            "Save update",
            **{f: value for f, value in figures.items() if f.startswith("figure:") and value},
            words=f"{ref}: done as planned in September, with {done + 20} cases looked at.",
            rag=rag,
            why="Behind the milestone; a plan is agreed." if rag != "G" else "On time so far.",
            next="Audit the next 20 cases by 18 October.",
            decision="Agree two more advisers." if ref == "QA1.3" else "",
            # August's text says "reported elsewhere", which needs the link to that report.
            link="https://reports.example.org/audits" if ref == "PI1.3" else "",
        )
        if not saved["fallbackText"].startswith("Saved"):
            sys.exit(f"{ref} was not saved: {saved['fallbackText']}")
        done += 1


def main() -> None:
    """Live through one month."""
    people = call("GET", "/demo/people")
    officers = [one for one in people if one["group"] == "Lead officers"]
    office = [one for one in people if one["group"] == "Programme office"]
    pmo = next(one for one in office if "PMO" in one["post"])
    approver = next(one for one in office if "pprove" in one["post"])

    move_clock("2019-09-05T09:00")
    for officer in officers:
        done = answer_everything(Chat(officer), leave=SILENT)
        print(f"  {officer['name']} answered {done} actions")

    move_clock("2019-09-17T17:00")
    chat = Chat(pmo)
    print("  The PMO sees:", chat.cards()[-1]["fallbackText"].splitlines()[1])
    chat.press("Review queue")
    chat.press("Yes, accept")
    flagged = 0
    while any(b["title"] == "Accept" for b in buttons(chat.cards()[-1])):
        chat.press("Accept")
        flagged += 1
    print(f"  The PMO accepted them all, {flagged} of them after a look at what was flagged")

    move_clock("2019-09-23T09:00")
    Chat(approver).press("Approve and let it be posted")
    print(f"  {approver['name']} approved the draft")

    move_clock("2019-09-26T09:00")
    for board in (one for one in people if one["group"] == "Boards"):
        shown = Chat(board).cards()
        if shown:
            print(f"\n{shown[-1]['fallbackText']}")


if __name__ == "__main__":
    main()
