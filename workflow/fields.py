"""Define what a single value in a plan or people file may be: texts, names, figures, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from workflow.dates import day, month_end
from workflow.source import quoted

__all__ = [
    "ID_PATTERN",
    "REF_PATTERN",
    "Clock",
    "Complaint",
    "Day",
    "Entry",
    "Figure",
    "Id",
    "Name",
    "Number",
    "Ref",
    "Short",
    "Stated",
    "StatedDate",
    "Text",
    "Title",
    "refusal",
]

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
REF_PATTERN = r"^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$"

_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_DATE_NAMES = {
    "from_": "the start date",
    "to": "the end date",
    "originally": "the original end date",
    "by": "the milestone's date",
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong at `at` (keys and indexes below the value that is judged), and its mend."""

    what: str
    mend: str
    at: tuple[str | int, ...] = ()


def refusal(*complaints: Complaint) -> PydanticCustomError:
    """Make the error that a check raises to say several things at once."""
    return PydanticCustomError("refused", "refused", {"complaints": list(complaints)})


class Entry(BaseModel):
    """A group of keys in a file; a key left blank is a key left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_absent(cls, data: object) -> object:
        if not isinstance(data, Mapping):
            return data
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: value for key, value in data.items() if value is not None or key not in known}


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as precisely as somebody stated it: a day, or only its month (`day` None)."""

    year: int
    month: int
    day: int | None = None

    @property
    def first(self) -> date:
        """The day itself, or the first of the month."""
        return date(self.year, self.month, self.day or 1)

    @property
    def last(self) -> date:
        """The day itself, or the last of the month."""
        return self.first if self.day else month_end(self.first)

    @property
    def precision(self) -> str:
        """`day` or `month`."""
        return "day" if self.day else "month"

    @property
    def words(self) -> str:
        """17 September 2019, or September 2019."""
        return day(self.first) if self.day else day(self.first).removeprefix("1 ")


def _stated(value: object, info: ValidationInfo) -> Stated:
    """Read 2020-06-30 or 2020-06; raises a refusal for anything else."""
    name = _DATE_NAMES.get(info.field_name or "", "the date")
    text = value if isinstance(value, str) else ""
    british = _BRITISH.fullmatch(text)
    if british:
        dd, mm, yyyy = british.groups()
        text = f"{yyyy}-{int(mm):02}-{int(dd):02}"
    iso = _ISO.fullmatch(text)
    if not iso:
        what = f"{name} {quoted(value)} is not a date this file understands"
        mend = "Write a day as 2020-06-30 or a month as 2020-06."
        raise refusal(Complaint(what if text else f"{name} is not a date", mend))
    stated = _real(name, int(iso[1]), int(iso[2]), int(iso[3]) if iso[3] else None)
    if british:
        what = f"{name} {quoted(value)} is not written as this file writes dates"
        raise refusal(Complaint(what, f"Write {text}."))
    return stated


def _real(name: str, year: int, month: int, day_: int | None) -> Stated:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        what = f"{name} is in the year {year}"
        mend = f"Write a year from {_FIRST_YEAR} to {_LAST_YEAR}."
        raise refusal(Complaint(what, mend))
    if not 1 <= month <= 12:
        what = f"{name} {year}-{month:02} does not exist: there is no month {month}"
        raise refusal(Complaint(what, f"Write a month from {year}-01 to {year}-12."))
    last = month_end(date(year, month, 1))
    if day_ is not None and not 1 <= day_ <= last.day:
        what = f"{name} {day_} {day(last).split(' ', 1)[1]} does not exist"
        raise refusal(Complaint(what, f"Write a real date, for example {last.isoformat()}."))
    return Stated(year, month, day_)


def _exact_day(value: object, info: ValidationInfo) -> date:
    stated = _stated(value, info)
    if stated.day is None:
        what = f"{quoted(value)} is a month, and a day is needed"
        raise refusal(Complaint(what, f"Write the day too, for example {stated.last.isoformat()}."))
    return stated.first


def _clock(value: object) -> time:
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if not found:
        mend = "Write hours and minutes, for example 09:00; midnight is 00:00."
        raise refusal(Complaint(f"{quoted(value)} is not a time of day", mend))
    return time(int(found[1]), int(found[2]))


Title = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Short = Annotated[str, Field(min_length=1, max_length=40)]
Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=60)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Ref = Annotated[str, Field(pattern=REF_PATTERN, max_length=30)]
Figure = Annotated[float, Field(allow_inf_nan=False, ge=-1e12, le=1e12)]
Number = Annotated[int, Field(ge=0, le=1_000_000_000)]
StatedDate = Annotated[
    Stated,
    BeforeValidator(_stated),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}(-\d{2})?$"}),
]
Day = Annotated[
    date,
    BeforeValidator(_exact_day),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]
Clock = Annotated[
    time,
    BeforeValidator(_clock),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}[:.]\d{2}$"}),
]
