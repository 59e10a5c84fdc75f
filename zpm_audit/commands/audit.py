"""One audit from export to published reports: the order of the steps, and nothing else."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from zpm_audit.base.language import Text
from zpm_audit.base.pseudonyms import Key, load_key
from zpm_audit.base.workplace import working_folder
from zpm_audit.catalogue.official import difference
from zpm_audit.commands.by_hand import with_programme
from zpm_audit.commands.command_line import command_of, run_named
from zpm_audit.commands.console import Steps, complain, steps, tell_recovered
from zpm_audit.commands.covering import acceptances_without_patients, without_patients
from zpm_audit.commands.delivery import Delivered, deliver, load_makers
from zpm_audit.commands.empty_period import refuse_empty_period
from zpm_audit.commands.framework import framed, read_beside
from zpm_audit.commands.inputs import chosen_checks, read_acceptances, read_inputs, refuse_unfit_acceptances
from zpm_audit.commands.mailing import mail_summary
from zpm_audit.commands.mark import deciding_files, mark_of, steering_files
from zpm_audit.commands.memory import Memory
from zpm_audit.commands.opinion import weighed
from zpm_audit.commands.options import Options
from zpm_audit.commands.outcome import Outcome
from zpm_audit.commands.signing import signed, with_signer
from zpm_audit.commands.trust import trust_in
from zpm_audit.engine.context import Context
from zpm_audit.engine.run import Judgement
from zpm_audit.engine.shards.judging import judge_as
from zpm_audit.findings.acceptances import Acceptances
from zpm_audit.findings.acceptances.audit import accepted_in
from zpm_audit.findings.assemble import assemble
from zpm_audit.findings.carried import carried_columns
from zpm_audit.findings.covered import Covering
from zpm_audit.findings.model import Audit
from zpm_audit.findings.recalculation import Recalculation, expected_costs, recalculate
from zpm_audit.findings.worklists import refuse_unknown
from zpm_audit.intake import load_mapping
from zpm_audit.intake.account import table_facts
from zpm_audit.intake.contract import ContractOutcome, StartedContract, begin, load_suites
from zpm_audit.output.hashing import FileHash, hash_files
from zpm_audit.output.manifest import write_manifest
from zpm_audit.output.publish import staged_output
from zpm_audit.output.retention import Kept, remove_old, runs_in
from zpm_audit.reconciliation import (
    BookedRevenue,
    Reconciliation,
    compare_claim,
    compare_ledger,
    count_export,
    read_revenue,
    reconciliation_notes,
    refuse_lonely,
    refuse_unusable,
)
from zpm_audit.register import Register
from zpm_audit.reports.build import Found
from zpm_audit.reports.parts import InputFile
from zpm_audit.reports.words.shared import ROW


def run_audit(options: Options) -> Outcome:
    """Audit one export and publish the output as a whole, or not at all."""
    started, clock = datetime.now(UTC), time.monotonic()
    refuse_unusable(options.declaratie)
    refuse_lonely(options.grootboek, options.omzetrekeningen)
    chosen = chosen_checks(options)
    catalogue = chosen.catalogue
    suites = load_suites(catalogue.suites)
    mapping = load_mapping(options.mapping) if options.mapping else None
    asked, options = options, with_signer(options.completed(mapping, catalogue))
    acceptances = read_acceptances(options, chosen.ids)
    framework = read_beside(options, catalogue, chosen.ids)
    key = load_key()
    memory = Memory.of(options)
    other_key = () if options.out or memory.knows_key else key_notes(runs_in(options.outputs), key)
    run_id = f"{started:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    target = tell_recovered(options.out or options.outputs / run_id, options.language)
    with (
        memory.door() as door,
        staged_output(target, options.overwrite, options.access) as folder,
        working_folder() as work,
        steps() as show,
        ThreadPoolExecutor(1) as background,
    ):
        if options.reports:
            background.submit(load_makers)
        booked = _booked(options, work / "grootboek", show)
        given = read_inputs(options, mapping, catalogue, work, show, key)
        register, catalogue = given.register, given.catalogue
        refuse_empty_period(register, options.period)
        refuse_unfit_acceptances(acceptances, register)
        refuse_unknown(options.worklists, [*carried_columns(register).values()])
        steering = steering_files(catalogue, options)
        hashed = background.submit(hash_files, deciding_files(register, catalogue, steering))
        with begin(register, peildatum=options.peildatum, work=work, gx=options.gx, suites=suites) as contract:
            context = Context(
                register, catalogue, options.peildatum, settings=options.instellingen, period=options.period
            )
            show.now(Text("Aansluiting tellen", "Counting the reconciliation").in_(options.language))
            reconciliation = _reconcile(context, options, booked, work / "aansluiting")
            notes = (*options.notes, *other_key, *given.notes, *reconciliation_notes(reconciliation))
            judgement = judge_as(options.division)(
                register,
                catalogue,
                options.peildatum,
                work / "oordelen",
                language=options.language,
                progress=show.now,
                settings=options.instellingen,
                period=options.period,
                key=key,
                traceable=options.traceable,
            )
            examined = _examined(
                contract, context, judgement, work, options, show, key, acceptable=acceptances is not None
            )
        hashes = hashed.result()
        found = Found(
            context=context,
            audit=examined.audit,
            contract=examined.contract,
            reconciliation=reconciliation,
            vertrouwen=trust_in(register, judgement, options.grenzen, memory.rows),
            recalculation=examined.recalculation,
            totals=given.totals,
            norms=chosen.norms,
            notes=notes,
            files=_files(register, options, hashes),
            mark=mark_of(register, catalogue, steering, options, hashes),
            export=options.export_name(register),
            performed=started.astimezone().date(),
            catalogue=difference(catalogue, hashes),
            period=options.period,
            options=options.influence(),
            command=command_of(asked),
            sign_off=options.sign_off,
            without_acceptances=options.without_acceptances,
            owners=options.owners,
            named=run_named(run_id, options),
        )
        covering = Covering(register, key)
        found = _covered(found, covering, options, show)
        found = with_programme(
            weighed(_accepted(found, acceptances, context, work, covering, options), options, work, key),
            options,
            work / "met-de-hand",
            covering,
        )
        while True:
            remembered = framed(door.remembered(found, judgement, key, work, run_id), framework, memory.archive)
            delivered = deliver(remembered, options, folder, work, show, covering)
            if door.claim():
                break
        write_manifest(
            folder,
            inputs=register.sources,
            checks=catalogue.folder,
            extra_files=steering | options.beside(),
            options=options.all(),
            peildatum=options.peildatum,
            kenmerk=found.mark,
            run_id=run_id,
            started=started,
            duration_s=time.monotonic() - clock,
            key_fingerprint=key.fingerprint,
            hashes=hashes,
            queried=register.queried,
            tables={t.name: table_facts(t) for t in register.tables.values()},
            unmade=tuple(delivered.unmade),
            previous=door.previous(),
        )
        delivered = signed(delivered, folder, options)
        door.put(remembered, options, folder, target)
    return _finished(delivered, target, options, started)


@dataclass(frozen=True)
class _Examined:
    """What came of the register: the findings, what prestaties should have cost, and the data contract."""

    audit: Audit
    recalculation: Recalculation
    contract: ContractOutcome


def _examined(
    contract: StartedContract,
    context: Context,
    judgement: Judgement,
    work: Path,
    options: Options,
    show: Steps,
    key: Key,
    *,
    acceptable: bool,
) -> _Examined:
    """Assemble what was judged; what prestaties should have cost is worked out beside it."""
    costs, traceable = work / "herrekening", options.traceable
    show.now(Text("Bevindingen samenstellen", "Assembling findings").in_(options.language))
    with ThreadPoolExecutor(1) as beside:
        expecting = beside.submit(expected_costs, context, judgement, costs)
        found = work / "bevindingen"
        audit = assemble(context, judgement, found, key=key, traceable=traceable, acceptable=acceptable)
        show.now(Text("Herrekenen", "Recalculating").in_(options.language))
        recalculation = recalculate(
            context, judgement, expecting.result(), audit.findings, costs, key=key, traceable=traceable
        )
    show.now(Text("Datacontract beoordelen", "Assessing the data contract").in_(options.language))
    return _Examined(audit, recalculation, contract.finish())


def _finished(delivered: Delivered, target: Path, options: Options, started: datetime) -> Outcome:
    """Do what comes after the output is in place, which changes nothing of it: say, clear away, mail."""
    for words in delivered.unmade.values():
        complain(words.in_(options.language))
    done = remove_old(options.outputs, options.keep, started) if options.keep and not options.out else []
    if options.mail is not None:
        mailed = mail_summary(delivered.report, target, options.mail)
        done += [mailed.sent] if mailed.sent else []
        if mailed.failed:
            complain(mailed.failed.in_(options.language))
    return Outcome(delivered.report, target, options.fail_on, tuple(delivered.unmade), tuple(done))


def key_notes(earlier: Sequence[Kept], key: Key) -> tuple[Text, ...]:
    """Say so where the previous run had another key: the same patient then has another pseudonym."""
    before = next((run.key_fingerprint for run in earlier if run.key_fingerprint), key.fingerprint)
    if before == key.fingerprint:
        return ()
    return (
        Text(
            f"De sleutel voor pseudoniemen is een andere dan bij de vorige run (vingerafdruk {key.fingerprint}, toen "
            f"{before}): bevindingen over patiënten zijn niet met die run te vergelijken, en acceptaties ervan gelden "
            "niet. Draai met een account, of zet voor beide dezelfde sleutel.",
            f"The key for pseudonyms differs from that of the previous run (fingerprint {key.fingerprint}, then "
            f"{before}): findings about patients cannot be compared with that run, and acceptances of those do not "
            "hold. Run with one account, or set the same key for both.",
        ),
    )


def _booked(options: Options, work: Path, show: Steps) -> BookedRevenue | None:
    """Read the ledger before the export: a wrong one should not cost the reading of an export."""
    if options.grootboek is None:
        return None
    show.now(Text("Grootboek inlezen", "Reading the ledger").in_(options.language))
    return read_revenue(options.grootboek, options.omzetrekeningen, work)


def _reconcile(context: Context, options: Options, booked: BookedRevenue | None, work: Path) -> Reconciliation:
    """Count what came in and what will be judged, and put what was claimed and what was booked beside it."""
    counted = count_export(context)
    if options.declaratie:
        counted = compare_claim(counted, context, options.declaratie, work)
    return compare_ledger(counted, context, booked) if booked else counted


def _covered(found: Found, covering: Covering, options: Options, show: Steps) -> Found:
    show.now(Text("Patiënten afschermen", "Covering patients").in_(options.language))
    return without_patients(found, covering, traceable=options.traceable)


def _accepted(
    found: Found, acceptances: Acceptances | None, context: Context, work: Path, covering: Covering, options: Options
) -> Found:
    """Put acceptances beside the findings: they speak of them as people see them."""
    key = covering.key if options.traceable else None
    audit = accepted_in(found.audit, acceptances, context, work, key)
    return acceptances_without_patients(replace(found, audit=audit), covering, options)


def _files(register: Register, options: Options, hashes: Mapping[Path, FileHash]) -> list[InputFile]:
    """Return the files and the queries that the audit rests on, each once."""
    sources = register.sources
    kinds = [
        *(("invoer", path) for path in sources),
        *(("declaratie", path) for path in options.declaratie if path not in sources),
        *(("grootboek", path) for path in (options.grootboek,) if path is not None and path not in sources),
        *(("codelijst", path) for path in options.codelijst if path not in sources),
    ]
    files = [InputFile(path.name, kind, hashes[path].bytes, hashes[path].sha256) for kind, path in kinds]
    for query in register.queried:
        told = f"{query.database} ({query.table}: {ROW.counted(query.rows).in_(options.language)})"
        files.append(InputFile(told, "query", None, query.sha256))
    return files
