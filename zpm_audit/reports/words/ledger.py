"""The sentences of the ledger beside the export, the same in the html report and in the workbook."""

from __future__ import annotations

from zpm_audit.base.language import Text, Word
from zpm_audit.reconciliation.model import LeftOut
from zpm_audit.reports.words.shared import SharedWords

LEFT_OUT: dict[LeftOut, Text] = {
    LeftOut.ZONDER_FACTUURDATUM: Text(
        "Declarabele prestaties zonder datum om op aan te sluiten (nog niet gefactureerd)",
        "Declarable prestaties without a date to reconcile by (not invoiced yet)",
    ),
    LeftOut.NA_PEILDATUM: Text(
        "Declarabele prestaties van na de peildatum", "Declarable prestaties after the reference date"
    ),
    LeftOut.EXPORT_BUITEN: Text(
        "Declarabele prestaties buiten het boekjaar van de auditfile",
        "Declarable prestaties outside the financial year of the auditfile",
    ),
    LeftOut.GROOTBOEK_BUITEN: Text(
        "Boekingen met een datum buiten het boekjaar", "Postings dated outside the financial year"
    ),
    LeftOut.BEGINBALANS: Text(
        "Regels van een beginbalans op de omzetrekeningen", "Lines of an opening balance on the revenue accounts"
    ),
}


class LedgerWords(SharedWords):
    """The sentences of the ledger."""

    gb_titel = Word("Grootboek: geboekte omzet per maand", "Ledger: booked revenue per month")
    gb_gelijk = Word(
        "De geboekte omzet is in elke maand ({n}) gelijk aan wat volgens de export gedeclareerd is.",
        "The booked revenue equals in every month ({n}) what was claimed by the export.",
    )
    gb_anders = Word(
        "De geboekte omzet verschilt in {n} van de {alle} maanden van wat volgens de export gedeclareerd is; "
        "grootboek min export is daarin samen {verschil}.",
        "The booked revenue differs in {n} of {alle} months from what was claimed by the export; ledger minus export "
        "is {verschil} in them together.",
    )
    gb_onbekend = Word(
        "Van {n} van de {alle} maanden is niet vast te stellen of de geboekte omzet aansluit: daarin zijn prestaties "
        "zonder bedrag.",
        "Of {n} of {alle} months it cannot be established whether the booked revenue reconciles: they hold prestaties "
        "without an amount.",
    )
    gb_kort = Word("Grootboek", "Ledger")
    gb_kort_anders = Word(
        "omzet verschilt in {n} van {alle} maanden van de export (samen {verschil})",
        "revenue differs from the export in {n} of {alle} months (together {verschil})",
    )
    gb_kort_onbekend = Word(
        "van {n} van {alle} maanden niet vast te stellen", "of {n} of {alle} months it cannot be established"
    )
    gb_kort_telling = Word("de auditfile is misschien niet volledig", "the auditfile may not be complete")
    gb_wat = Word(
        "Vergeleken: bedrag_eur van declarabele prestaties in de maand van {op}, met credit min debet op de "
        "omzetrekeningen in de maand van effDate; beide van {eerste} t/m {laatste}. Bestand {bestand} (XAF {versie}"
        "{bedrijf}), rekeningen {rekeningen}.",
        "Compared: bedrag_eur of declarable prestaties in the month of {op}, with credit minus debit on the revenue "
        "accounts in the month of effDate; both from {eerste} to {laatste}. File {bestand} (XAF {versie}{bedrijf}), "
        "accounts {rekeningen}.",
    )
    gb_opzij = Word(
        "Prestaties die opzij gezet zijn ({n}) hebben geen maand en tellen niet mee naast het grootboek.",
        "Prestaties that were set aside ({n}) have no month and do not count beside the ledger.",
    )
    gb_op_datum = Word(
        "De export noemt geen factuurdatum. De omzet is daarom vergeleken in de maand van uitvoering (datum); wie "
        "later factureert dan uitvoert ziet verschillen tussen maanden die in het jaar wegvallen.",
        "The export names no invoice date. The revenue was therefore compared in the month of care (datum); who "
        "invoices later than the care sees differences between months that cancel out in the year.",
    )
    gb_telling = Word(
        "De auditfile noemt andere tellingen dan erin staan, en is misschien niet volledig: {wat}.",
        "The auditfile states other totals than it holds, and may not be complete: {wat}.",
    )
    gb_munt = Word(
        "{n} boekingen op de omzetrekeningen noemen een andere munt; geteld is het bedrag in euro's (amnt).",
        "{n} postings on the revenue accounts name another currency; counted is the amount in euros (amnt).",
    )
    gb_regels = Word("Boekingen", "Postings")
    gb_credit = Word("Credit", "Credit")
    gb_debet = Word("Debet (correcties)", "Debit (corrections)")
    gb_grootboek = Word("Omzet in het grootboek", "Revenue in the ledger")
    gb_prestaties = Word("Declarabele prestaties", "Declarable prestaties")
    gb_verschil = Word("Grootboek min export", "Ledger minus export")
    gb_uitleg = Word(
        "Waar prestaties geen bedrag hebben is het verschil onbekend, niet nul.",
        "Where prestaties have no amount the difference is unknown, not zero.",
    )
    gb_apart = Word("Niet vergeleken", "Not compared")
    gb_aantal = Word("Aantal", "Number")
    gb_geen = Word("Er is niets buiten de vergelijking gebleven.", "Nothing was left out of the comparison.")
