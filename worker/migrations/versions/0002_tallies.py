"""Tallies: how often what happened on which wire, and when each wire was last heard; begun from what is stored."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tally",
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("wire", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=32), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hour", "name", "wire", "label"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wire",
        sa.Column("wire", sa.String(length=64), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("longest_gap_s", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("wire"),
    )
    op.execute("INSERT INTO wire SELECT wire, min(received_at), max(received_at), 0 FROM article GROUP BY wire")
    op.execute("INSERT INTO tally SELECT 0, 'article', wire, verdict, count(*) FROM article GROUP BY wire, verdict")


def downgrade() -> None:
    op.drop_table("wire")
    op.drop_table("tally")
