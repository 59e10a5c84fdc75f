"""What people say of findings, by the workbooks in which they said it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables, and to each series the end of its chain of workbooks."""
    op.add_column("zpm_reeks", sa.Column("lezingen", sa.Integer, nullable=False, server_default="0"))
    op.add_column("zpm_reeks", sa.Column("laatste_lezing_zegel", sa.String))
    op.create_table(
        "zpm_lezing",
        sa.Column("nr", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("reeks", sa.String, sa.ForeignKey("zpm_reeks.naam"), nullable=False),
        sa.Column("volgnummer", sa.Integer, nullable=False),
        sa.Column("run", sa.Integer, sa.ForeignKey("zpm_run.nr"), nullable=False),
        sa.Column("na_run", sa.Integer, sa.ForeignKey("zpm_run.nr"), nullable=False),
        sa.Column("gelezen_op", sa.String, nullable=False),
        sa.Column("door", sa.Text, nullable=False),
        sa.Column("werkboek", sa.Text, nullable=False),
        sa.Column("werkboek_sha256", sa.String, nullable=False),
        sa.Column("bewaard_op", sa.String),
        sa.Column("vorige_zegel", sa.String),
        sa.Column("zegel", sa.String, nullable=False),
        sa.UniqueConstraint("reeks", "volgnummer"),
    )
    op.create_table(
        "zpm_opvolging",
        sa.Column("lezing", sa.Integer, sa.ForeignKey("zpm_lezing.nr"), primary_key=True),
        sa.Column("bevinding", sa.Integer, sa.ForeignKey("zpm_bevinding.nr"), primary_key=True),
        sa.Column("soort", sa.String, nullable=False),
        sa.Column("status", sa.String),
        sa.Column("toelichting", sa.Text),
        sa.Column("eigenaar", sa.Text),
        sa.Column("opgepakt_op", sa.String),
        sa.Column("blad", sa.Text, nullable=False),
        sa.Column("rij", sa.Integer, nullable=False),
        sa.CheckConstraint("soort in ('gezet', 'conflict')", name="soort_opvolging"),
    )
    op.create_index("zpm_opvolging_per_bevinding", "zpm_opvolging", ["bevinding"])
