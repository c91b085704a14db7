"""Keep the links that open the young people's chat, and where each conversation stands."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("script", sa.String(length=40), nullable=False),
        sa.Column("provision", sa.String(length=40)),
        sa.Column("lead", sa.String(length=80)),
        sa.Column("made_by", sa.String(length=80)),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("started", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lead"], ["person.id"], name=op.f("fk_invitation_lead")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_invitation_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    op.create_table(
        "talk",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("invitation", sa.String(length=80), nullable=False),
        sa.Column("state", sa.LargeBinary()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["invitation"], ["invitation.id"], name=op.f("fk_talk_invitation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
        sa.UniqueConstraint("code", name=op.f("uq_talk_code")),
    )
    with op.batch_alter_table("talk") as table:
        table.create_index("ix_talk_expires_at", ["expires_at"])


def downgrade() -> None:
    op.drop_table("talk")
    op.drop_table("invitation")
