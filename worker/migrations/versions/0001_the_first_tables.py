"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("raw_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=1024), nullable=False),
        sa.Column("wire", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=32), nullable=False),
        sa.Column("guid", sa.String(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.Column("story_id", sa.String(length=16), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("relation", sa.String(length=16), nullable=True),
        sa.Column("copy_of", sa.String(length=16), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("similarity", sa.Float(), nullable=True),
        sa.Column("contained", sa.Float(), nullable=True),
        sa.Column("contains", sa.Float(), nullable=True),
        sa.Column("digest_of", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("publisher", sa.String(), nullable=True),
        sa.Column("agency", sa.String(), nullable=True),
        sa.Column("headline", sa.String(), nullable=False),
        sa.Column("byline", sa.String(), nullable=True),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("dateline_place", sa.String(), nullable=True),
        sa.Column("dateline_date", sa.Date(), nullable=True),
        sa.Column("slug", sa.String(), nullable=True),
        sa.Column("signal", sa.String(length=16), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("zone_stated", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("summary", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("word_count", sa.Integer(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("organisations", sa.JSON(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=True),
        sa.Column("pub_status", sa.String(length=16), nullable=False),
        sa.Column("embargo_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ed_note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("article_id"),
        sa.UniqueConstraint("raw_id", "item"),
    )
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_published_at"), ["published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_story_id"), ["story_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_verdict"), ["verdict"], unique=False)
        batch_op.create_index("ix_article_wire_guid", ["wire", "guid"], unique=False)
        batch_op.create_index("ix_article_wire_slug", ["wire", "slug"], unique=False)

    op.create_table(
        "fingerprint",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    with op.batch_alter_table("fingerprint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fingerprint_day"), ["day"], unique=False)

    op.create_table(
        "fingerprint_key",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "seq"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("fingerprint_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fingerprint_key_day"), ["day"], unique=False)

    op.create_table(
        "quarantine",
        sa.Column("quarantine_id", sa.Integer(), nullable=False),
        sa.Column("raw_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("wire", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=1024), nullable=False),
        sa.Column("media_type", sa.String(length=255), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("quarantined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("quarantine_id"),
        sa.UniqueConstraint("raw_id", "item"),
    )
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quarantine_raw_id"), ["raw_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quarantine_reason"), ["reason"], unique=False)
        batch_op.create_index(batch_op.f("ix_quarantine_wire"), ["wire"], unique=False)

    op.create_table(
        "raw_article",
        sa.Column("raw_id", sa.String(length=32), nullable=False),
        sa.Column("wire", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=1024), nullable=False),
        sa.Column("media_type", sa.String(length=255), nullable=True),
        sa.Column("hints", sa.JSON(), nullable=False),
        sa.Column("request_id", sa.String(length=128), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("body_bytes", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("raw_id"),
    )
    with op.batch_alter_table("raw_article", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_raw_article_received_at"), ["received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_raw_article_wire"), ["wire"], unique=False)

    op.create_table(
        "ruling",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("other_id", sa.String(length=16), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("ruling_id"),
    )
    with op.batch_alter_table("ruling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ruling_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ruling_other_id"), ["other_id"], unique=False)

    op.create_table(
        "shingle_weight",
        sa.Column("shingle", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shingle"),
    )
    with op.batch_alter_table("shingle_weight", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shingle_weight_version"), ["version"], unique=False)

    op.create_table(
        "story",
        sa.Column("story_id", sa.String(length=16), nullable=False),
        sa.Column("lead_id", sa.String(length=16), nullable=False),
        sa.Column("lead_rank", sa.String(length=64), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("killed", sa.Boolean(), nullable=False),
        sa.Column("first_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_into", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("story_id"),
    )
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_story_last_received_at"), ["last_received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_story_merged_into"), ["merged_into"], unique=False)

    op.create_table(
        "story_merge",
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.String(length=16), nullable=False),
        sa.Column("merged", sa.String(length=16), nullable=False),
        sa.Column("article_id", sa.String(length=16), nullable=True),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("merge_id"),
    )
    with op.batch_alter_table("story_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_story_merge_merged"), ["merged"], unique=False)
        batch_op.create_index(batch_op.f("ix_story_merge_story_id"), ["story_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("story_merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_story_merge_story_id"))
        batch_op.drop_index(batch_op.f("ix_story_merge_merged"))

    op.drop_table("story_merge")
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_story_merged_into"))
        batch_op.drop_index(batch_op.f("ix_story_last_received_at"))

    op.drop_table("story")
    with op.batch_alter_table("shingle_weight", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shingle_weight_version"))

    op.drop_table("shingle_weight")
    with op.batch_alter_table("ruling", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ruling_other_id"))
        batch_op.drop_index(batch_op.f("ix_ruling_article_id"))

    op.drop_table("ruling")
    with op.batch_alter_table("raw_article", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_raw_article_wire"))
        batch_op.drop_index(batch_op.f("ix_raw_article_received_at"))

    op.drop_table("raw_article")
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quarantine_wire"))
        batch_op.drop_index(batch_op.f("ix_quarantine_reason"))
        batch_op.drop_index(batch_op.f("ix_quarantine_raw_id"))

    op.drop_table("quarantine")
    with op.batch_alter_table("fingerprint_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fingerprint_key_day"))

    op.drop_table("fingerprint_key")
    with op.batch_alter_table("fingerprint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fingerprint_day"))

    op.drop_table("fingerprint")
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_index("ix_article_wire_slug")
        batch_op.drop_index("ix_article_wire_guid")
        batch_op.drop_index(batch_op.f("ix_article_verdict"))
        batch_op.drop_index(batch_op.f("ix_article_story_id"))
        batch_op.drop_index(batch_op.f("ix_article_published_at"))

    op.drop_table("article")
