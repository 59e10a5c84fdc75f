"""An American package: small letters with underscores, months before days, flags, minutes delivered and scheduled."""

from __future__ import annotations

from examples.vreemd.model import Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import clock, date, turns, words, yes
from examples.vreemd.writing import text_files

_DAY = "%m/%d/%Y"
_KINDS = {
    "consult": "Individual", "groepsconsult": "Group", "verblijfsdag": "Inpatient day",
    "intercollegiaal_overleg": "Peer consultation", "reistijd": "Travel", "tolk": "Interpreter",
    "euthanasie": "Euthanasia", "niet_basispakket": "Not covered", "dagbesteding": "Day program",
    "vaktherapie": "Arts therapy",
}  # fmt: skip


def _make(tables: Tables) -> Foreign:
    services = Sheet(
        {"bestand": "svc_detail.csv"},
        "prestaties",
        tables["prestaties"],
        [
            feeds("svc_id", "prestaties.prestatie_id"),
            feeds("client_ref", "prestaties.patient_id"),
            feeds("episode_ref", "prestaties.zorgtraject_id"),
            feeds("service_date", "prestaties.datum", date("datum", _DAY)),
            feeds("start_time", "prestaties.starttijd", clock("starttijd", "%H:%M")),
            feeds("svc_category", "prestaties.prestatiegroep", words("prestatiegroep", _KINDS)),
            feeds("zpm_code", "prestaties.prestatiecode"),
            feeds("setting_no", "prestaties.setting"),
            feeds("therapist_ref", "prestaties.behandelaar_id"),
            feeds("minutes_delivered", "prestaties.gerealiseerde_minuten"),
            feeds("minutes_scheduled", "prestaties.geplande_minuten"),
            feeds("no_show_flag", "prestaties.aanwezig", yes("aanwezig", "N", "Y")),
            feeds("group_session_ref", "prestaties.groepssessie_id"),
            feeds("group_size", "prestaties.groepsgrootte"),
            feeds("charge_amount", "prestaties.bedrag_eur"),
            feeds("billable_flag", "prestaties.declarabel", yes("declarabel", "Y", "N")),
            feeds("invoice_date", "prestaties.factuurdatum", date("factuurdatum", _DAY)),
            extra("row_created", turns("01/15/2025")),
        ],
    )
    episodes = Sheet(
        {"bestand": "episodes.csv"},
        "zorgtrajecten",
        tables["zorgtrajecten"],
        [
            feeds("episode_ref", "zorgtrajecten.zorgtraject_id"),
            feeds("client_ref", "zorgtrajecten.patient_id"),
            feeds("opened_on", "zorgtrajecten.startdatum", date("startdatum", _DAY)),
            feeds("closed_on", "zorgtrajecten.einddatum", date("einddatum", _DAY)),
            feeds("funding_source", "zorgtrajecten.financiering"),
            feeds("lead_therapist_ref", "zorgtrajecten.regiebehandelaar_id"),
            feeds("referral_type", "zorgtrajecten.verwijstype"),
            feeds("referral_date", "zorgtrajecten.verwijsdatum", date("verwijsdatum", _DAY)),
            feeds("intake_date", "zorgtrajecten.aanmelddatum", date("aanmelddatum", _DAY)),
            feeds("urgent_flag", "zorgtrajecten.spoed", yes("spoed", "Y", "N")),
        ],
    )
    clients = Sheet(
        {"bestand": "clients.csv"},
        "patienten",
        tables["patienten"],
        [
            feeds("client_ref", "patienten.patient_id"),
            feeds("date_of_birth", "patienten.geboortedatum", date("geboortedatum", _DAY)),
            feeds("payer_code", "patienten.uzovi"),
            extra("gender", turns("M", "F")),
        ],
    )
    staff = Sheet(
        {"bestand": "staff.csv"},
        "behandelaren",
        tables["behandelaren"],
        [
            feeds("therapist_ref", "behandelaren.behandelaar_id"),
            feeds("display_name", "behandelaren.naam"),
            feeds("job_title", "behandelaren.beroep"),
            feeds("agb", "behandelaren.agb_code"),
            feeds("employed_from", "behandelaren.geldig_van", date("geldig_van", _DAY)),
            feeds("employed_until", "behandelaren.geldig_tot", date("geldig_tot", _DAY)),
        ],
    )
    return Foreign(tables, [services, episodes, clients, staff], text_files(","))


VERTAALD = Layout("vertaald", "Amerikaans pakket: onderstreepjes, maand voor dag, vlaggen", _make)
