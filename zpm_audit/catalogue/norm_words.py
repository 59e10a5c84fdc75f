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
#: For a catalogue without a matrix.
NO_MATRIX = Text(
    "Bij deze checks hoort geen normmatrix (referentie/normmatrix met kaders.csv, normen.csv en dekking.csv).",
    "These checks come with no norm matrix (referentie/normmatrix with kaders.csv, normen.csv and dekking.csv).",
)
