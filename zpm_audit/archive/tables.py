"""The tables of an archive, as they are read and written. How they are made stands in ``migrations``.

A finding is known once per series. What happens to it is only ever added: it is found (``gevonden``), it is gone
(``opgelost``, ``vervallen``). Whether it is open, new or came back follows from that, and stands nowhere.
So it is with what people say of a finding: every workbook that is read adds what it changes, and is a link of a chain.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, String, Table, Text

#: The version of the tables that this program works with: the last step of ``migrations``.
VERSION = "0003"
VERSION_TABLE = "zpm_archief_versie"
MAKER = "zpm-audit"

#: What came out for prestaties, each counted once. Runs of before these were kept have none.
FIGURES = ("beoordeeld", "met_fout", "direct_goed")

META = MetaData()
ARCHIVE = Table("zpm_archief", META, Column("gemaakt_door", String, primary_key=True), Column("gemaakt_met", String))
SERIES = Table(
    "zpm_reeks",
    META,
    Column("naam", String, primary_key=True),
    Column("aantal", Integer),
    Column("laatste_zegel", String),
    Column("lezingen", Integer),
    Column("laatste_lezing_zegel", String),
)
FILE = Table("zpm_bestand", META, Column("sha256", String, primary_key=True), Column("inhoud", LargeBinary))
RUN = Table(
    "zpm_run",
    META,
    Column("nr", Integer, primary_key=True),
    Column("reeks", String),
    Column("volgnummer", Integer),
    Column("run_id", String),
    Column("begonnen", String),
    Column("peildatum", String),
    Column("versie", String),
    Column("kenmerk", String),
    Column("catalogus_sha256", String),
    Column("catalogus_bestanden", String),
    Column("manifest_sha256", String),
    Column("manifest", String),
    Column("vorige_manifest_sha256", String),
    Column("sleutel_vingerafdruk", String),
    Column("vertrouwen", String),
    Column("impact_cent", BigInteger),
    Column("opties", Text),
    Column("uitvoer", Text),
    Column("vorige_zegel", String),
    Column("zegel", String),
    *(Column(name, BigInteger) for name in FIGURES),
)
COUNTS = ("populatie", "voldoet", "afwijking", "geaccepteerd", "onbepaald", "loopt", "buiten_beeld")
CHECK = Table(
    "zpm_check_run",
    META,
    Column("run", Integer, primary_key=True),
    Column("check_id", String, primary_key=True),
    Column("versie", Integer),
    Column("ernst", String),
    Column("status", String),
    *(Column(name, BigInteger) for name in COUNTS),
    Column("impact_cent", BigInteger),
)
ROWS = Table(
    "zpm_tabel_run",
    META,
    Column("run", Integer, primary_key=True),
    Column("tabel", String, primary_key=True),
    *(Column(name, BigInteger) for name in ("rijen_in", "rijen", "rijen_opzij")),
)
FINDING = Table(
    "zpm_bevinding",
    META,
    Column("nr", Integer, primary_key=True),
    Column("reeks", String),
    Column("check_id", String),
    Column("bevinding_id", String),
)
EVENT = Table(
    "zpm_gebeurtenis",
    META,
    Column("bevinding", Integer, primary_key=True),
    Column("run", Integer, primary_key=True),
    Column("soort", String),
)
#: A workbook that was read: who filled it in, of which run it was (``run``), and after which run it came (``na_run``).
READING = Table(
    "zpm_lezing",
    META,
    Column("nr", Integer, primary_key=True),
    Column("reeks", String),
    Column("volgnummer", Integer),
    Column("run", Integer),
    Column("na_run", Integer),
    Column("gelezen_op", String),
    Column("door", Text),
    Column("werkboek", Text),
    Column("werkboek_sha256", String),
    Column("bewaard_op", String),
    Column("vorige_zegel", String),
    Column("zegel", String),
)
#: What a workbook says of a finding, as far as that is new; a value that it leaves as it was is null, one that it took
#: away is empty. A ``conflict`` says something else than somebody said before, and changes nothing.
SAID = Table(
    "zpm_opvolging",
    META,
    Column("lezing", Integer, primary_key=True),
    Column("bevinding", Integer, primary_key=True),
    Column("soort", String),
    Column("status", String),
    Column("toelichting", Text),
    Column("eigenaar", Text),
    Column("opgepakt_op", String),
    Column("blad", Text),
    Column("rij", Integer),
)
