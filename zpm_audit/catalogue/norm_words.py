"""The words of the norm matrix, the same on the terminal, in the pages and in the reports."""

from __future__ import annotations

from zpm_audit.base.language import Text
from zpm_audit.catalogue.norms import Coverage, Summary

COVERAGE_NAME: dict[Coverage, Text] = {
    "exact": Text("exact", "exact"),
    "over": Text("meldt te veel", "over-reports"),
    "onder": Text("meldt te weinig", "under-reports"),
    "hand": Text("met de hand", "by hand"),
    "geen": Text("niet gedekt", "not covered"),
}
COVERAGE_MEANING: dict[Coverage, Text] = {
    "exact": Text(
        "De check beoordeelt wat de norm vraagt, voor zover de norm bekend is.",
        "The check judges what the norm asks, as far as the norm is known.",
    ),
    "over": Text(
        "De check kan iets melden dat de norm toestaat: lees de toelichting vóór er gevolgen aan te verbinden.",
        "The check may report what the norm allows: read the explanation before acting on it.",
    ),
    "onder": Text(
        "De check ziet een deel van de norm: geen melding is geen bewijs dat aan de norm is voldaan.",
        "The check sees a part of the norm: no report is no proof that the norm is complied with.",
    ),
    "hand": Text(
        "Een mens moet het nagaan; de toelichting zegt wat.",
        "A person has to verify it; the explanation says what.",
    ),
    "geen": Text(
        "Niets in zpm-audit gaat hierover; de toelichting zegt waarom.",
        "Nothing in zpm-audit is about this; the explanation says why.",
    ),
}
SUMMARY_NAME: dict[Summary, Text] = {
    "exact": Text("exact gedekt", "covered exactly"),
    "deels": Text("deels gedekt", "covered partly"),
    "hand": Text("met de hand", "by hand"),
    "geen": Text("niet gedekt", "not covered"),
}
#: From what a work programme draws.
DRAWN: dict[str, Text] = {
    "prestaties": Text("beoordeelde prestaties", "judged prestaties"),
    "consulten": Text("beoordeelde consulten", "judged consults"),
    "groepsconsulten": Text("beoordeelde groepsconsulten", "judged group consults"),
    "verblijfsdagen": Text("beoordeelde verblijfsdagen", "judged days of stay"),
    "reistijd": Text("beoordeelde toeslagen reistijd", "judged travel supplements"),
    "overleg": Text("beoordeeld intercollegiaal overleg", "judged peer consultation"),
    "andere_prestaties": Text("beoordeelde andere prestaties", "judged other prestaties"),
    "zorgtrajecten": Text("zorgtrajecten met beoordeelde prestaties", "trajectories with judged prestaties"),
    "zorgtrajecten_fz": Text(
        "forensische zorgtrajecten met beoordeelde prestaties", "forensic trajectories with judged prestaties"
    ),
    "behandelaren": Text("behandelaren met beoordeelde prestaties", "practitioners with judged prestaties"),
    "patienten": Text("patiënten met beoordeelde prestaties", "patients with judged prestaties"),
    "eenmalig": Text(
        "eenmalig na te gaan: er is niets om uit te trekken", "to see to once: there is nothing to draw from"
    ),
}
#: For a catalogue without a matrix.
NO_MATRIX = Text(
    "Bij deze checks hoort geen normmatrix (referentie/normmatrix met kaders.csv, normen.csv en dekking.csv).",
    "These checks come with no norm matrix (referentie/normmatrix with kaders.csv, normen.csv and dekking.csv).",
)
