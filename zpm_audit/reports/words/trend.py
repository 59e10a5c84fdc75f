"""The sentences about the runs of a series: the life of findings and the trend."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.base.language import Noun, Text, Word
from zpm_audit.reports.words.shared import SharedWords

DAY = Noun(Text("dag", "day"), Text("dagen", "days"))


@dataclass(frozen=True)
class TrendWords(SharedWords):
    """The words of the trend, in page and workbook."""

    lv_titel = Word("Sinds de vorige run ({dag})", "Since the previous run ({dag})")
    lv_eerste = Word("De eerste run van reeks {reeks}", "The first run of series {reeks}")
    lv_nieuw = Word("nieuw", "new")
    lv_blijvend = Word("blijvend", "remaining")
    lv_heropend = Word("heropend", "reopened")
    lv_opgelost = Word("opgelost", "solved")
    lv_vervallen = Word("vervallen", "lapsed")
    lv_gemist = Word("na {dagen} zonder run", "after {dagen} without a run")
    tr_titel = Word("Verloop over de runs", "Trend over the runs")
    tr_uitleg = Word(
        "Reeks {reeks}: {n} runs, van {van} tot en met {tot}. Geteld wordt met de peildatum van elke run.",
        "Series {reeks}: {n} runs, from {van} to {tot}. Counted by the reference date of each run.",
    )
    tr_ouder = Word("{n} oudere runs staan er niet bij.", "{n} older runs are not shown.")
    tr_gemist = Word("Zonder run, voor deze run: {dagen}.", "Without a run, before this one: {dagen}.")
    tr_gaten = Word("Eerder zonder run: {dagen}.", "Without a run before that: {dagen}.")
    tr_deels = Word(
        "Niet elke check draaide in de runs van {dagen}: wat zo'n check eerder vond telt daar niet mee en is er niet "
        "opgelost.",
        "Not every check ran in the runs of {dagen}: what such a check found before does not count there and was not "
        "solved.",
    )
    tr_dagen_eerder = Word("{dagen} en {n} eerder", "{dagen} and {n} before")
    tr_een = Word(
        "Er is nog maar een run in deze reeks; een verloop is er vanaf de tweede.",
        "There is only one run in this series yet; a trend begins with the second.",
    )
    tr_kern = Word("Wat er van run tot run veranderde", "What changed from run to run")
    tr_wat = Word("Wat", "What")
    tr_eerst = Word("Eerste run", "First run")
    tr_vorige = Word("Vorige run", "Previous run")
    tr_nu = Word("Deze run", "This run")
    tr_verloop = Word("Verloop", "Trend")
    tr_afwijkingen = Word("Afwijkingen", "Deviations")
    tr_open = Word("waarvan niet geaccepteerd", "of which not accepted")
    tr_fout = Word("Prestaties met een fout", "Prestaties with an error")
    tr_direct_goed = Word("Prestaties die direct goed zijn", "Prestaties right first time")
    tr_onbekend = Word(
        "Onbekend is wat een run van een eerdere versie niet bewaarde.",
        "Unknown is what a run of an earlier version did not keep.",
    )
    tr_grafiek = Word("Afwijkingen per run", "Deviations per run")
    tr_runs = Word("De runs", "The runs")
    tr_run = Word("Run", "Run")
    tr_deze = Word("deze run", "this run")
    tr_herstel = Word("Herstel per thema", "Repair per theme")
    tr_herstel_eigenaar = Word("Herstel per eigenaar", "Repair per owner")
    tr_herstel_uitleg = Word(
        "Van de run die een bevinding vond tot de run waarin zij was opgelost, over de hele reeks. Wat terugkwam is "
        "opgelost en daarna opnieuw gevonden. Wat verviel telt niet mee.",
        "From the run that found a finding until the run in which it was solved, over the whole series. What came back "
        "was solved and then found again. What lapsed does not count.",
    )
    tr_geen_herstel = Word("In deze reeks is nog niets opgelost.", "Nothing was solved in this series yet.")
    tr_thema = Word("Thema", "Theme")
    tr_eigenaar = Word("Eigenaar", "Owner")
    tr_geen_eigenaar = Word("zonder eigenaar", "without an owner")
    tr_opgelost = Word("Opgelost", "Solved")
    tr_dagen = Word("Mediaan in dagen", "Median in days")
    tr_terug = Word("Kwam terug", "Came back")
    tr_geheel = Word("Samen", "Together")
    tr_andere = Word("checks die niet meer in de catalogus staan", "checks that are no longer in the catalogue")
    tr_per_norm = Word("Per norm", "Per norm")
    tr_per_norm_uitleg = Word(
        "Normen met een afwijking in een van deze runs. Elke kolom is een run, op een schaal per norm; een streepje is "
        "een run waarin de check niet draaide.",
        "Norms with a deviation in one of these runs. Each column is a run, on a scale per norm; a dash is a run in "
        "which the check did not run.",
    )
    tr_per_norm_tabel = Word(
        "Afwijkingen van elke norm in de laatste runs; leeg is een run waarin de check niet draaide.",
        "Deviations of every norm in the latest runs; empty is a run in which the check did not run.",
    )
    tr_norm_runs = Word("Afwijkingen per run, {van} t/m {tot}", "Deviations per run, {van} to {tot}")
    tr_niet_gedraaid = Word("niet gedraaid", "did not run")
