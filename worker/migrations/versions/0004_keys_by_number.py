"""Keys by number: index keys expire with their article, whose number rises, so that their second tree grows at its end.

By day, every key went to a place of its own in that tree, as in the first: twice the pages written for each batch.
Fingerprints of before are of another make and find nothing; they go, and so does what was learned by them.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM fingerprint_key")
    op.execute("DELETE FROM fingerprint")
    op.execute("DELETE FROM shingle_weight")
    op.drop_index("ix_fingerprint_key_day", table_name="fingerprint_key")
    op.create_index("ix_fingerprint_key_seq", "fingerprint_key", ["seq"])


def downgrade() -> None:
    op.drop_index("ix_fingerprint_key_seq", table_name="fingerprint_key")
    op.create_index("ix_fingerprint_key_day", "fingerprint_key", ["day"])
