"""A data warehouse in English: keys, facts and dimensions, moments with their distance to UTC, amounts in cents."""

from __future__ import annotations

import polars as pl

from examples.vreemd.model import Field, Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import cents, plus, start, turns, words, yes
from examples.vreemd.writing import text_files

_FACTS = {
    "consult": "Consult", "groepsconsult": "GroupConsult", "verblijfsdag": "InpatientDay",
    "intercollegiaal_overleg": "PeerConsultation", "reistijd": "TravelTime", "tolk": "Interpreter",
    "euthanasie": "Euthanasia", "niet_basispakket": "NotInsured", "dagbesteding": "DayCare",
    "vaktherapie": "ArtsTherapy",
}  # fmt: skip


def _utc(moment: pl.Expr) -> pl.Expr:
    """Return a local moment with its distance to UTC, which changes with summer time."""
    local = moment.dt.replace_time_zone("Europe/Amsterdam", ambiguous="earliest", non_existent="null")
    return local.dt.strftime("%Y-%m-%dT%H:%M:%S%:z")


def _moment(name: str) -> pl.Expr:
    return pl.col(name).str.to_datetime("%Y-%m-%dT%H:%M")


def _make(canonical: Tables) -> Foreign:
    lines = canonical["prestaties"].with_columns(pl.col("starttijd").fill_null("00:00"))
    tables = canonical | {"prestaties": lines}
    facts = Sheet(
        {"bestand": "fact_care_activity.csv"},
        "prestaties",
        lines,
        [
            feeds("ActivityKey", "prestaties.prestatie_id"),
            feeds("PatientKey", "prestaties.patient_id"),
            feeds("CareTrajectoryKey", "prestaties.zorgtraject_id"),
            feeds("PractitionerKey", "prestaties.behandelaar_id"),
            Field(
                "StartDateTime",
                _utc(start()),
                {
                    "prestaties.datum": {"datum_van": "StartDateTime"},
                    "prestaties.starttijd": {"tijd_van": "StartDateTime"},
                },
            ),
            Field(
                "EndDateTime",
                _utc(plus(start(), "gerealiseerde_minuten")),
                {"prestaties.gerealiseerde_minuten": {"minuten_van": {"van": "StartDateTime", "tot": "EndDateTime"}}},
            ),
            feeds("PlannedDurationMinutes", "prestaties.geplande_minuten"),
            feeds("PlannedAt", "prestaties.gepland_op", _utc(_moment("gepland_op"))),
            feeds("ActivityType", "prestaties.prestatiegroep", words("prestatiegroep", _FACTS)),
            feeds(
                "ConsultType",
                "prestaties.consulttype",
                words("consulttype", {"diagnostiek": "Diagnostic", "behandeling": "Treatment"}),
            ),
            feeds("ActivityCode", "prestaties.prestatiecode"),
            feeds("SettingCode", "prestaties.setting"),
            feeds("GroupSessionKey", "prestaties.groepssessie_id"),
            feeds("GroupSize", "prestaties.groepsgrootte"),
            feeds("IsPresent", "prestaties.aanwezig"),
            feeds("ParentActivityKey", "prestaties.hoofdprestatie_id"),
            feeds("IsBillable", "prestaties.declarabel"),
            Field("AmountCents", cents("bedrag_eur"), {"prestaties.bedrag_eur": {"centen": "AmountCents"}}),
            feeds("InvoiceDate", "prestaties.factuurdatum"),
            extra("LoadDateTime", turns("2025-01-15T04:00:00+01:00")),
        ],
    )
    trajectories = Sheet(
        {"bestand": "dim_care_trajectory.csv"},
        "zorgtrajecten",
        tables["zorgtrajecten"],
        [
            feeds("CareTrajectoryKey", "zorgtrajecten.zorgtraject_id"),
            feeds("PatientKey", "zorgtrajecten.patient_id"),
            feeds("StartDate", "zorgtrajecten.startdatum"),
            feeds("EndDate", "zorgtrajecten.einddatum"),
            feeds("FinanceType", "zorgtrajecten.financiering", words("financiering", _FINANCE)),
            feeds("LeadPractitionerKey", "zorgtrajecten.regiebehandelaar_id"),
            feeds("ReferrerType", "zorgtrajecten.verwijstype"),
            feeds("ReferralDate", "zorgtrajecten.verwijsdatum"),
            feeds("ReferrerAgbCode", "zorgtrajecten.verwijzer_agb"),
            feeds("IsUrgent", "zorgtrajecten.spoed"),
            extra("LoadDateTime", turns("2025-01-15T04:00:00+01:00")),
        ],
    )
    patients = Sheet(
        {"bestand": "dim_patient.csv"},
        "patienten",
        tables["patienten"],
        [
            feeds("PatientKey", "patienten.patient_id"),
            feeds("BirthDate", "patienten.geboortedatum"),
            feeds("InsurerCode", "patienten.uzovi"),
            feeds("HasPrivacyStatement", "patienten.privacyverklaring", yes("privacyverklaring", "true", "false")),
        ],
    )
    practitioners = Sheet(
        {"bestand": "dim_practitioner.csv"},
        "behandelaren",
        tables["behandelaren"],
        [
            feeds("PractitionerKey", "behandelaren.behandelaar_id"),
            feeds("Profession", "behandelaren.beroep"),
            feeds("AgbCode", "behandelaren.agb_code"),
            feeds("BigNumber", "behandelaren.big_nummer"),
            feeds("ValidFrom", "behandelaren.geldig_van"),
            feeds("ValidTo", "behandelaren.geldig_tot"),
        ],
    )
    codes = Sheet(
        {"bestand": "dim_activity_code.csv"},
        "codelijst",
        tables["codelijst"],
        [
            feeds("ActivityCode", "codelijst.prestatiecode"),
            feeds("Description", "codelijst.omschrijving"),
            feeds("ValidFrom", "codelijst.geldig_van"),
            feeds("ValidTo", "codelijst.geldig_tot"),
            feeds("MaximumTariff", "codelijst.max_tarief_eur"),
        ],
    )
    return Foreign(
        tables,
        [facts, trajectories, patients, practitioners, codes],
        text_files(","),
    )


_FINANCE = {"zvw": "HealthInsuranceAct", "fz": "Forensic", "anders": "Other"}

MAGAZIJN = Layout("magazijn", "Engels datamagazijn: tijdstippen met afstand tot UTC, centen, een codetabel", _make)
