"""Whether a run stands in its archive as its folder tells of it, and whether its series is still whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zpm_audit.archive.history import read_history
from zpm_audit.archive.place import Place
from zpm_audit.archive.store import Archive
from zpm_audit.base.language import Text
from zpm_audit.output.manifest import SELF_HASH


def series_breaks(manifest: Mapping[str, Any], archive: str) -> Iterator[Text]:
    """Yield what is wrong between the manifest of a run and an archive."""
    found = read_history(Archive(Place(archive)))
    run, before = (_part(manifest, name) for name in ("run", "vorige_run"))
    run_id = str(run.get("run_id"))
    mine = next((past.row for past in found.runs if past.row["run_id"] == run_id), None)
    if mine is None:
        yield Text(
            f"run {run_id} staat niet in het archief: hij is eruit gehaald, of hoort bij een ander archief",
            f"run {run_id} is not in the archive: it was removed, or belongs to another archive",
        )
    elif mine["manifest_sha256"] != manifest.get(SELF_HASH):
        yield Text(
            f"het archief kent van run {run_id} een ander manifest (sha256 {mine['manifest_sha256']})",
            f"the archive knows another manifest of run {run_id} (sha256 {mine['manifest_sha256']})",
        )
    series = str(mine["reeks"]) if mine is not None else str(before.get("reeks", ""))
    known = {past.row["manifest_sha256"]: past.row["run_id"] for past in found.runs if past.row["reeks"] == series}
    if before.get("manifest_sha256") and before["manifest_sha256"] not in known:
        yield Text(
            f"de run waarop deze volgde ({before.get('run_id')}) staat niet meer in reeks {series}",
            f"the run that this one followed ({before.get('run_id')}) is no longer in series {series}",
        )
    for name, broken in found.broken:
        if not series or name == series:
            yield Text(f"reeks {name}: {broken.text.nl}", f"series {name}: {broken.text.en}")


def _part(manifest: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a part of a manifest, also of one that somebody wrote by hand."""
    found = manifest.get(name)
    return found if isinstance(found, dict) else {}
