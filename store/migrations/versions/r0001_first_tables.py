"""Make the first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "address",
        sa.Column("party", sa.String(length=120), nullable=False),
        sa.Column("door", sa.String(length=10), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("more", sa.JSON(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("party", name=op.f("pk_address")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("did", sa.String(length=60), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_table(
        "board",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("chair", sa.Text(), nullable=True),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
    )
    op.create_table(
        "inbox",
        sa.Column("door", sa.String(length=10), nullable=False),
        sa.Column("activity", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("door", "activity", name=op.f("pk_inbox")),
    )
    op.create_table(
        "measure",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("direction", sa.String(length=20), nullable=False),
        sa.Column("per", sa.Text(), nullable=False),
        sa.Column("also", sa.JSON(), nullable=False),
        sa.Column("baseline", sa.JSON(), nullable=True),
        sa.Column("comparator", sa.JSON(), nullable=True),
        sa.Column("band", sa.JSON(), nullable=True),
        sa.Column("comparable", sa.Boolean(), nullable=False),
        sa.Column("added_by_service", sa.Boolean(), nullable=False),
        sa.Column("flag", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("payload_ver", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("when_unsure", sa.String(length=10), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.Float(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=36), nullable=True),
        sa.Column("lease", sa.Float(), nullable=True),
        sa.Column("message", sa.String(length=200), nullable=True),
        sa.Column("problem", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_due", ["state", "lane", "due"], unique=False)
        batch_op.create_index("ix_outbox_recipient", ["recipient", "state"], unique=False)

    op.create_table(
        "outcome_group",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_group")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("directory_id", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("directory_id", name=op.f("uq_person_directory_id")),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_table(
        "recommendation",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
    )
    op.create_table(
        "role",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
    )
    op.create_table(
        "throttle",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.Column("paused_until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_throttle")),
    )
    op.create_table(
        "transcript",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation", sa.String(length=120), nullable=False),
        sa.Column("activity", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_transcript")),
        sa.UniqueConstraint("conversation", "activity", name=op.f("uq_transcript_conversation")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("transcript", schema=None) as batch_op:
        batch_op.create_index(
            "ix_transcript_conversation_seq", ["conversation", "seq"], unique=False
        )

    op.create_table(
        "workstream",
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_workstream")),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("back", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_absence_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index("ix_absence_person", ["person"], unique=False)

    op.create_table(
        "appointment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_appointment_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index("ix_appointment_kind_scope", ["kind", "scope"], unique=False)
        batch_op.create_index("ix_appointment_person", ["person"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("by", sa.Date(), nullable=True),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["measure"], ["measure.id"], name=op.f("fk_milestone_measure")),
        sa.PrimaryKeyConstraint("measure", "position", name=op.f("pk_milestone")),
    )
    op.create_table(
        "month",
        sa.Column("key", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("board_on", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_reminder_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_reminder_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("draft_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("post_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("draft", sa.Integer(), nullable=False),
        sa.Column("approved_by", sa.String(length=80), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_unapproved_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_month_approved_by")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_month")),
    )
    with op.batch_alter_table("month", schema=None) as batch_op:
        batch_op.create_index("ix_month_state", ["state"], unique=False)

    op.create_table(
        "objective",
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("workstream", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workstream"], ["workstream.ref"], name=op.f("fk_objective_workstream")
        ),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_objective")),
    )
    op.create_table(
        "place",
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("awaiting", sa.String(length=80), nullable=False),
        sa.Column("last", sa.JSON(), nullable=True),
        sa.Column("pending", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_place_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_place")),
    )
    op.create_table(
        "seat",
        sa.Column("board", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("meeting", sa.JSON(), nullable=True),
        sa.Column("anchor", sa.Boolean(), nullable=False),
        sa.Column("card", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["board"], ["board.id"], name=op.f("fk_seat_board")),
        sa.PrimaryKeyConstraint("board", name=op.f("pk_seat")),
    )
    op.create_table(
        "shift",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("until", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_shift_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    op.create_table(
        "action",
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("objective", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("original_end", sa.Date(), nullable=True),
        sa.Column("ongoing", sa.Boolean(), nullable=False),
        sa.Column("cadence", sa.String(length=20), nullable=False),
        sa.Column("last_update", sa.JSON(), nullable=False),
        sa.Column("last_update_as_at", sa.Date(), nullable=True),
        sa.Column("rag", sa.String(length=1), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["objective"], ["objective.ref"], name=op.f("fk_action_objective")),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_action")),
    )
    op.create_table(
        "ask",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extended_to", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["month"], ["month.key"], name=op.f("fk_ask_month")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_ask_person")),
        sa.PrimaryKeyConstraint("month", "person", name=op.f("pk_ask")),
    )
    op.create_table(
        "posting",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("board", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["board"], ["board.id"], name=op.f("fk_posting_board")),
        sa.ForeignKeyConstraint(["month"], ["month.key"], name=op.f("fk_posting_month")),
        sa.PrimaryKeyConstraint("month", "board", name=op.f("pk_posting")),
    )
    op.create_table(
        "summary",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("draft", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["month"], ["month.key"], name=op.f("fk_summary_month")),
        sa.PrimaryKeyConstraint("month", "draft", name=op.f("pk_summary")),
    )
    op.create_table(
        "action_lead",
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ref"], ["action.ref"], name=op.f("fk_action_lead_ref")),
        sa.ForeignKeyConstraint(["role"], ["role.id"], name=op.f("fk_action_lead_role")),
        sa.PrimaryKeyConstraint("ref", "role", name=op.f("pk_action_lead")),
    )
    op.create_table(
        "action_outcome",
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("outcome_group", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outcome_group"], ["outcome_group.id"], name=op.f("fk_action_outcome_outcome_group")
        ),
        sa.ForeignKeyConstraint(["ref"], ["action.ref"], name=op.f("fk_action_outcome_ref")),
        sa.PrimaryKeyConstraint("ref", "outcome_group", name=op.f("pk_action_outcome")),
    )
    op.create_table(
        "action_recommendation",
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("recommendation", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation"],
            ["recommendation.id"],
            name=op.f("fk_action_recommendation_recommendation"),
        ),
        sa.ForeignKeyConstraint(["ref"], ["action.ref"], name=op.f("fk_action_recommendation_ref")),
        sa.PrimaryKeyConstraint("ref", "recommendation", name=op.f("pk_action_recommendation")),
    )
    op.create_table(
        "delegation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("lead", sa.String(length=80), nullable=False),
        sa.Column("colleague", sa.String(length=80), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["colleague"], ["person.id"], name=op.f("fk_delegation_colleague")),
        sa.ForeignKeyConstraint(["lead"], ["person.id"], name=op.f("fk_delegation_lead")),
        sa.ForeignKeyConstraint(["ref"], ["action.ref"], name=op.f("fk_delegation_ref")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index("ix_delegation_ref", ["ref"], unique=False)

    op.create_table(
        "drafted",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("said_by", sa.String(length=80), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["month"], ["month.key"], name=op.f("fk_drafted_month")),
        sa.ForeignKeyConstraint(["ref"], ["action.ref"], name=op.f("fk_drafted_ref")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_drafted_said_by")),
        sa.PrimaryKeyConstraint("month", "ref", name=op.f("pk_drafted")),
    )
    op.create_table(
        "item",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["month"], ["month.key"], name=op.f("fk_item_month")),
        sa.ForeignKeyConstraint(["ref"], ["action.ref"], name=op.f("fk_item_ref")),
        sa.PrimaryKeyConstraint("month", "ref", name=op.f("pk_item")),
    )
    op.create_table(
        "measure_use",
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["measure"], ["measure.id"], name=op.f("fk_measure_use_measure")),
        sa.ForeignKeyConstraint(["ref"], ["action.ref"], name=op.f("fk_measure_use_ref")),
        sa.PrimaryKeyConstraint("measure", "ref", name=op.f("pk_measure_use")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("rag", sa.String(length=1), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("evidence_link", sa.Text(), nullable=False),
        sa.Column("revised_end", sa.Date(), nullable=True),
        sa.Column("end_why", sa.Text(), nullable=False),
        sa.Column("suggested", sa.String(length=1), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("said_by", sa.String(length=80), nullable=False),
        sa.Column("said_for", sa.String(length=80), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by", sa.String(length=80), nullable=True),
        sa.Column("entered_by", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["drafted_by"], ["person.id"], name=op.f("fk_report_drafted_by")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_report_entered_by")),
        sa.ForeignKeyConstraint(["month"], ["month.key"], name=op.f("fk_report_month")),
        sa.ForeignKeyConstraint(["ref"], ["action.ref"], name=op.f("fk_report_ref")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_report_said_by")),
        sa.ForeignKeyConstraint(["said_for"], ["role.id"], name=op.f("fk_report_said_for")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("month", "ref", "version", name=op.f("uq_report_month")),
    )
    op.create_table(
        "reading",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=True),
        sa.Column("precision", sa.String(length=10), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=True),
        sa.Column("denominator", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("report", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["measure"], ["measure.id"], name=op.f("fk_reading_measure")),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name=op.f("fk_reading_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index("ix_reading_measure", ["measure"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("report", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("said_by", sa.String(length=80), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name=op.f("fk_review_report")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_review_said_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index("ix_review_report", ["report"], unique=False)

    op.create_table(
        "withdrawal",
        sa.Column("report", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("said_by", sa.String(length=80), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name=op.f("fk_withdrawal_report")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_withdrawal_said_by")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_withdrawal")),
    )


def downgrade() -> None:

    op.drop_table("withdrawal")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index("ix_review_report")

    op.drop_table("review")
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_index("ix_reading_measure")

    op.drop_table("reading")
    op.drop_table("report")
    op.drop_table("measure_use")
    op.drop_table("item")
    op.drop_table("drafted")
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_index("ix_delegation_ref")

    op.drop_table("delegation")
    op.drop_table("action_recommendation")
    op.drop_table("action_outcome")
    op.drop_table("action_lead")
    op.drop_table("summary")
    op.drop_table("posting")
    op.drop_table("ask")
    op.drop_table("action")
    op.drop_table("shift")
    op.drop_table("seat")
    op.drop_table("place")
    op.drop_table("objective")
    with op.batch_alter_table("month", schema=None) as batch_op:
        batch_op.drop_index("ix_month_state")

    op.drop_table("month")
    op.drop_table("milestone")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index("ix_appointment_person")
        batch_op.drop_index("ix_appointment_kind_scope")

    op.drop_table("appointment")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index("ix_absence_person")

    op.drop_table("absence")
    op.drop_table("workstream")
    with op.batch_alter_table("transcript", schema=None) as batch_op:
        batch_op.drop_index("ix_transcript_conversation_seq")

    op.drop_table("transcript")
    op.drop_table("throttle")
    op.drop_table("role")
    op.drop_table("recommendation")
    op.drop_table("plan")
    op.drop_table("person")
    op.drop_table("outcome_group")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_recipient")
        batch_op.drop_index("ix_outbox_due")

    op.drop_table("outbox")
    op.drop_table("meta")
    op.drop_table("measure")
    op.drop_table("inbox")
    op.drop_table("board")
    op.drop_table("audit")
    op.drop_table("address")
