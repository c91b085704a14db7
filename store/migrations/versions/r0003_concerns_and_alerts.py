"""Keep concerns sealed, what happened to each, and the test alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concern",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("talk", sa.String(length=80)),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("because", sa.JSON(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("contact", sa.LargeBinary()),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("acknowledged_by", sa.String(length=80)),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True)),
        sa.Column("closed_by", sa.String(length=80)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_why", sa.LargeBinary()),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["person.id"], name=op.f("fk_concern_acknowledged_by")
        ),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_concern_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("reference", name=op.f("uq_concern_reference")),
    )
    with op.batch_alter_table("concern") as table:
        table.create_index("ix_concern_state", ["state"])
    with op.batch_alter_table("concern") as table:
        table.create_index("ix_concern_talk", ["talk"])
    op.create_table(
        "concern_step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("concern", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("did", sa.String(length=12), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("rung", sa.Integer()),
        sa.ForeignKeyConstraint(["concern"], ["concern.id"], name=op.f("fk_concern_step_concern")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_step")),
    )
    with op.batch_alter_table("concern_step") as table:
        table.create_index("ix_concern_step_concern", ["concern"])
    op.create_table(
        "alert_test",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to", sa.JSON(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True)),
        sa.Column("acknowledged_by", sa.String(length=80)),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["person.id"], name=op.f("fk_alert_test_acknowledged_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_test")),
    )


def downgrade() -> None:
    op.drop_table("alert_test")
    op.drop_table("concern_step")
    op.drop_table("concern")
