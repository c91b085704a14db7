"""Keep what an officer proposed as complete, and what boards said to it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report") as table:
        table.add_column(sa.Column("complete", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "completion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("board", sa.String(length=80), nullable=False),
        sa.Column("ruling", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_by", sa.String(length=80), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["month"], ["month.key"], name=op.f("fk_completion_month")),
        sa.ForeignKeyConstraint(["ref"], ["action.ref"], name=op.f("fk_completion_ref")),
        sa.ForeignKeyConstraint(["board"], ["board.id"], name=op.f("fk_completion_board")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_completion_said_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
    )
    with op.batch_alter_table("completion") as table:
        table.create_index("ix_completion_ref", ["ref"])


def downgrade() -> None:
    op.drop_table("completion")
    with op.batch_alter_table("report") as table:
        table.drop_column("complete")
