"""Lessons in a log: what a batch taught is one row, and is added to the table of weights once a minute.

Two trees go that nobody asks: articles by their date, and raw articles by their wire, of which `replay` reads all.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lesson",
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("taught", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
    op.drop_index("ix_article_published_at", table_name="article")
    op.drop_index("ix_raw_article_wire", table_name="raw_article")


def downgrade() -> None:
    op.create_index("ix_raw_article_wire", "raw_article", ["wire"])
    op.create_index("ix_article_published_at", "article", ["published_at"])
    op.drop_table("lesson")
