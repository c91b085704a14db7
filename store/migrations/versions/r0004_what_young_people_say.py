"""Keep what young people say, who reads it, what was promised, and what was shown."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "voice_link",
        sa.Column("talk", sa.String(length=80), nullable=False),
        sa.Column("voice", sa.String(length=32)),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("talk", name=op.f("pk_voice_link")),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("voice", sa.String(length=32), nullable=False),
        sa.Column("script", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("provision", sa.String(length=40)),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("voice", "step", name=op.f("uq_answer_voice")),
    )
    with op.batch_alter_table("answer") as table:
        table.create_index("ix_answer_script_step", ["script", "step"])
    op.create_table(
        "written",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("talk", sa.String(length=80)),
        sa.Column("script", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("provision", sa.String(length=40)),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("use", sa.Boolean()),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reader", sa.String(length=80)),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.String(length=20)),
        sa.ForeignKeyConstraint(["reader"], ["person.id"], name=op.f("fk_written_reader")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written")),
    )
    with op.batch_alter_table("written") as table:
        table.create_index("ix_written_read_at", ["read_at"])
    with op.batch_alter_table("written") as table:
        table.create_index("ix_written_talk", ["talk"])
    op.create_table(
        "promise",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("written", sa.Integer()),
        sa.Column("provision", sa.String(length=40)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quoted", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.String(length=80)),
        sa.Column("asked_by", sa.String(length=80)),
        sa.Column("asked_on", sa.Date()),
        sa.Column("due", sa.Date()),
        sa.Column("reply", sa.String(length=10)),
        sa.Column("reply_words", sa.Text(), nullable=False),
        sa.Column("replied_by", sa.String(length=80)),
        sa.Column("replied_on", sa.Date()),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True)),
        sa.Column("reminded_on", sa.Date()),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_promise_made_by")),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], name=op.f("fk_promise_owner")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_promise_asked_by")),
        sa.ForeignKeyConstraint(["replied_by"], ["person.id"], name=op.f("fk_promise_replied_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    with op.batch_alter_table("promise") as table:
        table.create_index("ix_promise_provision", ["provision"])
    op.create_table(
        "promise_rating",
        sa.Column("promise", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rater", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["promise"], ["promise.id"], name=op.f("fk_promise_rating_promise")
        ),
        sa.PrimaryKeyConstraint("promise", "rater", name=op.f("pk_promise_rating")),
    )
    op.create_table(
        "published",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("figure", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voices", sa.JSON(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published")),
        sa.UniqueConstraint("figure", "place", "month", name=op.f("uq_published_figure")),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_by", sa.String(length=80), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_statement_said_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    op.create_table(
        "removal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal")),
    )


def downgrade() -> None:
    op.drop_table("removal")
    op.drop_table("statement")
    op.drop_table("published")
    op.drop_table("promise_rating")
    op.drop_table("promise")
    op.drop_table("written")
    op.drop_table("answer")
    op.drop_table("voice_link")
