"""The index in shelves: on PostgreSQL keys and sketches stand in partitions by article number.

New keys go to the newest shelf, whose tree is small and stays in memory; what has left the window goes with its whole
shelf. What is there becomes the first shelf as it is: no row is copied. On SQLite one tree serves as well.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_FIRST_SHELF = 65_536  # articles of which the first shelf of an empty database has room; see Settings.shelf_articles
_TABLES = ("fingerprint_key", "fingerprint")
_COLUMNS = {
    "fingerprint_key": "key bigint NOT NULL, seq bigint NOT NULL, day integer NOT NULL, PRIMARY KEY (key, seq)",
    "fingerprint": "seq bigint NOT NULL, day integer NOT NULL, sketch bytea NOT NULL, PRIMARY KEY (seq)",
}
# Rows lie in the order of their numbers, so the ranges of their pages tell where a number is: a thousandth of a tree.
_BY_NUMBER = "CREATE INDEX ix_fingerprint_key_seq ON fingerprint_key USING brin (seq) WITH (autosummarize = on)"
_BY_DAY = "CREATE INDEX ix_fingerprint_day ON fingerprint (day)"


def upgrade() -> None:
    op.create_table(
        "fingerprint_shelf",
        sa.Column("low", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("high", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sieve", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("low"),
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    last = op.get_bind().execute(sa.text("SELECT coalesce(max(seq), 0) FROM article")).scalar_one()
    high = (last // _FIRST_SHELF + 1) * _FIRST_SHELF
    op.execute("DROP INDEX ix_fingerprint_key_seq")
    op.execute("DROP INDEX ix_fingerprint_day")
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} RENAME TO {table}_0")
        op.execute(f"ALTER INDEX {table}_pkey RENAME TO {table}_0_pkey")
        op.execute(f"CREATE TABLE {table} ({_COLUMNS[table]}) PARTITION BY RANGE (seq)")
        op.execute(f"ALTER TABLE {table} ATTACH PARTITION {table}_0 FOR VALUES FROM (0) TO ({high})")
    op.execute(_BY_NUMBER)
    op.execute(_BY_DAY)
    op.execute(f"INSERT INTO fingerprint_shelf (low, high, version) VALUES (0, {high}, 0)")  # noqa: S608 - a number


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in _TABLES:
            op.execute(f"CREATE TABLE {table}_all (LIKE {table})")
            op.execute(f"INSERT INTO {table}_all SELECT * FROM {table}")  # noqa: S608 - constants
            op.execute(f"DROP TABLE {table}")
            op.execute(f"ALTER TABLE {table}_all RENAME TO {table}")
        op.execute("ALTER TABLE fingerprint_key ADD PRIMARY KEY (key, seq)")
        op.execute("ALTER TABLE fingerprint ADD PRIMARY KEY (seq)")
        op.create_index("ix_fingerprint_key_seq", "fingerprint_key", ["seq"])
        op.create_index("ix_fingerprint_day", "fingerprint", ["day"])
    op.drop_table("fingerprint_shelf")
