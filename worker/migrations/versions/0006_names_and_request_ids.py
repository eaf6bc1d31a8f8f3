"""Names and request ids: a raw article is found by either without a look at every row, as `trace` is asked for them.

Both together cost an arrival some 25 microseconds. On PostgreSQL names are hashed: a name may be longer than an entry
of a tree may be, and must not be what keeps an article from being stored.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_raw_article_name", "raw_article", ["name"], postgresql_using="hash")
    op.create_index("ix_raw_article_request_id", "raw_article", ["request_id"])


def downgrade() -> None:
    op.drop_index("ix_raw_article_request_id", table_name="raw_article")
    op.drop_index("ix_raw_article_name", table_name="raw_article")
