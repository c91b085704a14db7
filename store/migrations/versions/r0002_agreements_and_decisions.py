"""Keep that a joint lead agrees, and what a board decided."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement",
        sa.Column("report", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_agreement_person")),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name=op.f("fk_agreement_report")),
        sa.PrimaryKeyConstraint("report", "person", name=op.f("pk_agreement")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("board", sa.String(length=80), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_by", sa.String(length=80), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["board"], ["board.id"], name=op.f("fk_decision_board")),
        sa.ForeignKeyConstraint(["month"], ["month.key"], name=op.f("fk_decision_month")),
        sa.ForeignKeyConstraint(["ref"], ["action.ref"], name=op.f("fk_decision_ref")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_decision_said_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision") as table:
        table.create_index("ix_decision_ref", ["ref"])


def downgrade() -> None:
    op.drop_table("decision")
    op.drop_table("agreement")
