"""One audit from export to published reports: the order of the steps, and nothing else."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from zpm_audit.base.language import Text
from zpm_audit.base.pseudonyms import load_key
from zpm_audit.base.workplace import working_folder
from zpm_audit.catalogue.official import difference
from zpm_audit.commands.command_line import command_of
from zpm_audit.commands.console import complain, steps, tell_recovered
from zpm_audit.commands.covering import without_patients
from zpm_audit.commands.delivery import deliver
from zpm_audit.commands.empty_period import refuse_empty_period
from zpm_audit.commands.inputs import chosen_checks, read_inputs
from zpm_audit.commands.mark import deciding_files, mark_of, steering_files
from zpm_audit.commands.memory import Memory
from zpm_audit.commands.options import Options
from zpm_audit.commands.outcome import Outcome
from zpm_audit.commands.trust import trust_in
from zpm_audit.engine.context import Context
from zpm_audit.engine.run import judge
from zpm_audit.findings.assemble import assemble
from zpm_audit.findings.carried import carried_columns
from zpm_audit.findings.covered import Covering
from zpm_audit.findings.recalculation import recalculate
from zpm_audit.findings.worklists import refuse_unknown
from zpm_audit.intake import load_mapping
from zpm_audit.intake.account import table_facts
from zpm_audit.intake.contract import begin, load_suites
from zpm_audit.output.hashing import FileHash, hash_files
from zpm_audit.output.manifest import write_manifest
from zpm_audit.output.publish import staged_output
from zpm_audit.reconciliation import Reconciliation, claim_notes, compare_claim, count_export, refuse_unusable
from zpm_audit.register import Register
from zpm_audit.reports.build import Found
from zpm_audit.reports.parts import InputFile
from zpm_audit.reports.words.shared import ROW

DEFAULT_FOLDER = Path("zpm-audit-uitvoer")


def run_audit(options: Options) -> Outcome:
    """Audit one export and publish the output as a whole, or not at all."""
    started, clock = datetime.now(UTC), time.monotonic()
    refuse_unusable(options.declaratie)
    catalogue, norms = chosen_checks(options)
    suites = load_suites(catalogue.suites)
    mapping = load_mapping(options.mapping) if options.mapping else None
    asked, options = options, options.completed(mapping, catalogue)
    key = load_key()
    memory = Memory.of(options)
    run_id = f"{started:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    target = options.out or DEFAULT_FOLDER / run_id
    tell_recovered(target, options.language)
    with (
        memory.door() as door,
        staged_output(target, options.overwrite, options.access) as folder,
        working_folder() as work,
        steps() as show,
        ThreadPoolExecutor(1) as background,
    ):
        given = read_inputs(options, mapping, catalogue, work, show, key)
        register, catalogue = given.register, given.catalogue
        refuse_empty_period(register, options.period)
        refuse_unknown(options.worklists, [*carried_columns(register).values()])
        steering = steering_files(catalogue, options)
        hashed = background.submit(hash_files, deciding_files(register, catalogue, steering))
        with begin(register, peildatum=options.peildatum, work=work, gx=options.gx, suites=suites) as contract:
            period = (options.period.first, options.period.last) if options.period else None
            context = Context(register, catalogue, options.peildatum, settings=options.instellingen, period=period)
            show.now(Text("Aansluiting tellen", "Counting the reconciliation").in_(options.language))
            reconciliation = _reconcile(context, options, work / "aansluiting")
            judgement = judge(
                register,
                catalogue,
                options.peildatum,
                work / "oordelen",
                language=options.language,
                progress=show.now,
                settings=options.instellingen,
                period=period,
                key=key,
                traceable=options.traceable,
            )
            show.now(Text("Bevindingen samenstellen", "Assembling findings").in_(options.language))
            audit = assemble(context, judgement, work / "bevindingen", key=key, traceable=options.traceable)
            show.now(Text("Herrekenen", "Recalculating").in_(options.language))
            recalculation = recalculate(
                context, judgement, audit.findings, work / "herrekening", key=key, traceable=options.traceable
            )
            show.now(Text("Datacontract beoordelen", "Assessing the data contract").in_(options.language))
            assessed = contract.finish()
        hashes = hashed.result()
        found = Found(
            context=context,
            audit=audit,
            contract=assessed,
            reconciliation=reconciliation,
            vertrouwen=trust_in(register, judgement, options.grenzen, memory.rows),
            recalculation=recalculation,
            totals=given.totals,
            norms=norms,
            notes=(*given.notes, *claim_notes(reconciliation)),
            files=_files(register, options, hashes),
            mark=mark_of(register, catalogue, steering, options, hashes),
            export=options.export_name(register),
            performed=started.astimezone().date(),
            catalogue=difference(catalogue, hashes),
            period=options.period,
            options=options.influence(),
            command=command_of(asked),
        )
        found = without_patients(found, Covering(register, key), traceable=options.traceable)
        while True:
            remembered = door.remembered(found, judgement, key, work)
            delivered = deliver(remembered, options, folder, work, show)
            if door.claim():
                break
        write_manifest(
            folder,
            inputs=register.sources,
            checks=catalogue.folder,
            extra_files=steering,
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
        door.put(remembered, options, folder, target)
    for words in delivered.unmade.values():
        complain(words.in_(options.language))
    return Outcome(delivered.report, target, options.fail_on, tuple(delivered.unmade))


def _reconcile(context: Context, options: Options, work: Path) -> Reconciliation:
    """Count what came in and what will be judged, and put what was claimed beside it."""
    counted = count_export(context)
    return compare_claim(counted, context, options.declaratie, work) if options.declaratie else counted


def _files(register: Register, options: Options, hashes: Mapping[Path, FileHash]) -> list[InputFile]:
    """Return the files and the queries that the audit rests on, each once."""
    sources = register.sources
    kinds = [
        *(("invoer", path) for path in sources),
        *(("declaratie", path) for path in options.declaratie if path not in sources),
        *(("codelijst", path) for path in options.codelijst if path not in sources),
    ]
    files = [InputFile(path.name, kind, hashes[path].bytes, hashes[path].sha256) for kind, path in kinds]
    for query in register.queried:
        told = f"{query.database} ({query.table}: {ROW.counted(query.rows).in_(options.language)})"
        files.append(InputFile(told, "query", None, query.sha256))
    return files
