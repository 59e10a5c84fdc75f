"""The figures of prestaties per run, from which a trend is drawn. Of earlier runs they are not known."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns."""
    for name in ("beoordeeld", "met_fout", "direct_goed"):
        op.add_column("zpm_run", sa.Column(name, sa.BigInteger))
