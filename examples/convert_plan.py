"""Turn an improvement plan laid out for analysis into the product's own plan file.

    cd examples
    python convert_plan.py analysed-plan.yaml convert_plan_choices.yaml plan.yaml

A worked example: another council's layout differs, but the work is the same. Passages are
grouped, timescales and figures are carried over exactly, and what the source does not say
(ids, which recommendation an action answers, a label short enough for a card) is chosen in a
file of its own, where somebody can check it.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from typing_extensions import override

HEADER = """\
# yaml-language-server: $schema=plan.schema.json
#
# Re-worded from Oldham Council's public improvement plan of August 2019. Facts, figures, roles,
# dates, references and measures are the plan's own; no person is named. Every RAG is left out,
# because the source lost its colours: unknown is never green.
#
# The links from actions to recommendations and to outcomes are not in the source. They were made
# for this product by reading the plan: a council that uses it should check them.
"""

PER = "cases per worker"
UPDATE = "Progress update, August 2019"


class Flow(dict[str, Any]):
    """Keys to be written on one line."""


class Names(list[str]):
    """Ids to be written on one line."""


class Writer(yaml.SafeDumper):
    """Writes lists indented under their key, as people write them."""

    @override
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow=flow, indentless=False)


Writer.add_representer(
    Flow,
    lambda writer, data: writer.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True),
)
Writer.add_representer(
    Names,
    lambda writer, data: writer.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True),
)


def main(source: Path, choices: Path, target: Path) -> None:
    raw, chosen = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in (source, choices))
    target.write_text(HEADER + written(Converter(chosen).plan(raw)), encoding="utf-8")


class Converter:
    """Makes the sections of a plan file, given what somebody chose."""

    def __init__(self, chosen: dict[str, Any]) -> None:
        self.chosen = chosen

    def plan(self, raw: dict[str, Any]) -> dict[str, Any]:
        return {
            "plan": head(raw["plan"]),
            "roles": [{"id": name, "title": title} for title, name in self.chosen["roles"].items()],
            "recommendations": [
                {"id": name, "text": text}
                for name, text in self.named("recommendations", raw["ofsted_recommendations"])
            ],
            "outcomes": [
                {"id": name, "name": one["group"], "outcome": one["text"]}
                for name, one in self.named("outcomes", raw["stakeholder_outcomes"])
            ],
            "boards": [board(name, one) for name, one in self.named("boards", raw["governance"])],
            "workstreams": [
                {
                    "ref": one["ref"],
                    "name": one["name"],
                    "objectives": [self.objective(o) for o in one["objectives"]],
                }
                for one in raw["workstreams"]
            ],
            "measures": [
                self.measure(measure, action["ref"])
                for workstream in raw["workstreams"]
                for objective in workstream["objectives"]
                for action in objective["actions"]
                for measure in action["measures"]
                if is_home(measure)
            ],
        }

    def named(self, section: str, entries: list[Any]) -> list[tuple[str, Any]]:
        return list(zip(self.chosen[section], entries, strict=True))

    def objective(self, raw: dict[str, Any]) -> dict[str, Any]:
        actions = [self.action(action) for action in raw["actions"]]
        return {"ref": raw["ref"], "text": raw["text"], "actions": actions}

    def action(self, raw: dict[str, Any]) -> dict[str, Any]:
        links = self.chosen["links"][raw["ref"]]
        return some(
            ref=raw["ref"],
            title=raw["title"],
            leads=Names(self.chosen["roles"][title] for title in raw["lead"]["officers"]),
            when=when(raw["timescale"]),
            recommendations=Names(links["answers"]),
            outcomes=Names(links["for"]),
            text=passages(raw["action"]),
            evidence=passages(raw["evidence"]),
            update={
                "as_at": raw["update"]["as_at"],
                "text": [part["text"] for part in raw["update"]["parts"]],
            },
            rag=raw["rag"],
        )

    def measure(self, raw: dict[str, Any], ref: str) -> dict[str, Any]:
        average = raw["unit"] == PER
        label = self.chosen["labels"][raw["id"]]
        same = raw.get("same_as")
        readings = [reading(raw[key]) for key in ("previous", "latest") if raw[key]]
        # The target counts Good or Outstanding; a printed result counts Good only.
        unlike = "Good or Outstanding" in raw["name"] and bool(readings)
        return some(
            id=raw["id"],
            also=Names([same]) if same else None,
            name=label.get("name", raw["name"]),
            short=label["short"],
            unit="average" if average else raw["unit"],
            per=PER if average else None,
            better="comparator" if "comparator" in raw["direction"] else raw["direction"],
            used_in=Names([ref, same.split("-")[0]] if same else [ref]),
            baseline=figure(raw["baseline"]) if raw["baseline"] else None,
            milestones=[milestone(one) for one in raw["targets"] if one["value"] is not None],
            comparator=comparator(raw["comparator"]),
            readings=readings,
            comparable=False if unlike else None,
            flag=label.get("flag"),
        )


def head(raw: dict[str, Any]) -> dict[str, Any]:
    inspection = raw["inspection"]
    return {
        "title": raw["title"].removesuffix(" (sample, re-worded)"),
        "council": raw["council"],
        "as_at": raw["source_date"],
        "note": "Re-worded from the council's public improvement plan of August 2019, which "
        f"answers {inspection['body']}'s inspection of January 2019 "
        f"({inspection['judgement']}). The plan speaks of five workstreams; four are in it. "
        "RAG is blank in the source.",
    }


def board(name: str, raw: dict[str, Any]) -> dict[str, Any]:
    title = raw["name"].replace("group (two boxes)", "groups")
    return some(id=name, name=title, chair=raw["chair_role"], tier=raw["tier"])


def is_home(raw: dict[str, Any]) -> bool:
    """Of two measures that are one figure, the percentage is its home."""
    return not raw.get("same_as") or raw["unit"] == "percent"


def some(**keys: Any) -> dict[str, Any]:
    """The keys that have something to say."""
    return {key: value for key, value in keys.items() if value not in (None, "", [], ())}


def when(raw: dict[str, Any]) -> Flow:
    month = raw["precision"] == "month"
    start, end = (raw[key] and stated(raw[key], month=month) for key in ("start", "end"))
    every = {"quarterly": "quarter", None: None}[raw["cadence"]]
    rest = some(ongoing=raw["ongoing"] or None, every=every, printed=raw["printed"])
    return Flow(some(**{"from": start, "to": end}) | rest)


def stated(day: str, *, month: bool) -> str | date:
    """A month as text, a day as a date, so that neither is written in quotes."""
    return day[:7] if month or len(day) == 7 else date.fromisoformat(day)


def passages(parts: list[dict[str, str]]) -> list[str | dict[str, Any]]:
    """Sentences as they are; what follows a lead-in goes under it."""
    made: list[str | dict[str, Any]] = []
    group: dict[str, Any] | None = None
    for part in parts:
        kind, text = part["kind"], part["text"]
        if kind.endswith("lead_in"):
            group = {"lead_in": text}
            made.append(group)
        elif group and kind in {"bullet", "milestone"}:
            group.setdefault(f"{kind}s", []).append(text)
        elif group and kind == "item" and "milestones" not in group:
            group.setdefault("bullets", []).append(text)
        else:
            group = None
            made.append(text)
    return made


def milestone(raw: dict[str, Any]) -> Flow:
    by = raw["by"] and stated(raw["by"], month=raw["by_precision"] == "month")
    printed = f"{raw['value']}% by {raw['by_printed']}" if by else f"{raw['value']}%"
    return Flow(some(value=raw["value"], by=by, printed=printed))


def figure(raw: dict[str, Any]) -> Flow:
    as_at = raw["date"] and stated(raw["date"], month=raw["date_precision"] == "month")
    return Flow(some(value=raw["value"], as_at=as_at, count=raw["numerator"], of=raw["n"]))


def reading(raw: dict[str, Any]) -> Flow:
    remarks = [UPDATE]
    if "inferred" in (raw["exact"] or ""):
        remarks.append("the count is worked out from the percentage")
    if raw.get("complement"):
        remarks.append(f"{raw['complement']['name']} {raw['complement']['value']}%")
    if raw.get("period"):
        remarks.append(raw["period"])
    return Flow(figure(raw) | {"source": "; ".join(remarks)})


def comparator(raw: dict[str, Any] | None) -> Flow | None:
    return Flow(name=raw["name"].capitalize(), value=raw["value"]) if raw else None


def written(sections: dict[str, Any]) -> str:
    """YAML with room between sections, actions and measures."""
    text = yaml.dump(sections, Dumper=Writer, allow_unicode=True, sort_keys=False, width=10_000)
    entry = r"^(?=\w+:)|(?<!:\n)^(?= {2,10}- ref: | {2}- id: [A-Z])"
    return re.sub(entry, "\n", text, flags=re.MULTILINE)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
