"""The first archive."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "zpm_archief",
        sa.Column("gemaakt_door", sa.String, primary_key=True),
        sa.Column("gemaakt_met", sa.String, nullable=False),
    )
    op.create_table(
        "zpm_reeks",
        sa.Column("naam", sa.String, primary_key=True),
        sa.Column("aantal", sa.Integer, nullable=False),
        sa.Column("laatste_zegel", sa.String),
    )
    op.create_table(
        "zpm_bestand",
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("inhoud", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "zpm_run",
        sa.Column("nr", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("reeks", sa.String, sa.ForeignKey("zpm_reeks.naam"), nullable=False),
        sa.Column("volgnummer", sa.Integer, nullable=False),
        sa.Column("run_id", sa.String, nullable=False, unique=True),
        sa.Column("begonnen", sa.String, nullable=False),
        sa.Column("peildatum", sa.String, nullable=False),
        sa.Column("versie", sa.String, nullable=False),
        sa.Column("kenmerk", sa.String, nullable=False),
        sa.Column("catalogus_sha256", sa.String, nullable=False),
        sa.Column("catalogus_bestanden", sa.String, sa.ForeignKey("zpm_bestand.sha256"), nullable=False),
        sa.Column("manifest_sha256", sa.String, nullable=False),
        sa.Column("manifest", sa.String, sa.ForeignKey("zpm_bestand.sha256"), nullable=False),
        sa.Column("vorige_manifest_sha256", sa.String),
        sa.Column("sleutel_vingerafdruk", sa.String),
        sa.Column("vertrouwen", sa.String, nullable=False),
        sa.Column("impact_cent", sa.BigInteger),
        sa.Column("opties", sa.Text, nullable=False),
        sa.Column("uitvoer", sa.Text, nullable=False),
        sa.Column("vorige_zegel", sa.String),
        sa.Column("zegel", sa.String, nullable=False),
        sa.UniqueConstraint("reeks", "volgnummer"),
    )
    counts = ("populatie", "voldoet", "afwijking", "geaccepteerd", "onbepaald", "loopt", "buiten_beeld")
    op.create_table(
        "zpm_check_run",
        sa.Column("run", sa.Integer, sa.ForeignKey("zpm_run.nr"), primary_key=True),
        sa.Column("check_id", sa.String, primary_key=True),
        sa.Column("versie", sa.Integer, nullable=False),
        sa.Column("ernst", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in counts),
        sa.Column("impact_cent", sa.BigInteger),
    )
    op.create_table(
        "zpm_tabel_run",
        sa.Column("run", sa.Integer, sa.ForeignKey("zpm_run.nr"), primary_key=True),
        sa.Column("tabel", sa.String, primary_key=True),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("rijen_in", "rijen", "rijen_opzij")),
    )
    op.create_table(
        "zpm_bevinding",
        sa.Column("nr", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("reeks", sa.String, sa.ForeignKey("zpm_reeks.naam"), nullable=False),
        sa.Column("check_id", sa.String, nullable=False),
        sa.Column("bevinding_id", sa.String, nullable=False),
        sa.UniqueConstraint("reeks", "bevinding_id"),
    )
    op.create_table(
        "zpm_gebeurtenis",
        sa.Column("bevinding", sa.Integer, sa.ForeignKey("zpm_bevinding.nr"), primary_key=True),
        sa.Column("run", sa.Integer, sa.ForeignKey("zpm_run.nr"), primary_key=True),
        sa.Column("soort", sa.String, nullable=False),
        sa.CheckConstraint("soort in ('gevonden', 'opgelost', 'vervallen')", name="soort"),
    )
    op.create_index("zpm_gebeurtenis_per_run", "zpm_gebeurtenis", ["run"])
