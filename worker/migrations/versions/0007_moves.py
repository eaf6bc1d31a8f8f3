"""Moves of articles from story to story, numbered in a row with articles: the stream tells them in their place."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article_move",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("from_story", sa.String(length=16), nullable=False),
        sa.Column("to_story", sa.String(length=16), nullable=False),
        sa.Column("articles", sa.JSON(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )


def downgrade() -> None:
    op.drop_table("article_move")
