"""Lay out the tables; nothing outside this room ever sees a row of them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
)
from typing_extensions import override

__all__ = ["metadata"]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite only counts by itself in a column that is exactly INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """A point in time, UTC, to the microsecond; a naive datetime is refused at birth."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment needs its time zone"
            raise ValueError(message)
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


meta = Table(
    "meta",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", JSON, nullable=False),
)

# --- the plan ---------------------------------------------------------------------------

plan = Table(
    "plan",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("council", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("source_date", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("loaded_at", Moment, nullable=False),
)

role = Table(
    "role",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("title", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

recommendation = Table(
    "recommendation",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("text", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

outcome_group = Table(
    "outcome_group",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("name", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

board = Table(
    "board",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("name", Text, nullable=False),
    Column("chair", Text),
    Column("tier", Integer, nullable=False),
    Column("position", Integer, nullable=False),
)

workstream = Table(
    "workstream",
    metadata,
    Column("ref", String(20), primary_key=True),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

objective = Table(
    "objective",
    metadata,
    Column("ref", String(20), primary_key=True),
    Column("workstream", ForeignKey("workstream.ref"), nullable=False),
    Column("text", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

# An action that a later plan no longer names keeps its row and its history: `gone_at`.
action = Table(
    "action",
    metadata,
    Column("ref", String(20), primary_key=True),
    Column("objective", ForeignKey("objective.ref"), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("printed", Text, nullable=False),
    Column("start", Date),
    Column("end", Date),
    Column("original_end", Date),
    Column("ongoing", Boolean, nullable=False),
    Column("cadence", String(20), nullable=False),
    Column("last_update", JSON, nullable=False),
    Column("last_update_as_at", Date),
    Column("rag", String(1)),
    Column("position", Integer, nullable=False),
    Column("gone_at", Moment),
)

action_lead = Table(
    "action_lead",
    metadata,
    Column("ref", ForeignKey("action.ref"), primary_key=True),
    Column("role", ForeignKey("role.id"), primary_key=True),
    Column("position", Integer, nullable=False),
)

action_recommendation = Table(
    "action_recommendation",
    metadata,
    Column("ref", ForeignKey("action.ref"), primary_key=True),
    Column("recommendation", ForeignKey("recommendation.id"), primary_key=True),
    Column("position", Integer, nullable=False),
)

action_outcome = Table(
    "action_outcome",
    metadata,
    Column("ref", ForeignKey("action.ref"), primary_key=True),
    Column("outcome_group", ForeignKey("outcome_group.id"), primary_key=True),
    Column("position", Integer, nullable=False),
)

measure = Table(
    "measure",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("short", Text, nullable=False),
    Column("unit", String(20), nullable=False),
    Column("direction", String(20), nullable=False),
    Column("per", Text, nullable=False),
    Column("also", JSON, nullable=False),
    Column("baseline", JSON),
    Column("comparator", JSON),
    Column("band", JSON),
    Column("comparable", Boolean, nullable=False),
    Column("added_by_service", Boolean, nullable=False),
    Column("flag", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("gone_at", Moment),
)

milestone = Table(
    "milestone",
    metadata,
    Column("measure", ForeignKey("measure.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("value", Float, nullable=False),
    Column("by", Date),
    Column("printed", Text, nullable=False),
)

measure_use = Table(
    "measure_use",
    metadata,
    Column("measure", ForeignKey("measure.id"), primary_key=True),
    Column("ref", ForeignKey("action.ref"), primary_key=True),
    Column("position", Integer, nullable=False),
)

# --- the people -------------------------------------------------------------------------

person = Table(
    "person",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("directory_id", String(80), nullable=False, unique=True),
)

# Ended, never deleted: who held a post when something was said stays known.
appointment = Table(
    "appointment",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("scope", String(80), nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Index("ix_appointment_kind_scope", "kind", "scope"),
    Index("ix_appointment_person", "person"),
)

seat = Table(
    "seat",
    metadata,
    Column("board", ForeignKey("board.id"), primary_key=True),
    Column("channel", Text, nullable=False),
    Column("meeting", JSON),
    Column("anchor", Boolean, nullable=False),
    Column("card", Boolean, nullable=False),
)

shift = Table(
    "shift",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("weekdays", JSON, nullable=False),
    Column("start", Time, nullable=False),
    Column("until", Time, nullable=False),
)

# --- the month --------------------------------------------------------------------------

month = Table(
    "month",
    metadata,
    Column("key", String(7), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("board_on", Date, nullable=False),
    Column("opens_at", Moment, nullable=False),
    Column("first_reminder_at", Moment, nullable=False),
    Column("second_reminder_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("draft_at", Moment, nullable=False),
    Column("post_at", Moment, nullable=False),
    Column("draft", Integer, nullable=False),
    Column("approved_by", ForeignKey("person.id")),
    Column("approved_at", Moment),
    Column("told_unapproved_on", Date),
    Index("ix_month_state", "state"),
)

# One action's place in one month; `version` is what a card must name to change it.
item = Table(
    "item",
    metadata,
    Column("month", ForeignKey("month.key"), primary_key=True),
    Column("ref", ForeignKey("action.ref"), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("report", Integer),
)

# Which boards a month's card was handed to the outbox for.
posting = Table(
    "posting",
    metadata,
    Column("month", ForeignKey("month.key"), primary_key=True),
    Column("board", ForeignKey("board.id"), primary_key=True),
)

ask = Table(
    "ask",
    metadata,
    Column("month", ForeignKey("month.key"), primary_key=True),
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("reminders", Integer, nullable=False),
    Column("snoozed_until", Moment),
    Column("extended_to", Moment),
)

# What was said. Rows are only ever added.
report = Table(
    "report",
    metadata,
    Column("id", Id, primary_key=True),
    Column("month", ForeignKey("month.key"), nullable=False),
    Column("ref", ForeignKey("action.ref"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("words", Text, nullable=False),
    Column("next_step", Text, nullable=False),
    Column("rag", String(1)),
    Column("why", Text, nullable=False),
    Column("decision", Text, nullable=False),
    # The evidence with which the officer proposes the action as complete; empty: does not.
    Column("complete", Text, nullable=False, server_default=""),
    Column("evidence_link", Text, nullable=False),
    Column("revised_end", Date),
    Column("end_why", Text, nullable=False),
    Column("suggested", String(1)),
    Column("late", Boolean, nullable=False),
    Column("said_by", ForeignKey("person.id"), nullable=False),
    Column("said_for", ForeignKey("role.id"), nullable=False),
    Column("said_at", Moment, nullable=False),
    # Who drafted it for the lead to sign, and the PMO officer who entered it for them.
    Column("drafted_by", ForeignKey("person.id")),
    Column("entered_by", ForeignKey("person.id")),
    UniqueConstraint("month", "ref", "version"),
)

# A report that was taken back: it stays, and no longer counts.
withdrawal = Table(
    "withdrawal",
    metadata,
    Column("report", ForeignKey("report.id"), primary_key=True),
    Column("said_by", ForeignKey("person.id"), nullable=False),
    Column("said_at", Moment, nullable=False),
)

# That the other joint lead stands behind a report as it is.
agreement = Table(
    "agreement",
    metadata,
    Column("report", ForeignKey("report.id"), primary_key=True),
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("said_at", Moment, nullable=False),
)

# What a board decided about an action, on the card of a month. Rows are only ever added.
decision = Table(
    "decision",
    metadata,
    Column("id", Id, primary_key=True),
    Column("month", ForeignKey("month.key"), nullable=False),
    Column("ref", ForeignKey("action.ref"), nullable=False),
    Column("board", ForeignKey("board.id"), nullable=False),
    Column("words", Text, nullable=False),
    Column("said_by", ForeignKey("person.id"), nullable=False),
    Column("said_at", Moment, nullable=False),
    Index("ix_decision_ref", "ref"),
)

# What a board said to a proposal of "complete", and that an action was opened again.
completion = Table(
    "completion",
    metadata,
    Column("id", Id, primary_key=True),
    Column("month", ForeignKey("month.key"), nullable=False),
    Column("ref", ForeignKey("action.ref"), nullable=False),
    Column("board", ForeignKey("board.id"), nullable=False),
    Column("ruling", String(10), nullable=False),
    Column("words", Text, nullable=False),
    Column("said_by", ForeignKey("person.id"), nullable=False),
    Column("said_at", Moment, nullable=False),
    Index("ix_completion_ref", "ref"),
)

# An update that a colleague drafted and the lead has not signed yet.
drafted = Table(
    "drafted",
    metadata,
    Column("month", ForeignKey("month.key"), primary_key=True),
    Column("ref", ForeignKey("action.ref"), primary_key=True),
    Column("fields", JSON, nullable=False),
    Column("said_by", ForeignKey("person.id"), nullable=False),
    Column("said_at", Moment, nullable=False),
)

delegation = Table(
    "delegation",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ref", ForeignKey("action.ref"), nullable=False),
    Column("lead", ForeignKey("person.id"), nullable=False),
    Column("colleague", ForeignKey("person.id"), nullable=False),
    Column("until", Date, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index("ix_delegation_ref", "ref"),
)

absence = Table(
    "absence",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("since", Date, nullable=False),
    Column("back", Date, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index("ix_absence_person", "person"),
)

# Where somebody's typed conversation stands: what a short answer would be an answer to, what
# was stored last (for undo), and what waits for a yes.
place = Table(
    "place",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("awaiting", String(80), nullable=False),
    Column("last", JSON),
    Column("pending", JSON),
)

review = Table(
    "review",
    metadata,
    Column("id", Id, primary_key=True),
    Column("report", ForeignKey("report.id"), nullable=False),
    Column("accepted", Boolean, nullable=False),
    Column("comment", Text, nullable=False),
    Column("said_by", ForeignKey("person.id"), nullable=False),
    Column("said_at", Moment, nullable=False),
    Index("ix_review_report", "report"),
)

reading = Table(
    "reading",
    metadata,
    Column("id", Id, primary_key=True),
    Column("measure", ForeignKey("measure.id"), nullable=False),
    Column("value", Float, nullable=False),
    Column("as_at", Date),
    Column("precision", String(10), nullable=False),
    Column("numerator", Integer),
    Column("denominator", Integer),
    Column("source", Text, nullable=False),
    Column("report", ForeignKey("report.id")),
    Column("noted_at", Moment, nullable=False),
    Index("ix_reading_measure", "measure"),
)

# What a board is shown, frozen; a new draft is a new row.
summary = Table(
    "summary",
    metadata,
    Column("month", ForeignKey("month.key"), primary_key=True),
    Column("draft", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("content", Text, nullable=False),
    Column("frozen_at", Moment, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", String(80), nullable=False),
    Column("did", String(60), nullable=False),
    Column("about", Text, nullable=False),
)

# --- what young people say --------------------------------------------------------------

# Whose answers belong to which conversation, until the day on which they are mixed with others:
# then the row goes, and nothing leads from a code to an answer. No `voice`: taken back by code.
voice_link = Table(
    "voice_link",
    metadata,
    Column("talk", String(80), primary_key=True),
    Column("voice", String(32)),
    Column("until", Date, nullable=False),
)

# What was ticked. No identity, and no clock finer than the day.
answer = Table(
    "answer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("voice", String(32), nullable=False),
    Column("script", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("provision", String(40)),
    Column("step", String(40), nullable=False),
    Column("chosen", JSON, nullable=False),
    Column("day", Date, nullable=False),
    UniqueConstraint("voice", "step"),
    Index("ix_answer_script_step", "script", "step"),
)

# What was written, sealed, until it has been read and its time is over. `told` says who was
# asked to read it: nobody yet, the reader, the cover, the safeguarding lead.
written = Table(
    "written",
    metadata,
    Column("id", Id, primary_key=True),
    Column("talk", String(80)),
    Column("script", String(40), nullable=False),
    Column("step", String(40), nullable=False),
    Column("provision", String(40)),
    Column("words", LargeBinary, nullable=False),
    Column("use", Boolean),
    Column("queued_at", Moment, nullable=False),
    Column("read_by", Moment, nullable=False),
    Column("told", Integer, nullable=False),
    Column("told_at", Moment),
    Column("withdrawn", Boolean, nullable=False),
    Column("reader", ForeignKey("person.id")),
    Column("read_at", Moment),
    Column("outcome", String(20)),
    Index("ix_written_talk", "talk"),
    Index("ix_written_read_at", "read_at"),
)

# What young people said in the council's words, who answers it by when, and the answer.
promise = Table(
    "promise",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("written", Integer),
    Column("provision", String(40)),
    Column("text", Text, nullable=False),
    Column("quoted", Boolean, nullable=False),
    Column("made_by", ForeignKey("person.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("owner", ForeignKey("person.id")),
    Column("asked_by", ForeignKey("person.id")),
    Column("asked_on", Date),
    Column("due", Date),
    Column("reply", String(10)),
    Column("reply_words", Text, nullable=False),
    Column("replied_by", ForeignKey("person.id")),
    Column("replied_on", Date),
    Column("public", Boolean, nullable=False),
    Column("dropped_at", Moment),
    Column("reminded_on", Date),
    Index("ix_promise_provision", "provision"),
)

# How young people find what was done: one mark a rater, who is a keyed digest of their link.
promise_rating = Table(
    "promise_rating",
    metadata,
    Column("promise", ForeignKey("promise.id"), primary_key=True),
    Column("rater", String(64), primary_key=True),
    Column("mark", String(10), nullable=False),
    Column("day", Date, nullable=False),
)

# Which people's answers were shown where, so that nothing is ever shown that a subtraction
# would undo. `voices` are those of `answer`, which lead to nobody. Rows are only ever added.
published = Table(
    "published",
    metadata,
    Column("id", Id, primary_key=True),
    Column("figure", String(80), nullable=False),
    Column("place", String(80), nullable=False),
    Column("month", String(7), nullable=False),
    Column("at", Moment, nullable=False),
    Column("voices", JSON, nullable=False),
    Column("shown", JSON, nullable=False),
    UniqueConstraint("figure", "place", "month"),
)

# What the Children in Care Council says of a measure, beside the inspectors' figure.
statement = Table(
    "statement",
    metadata,
    Column("id", Id, primary_key=True),
    Column("measure", String(40), nullable=False),
    Column("words", Text, nullable=False),
    Column("said_by", ForeignKey("person.id"), nullable=False),
    Column("said_at", Moment, nullable=False),
)

# What was removed when, in counts: the evidence that the promised dates are kept.
removal = Table(
    "removal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("what", String(20), nullable=False),
    Column("number", Integer, nullable=False),
)

# --- concerns about young people ------------------------------------------------------------

# What was written, sealed: only `bot` opens it. `talk` is the conversation that it came from.
concern = Table(
    "concern",
    metadata,
    Column("id", Id, primary_key=True),
    Column("reference", String(12), nullable=False, unique=True),
    Column("source", String(10), nullable=False),
    Column("talk", String(80)),
    Column("kinds", JSON, nullable=False),
    Column("because", JSON, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("contact", LargeBinary),
    Column("raised_at", Moment, nullable=False),
    Column("state", String(12), nullable=False),
    Column("acknowledged_by", ForeignKey("person.id")),
    Column("acknowledged_at", Moment),
    Column("closed_by", ForeignKey("person.id")),
    Column("closed_at", Moment),
    Column("closed_why", LargeBinary),
    Index("ix_concern_state", "state"),
    Index("ix_concern_talk", "talk"),
)

# Who was alerted, acknowledged, read and closed, when: rows are only ever added.
concern_step = Table(
    "concern_step",
    metadata,
    Column("id", Id, primary_key=True),
    Column("concern", ForeignKey("concern.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("did", String(12), nullable=False),
    Column("who", String(80), nullable=False),
    Column("rung", Integer),
    Index("ix_concern_step_concern", "concern"),
)

alert_test = Table(
    "alert_test",
    metadata,
    Column("id", Id, primary_key=True),
    Column("made_at", Moment, nullable=False),
    Column("to", JSON, nullable=False),
    Column("acknowledged_at", Moment),
    Column("acknowledged_by", ForeignKey("person.id")),
)

# --- what is said, and to whom ------------------------------------------------------------

# `at`-columns of the outbox are machine time in seconds since 1970: leases and rate limits
# must not move when the demo or a test moves the service's clock.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("lane", Integer, nullable=False),
    Column("recipient", String(120), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("payload_ver", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("when_unsure", String(10), nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("due", Float, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claim", String(36)),
    Column("lease", Float),
    Column("message", String(200)),
    Column("problem", String(300)),
    Index("ix_outbox_due", "state", "lane", "due"),
    Index("ix_outbox_recipient", "recipient", "state"),
)

throttle = Table(
    "throttle",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("next_at", Float, nullable=False),
    Column("paused_until", Float, nullable=False),
)

# Every act at a door, once; `answer` is what was said back, so that the same act again gets
# the same answer.
inbox = Table(
    "inbox",
    metadata,
    Column("door", String(10), primary_key=True),
    Column("activity", String(200), primary_key=True),
    Column("answer", JSON),
    Column("at", Moment, nullable=False),
)

address = Table(
    "address",
    metadata,
    Column("party", String(120), primary_key=True),
    Column("door", String(10), nullable=False),
    Column("conversation", Text, nullable=False),
    Column("more", JSON, nullable=False),
    Column("works", Boolean, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

# The web chat's own record of each conversation, so that a lost connection or a restart
# loses nothing. `seq` is the watermark: a replaced message moves to the end.
transcript = Table(
    "transcript",
    metadata,
    Column("seq", Id, primary_key=True),
    Column("conversation", String(120), nullable=False),
    Column("activity", String(200), nullable=False),
    Column("content", JSON, nullable=False),
    UniqueConstraint("conversation", "activity"),
    Index("ix_transcript_conversation_seq", "conversation", "seq"),
    # Without it SQLite would give a replaced last message its old number again, and a page
    # that has seen that number would never be shown the replacement.
    sqlite_autoincrement=True,
)

# --- the young people's door ------------------------------------------------------------

# A link that opens the chat: to everybody (open), or for one visit.
invitation = Table(
    "invitation",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("script", String(40), nullable=False),
    Column("provision", String(40)),
    Column("lead", ForeignKey("person.id")),
    Column("made_by", ForeignKey("person.id")),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("started", Integer, nullable=False),
)

# One conversation. Where it stands is sealed, and goes when it ends. `code` is a keyed hash of
# the three words, which lead here for as long as answers can be deleted.
talk = Table(
    "talk",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("invitation", ForeignKey("invitation.id"), nullable=False),
    Column("state", LargeBinary),
    Column("revision", Integer, nullable=False),
    Column("code", String(64), nullable=False, unique=True),
    Column("started_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index("ix_talk_expires_at", "expires_at"),
)
