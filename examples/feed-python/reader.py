"""Reads a feed: what is new, record by record."""

from dataclasses import dataclass, field

import canonical
import runs
import source
import statements
from chain import Memory, new_manifests
from envelope import RECORD, Envelope
from faults import Fault

TRIED_AGAIN = (
    "RECORD_UNREACHABLE",
    "RECORD_TOO_LARGE",
    "RECORD_BAD_DIGEST",
    "RECORD_UNKNOWN_NAME",
    "RECORD_UNKNOWN_RUN",
)


@dataclass
class State(Memory):
    """What a reader remembers of a feed: the content hashes of the runs that it took, the digests of all records, and the entries that wait, with their keys."""

    runs: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    waiting: list[dict] = field(default_factory=list)


@dataclass
class Outcome:
    """A record that was taken, with its statement and its run, or one that was left out by a fault."""

    record: str
    kind: str
    statement: dict | None = None
    run: bytes | None = None
    fault: Fault | None = None


def read_feed(files: source.Source, lab: str, pinned: str, state: State):
    """Yields an outcome for each record that is new or was waiting, and moves the state on. Raises Fault for the whole feed: before it yields anything, or where the host goes away, after which the state is not to be kept."""
    manifests = new_manifests(files, lab, pinned, state)
    waiting, state.waiting = state.waiting, []
    listed = set(state.records)
    for tried in waiting:
        yield _outcome(files, lab, tried, state)
    for digest, manifest in manifests:
        for entry in manifest["entries"]:
            if entry["digest"] in listed:
                continue
            listed.add(entry["digest"])
            yield _outcome(files, lab, {**entry, "key": manifest["key"]}, state)
        state.sequence, state.manifest = int(manifest["sequence"]), digest
        state.key = manifest["next"] or manifest["key"]
        state.revoked = manifest["revoked"]
        state.records = list(listed)


def _outcome(files: source.Source, lab: str, entry: dict, state: State) -> Outcome:
    try:
        statement = _statement(files, lab, entry)
        subject = statement["subject"][0]["digest"]["sha256"]
        run = _run(files, lab, entry, statement, subject) if "run" in entry else None
        _known(entry["kind"], subject, statement["predicate"], state)
    except Fault as fault:
        if fault.code == "FEED_UNREACHABLE":
            raise
        if fault.code in TRIED_AGAIN:
            state.waiting.append(entry)
        return Outcome(entry["digest"], entry["kind"], fault=fault)
    if run is not None:
        state.runs.append(subject)
    return Outcome(entry["digest"], entry["kind"], statement, run)


def _file(files: source.Source, folder: str, digest: str, size: float) -> bytes:
    content = files.read(f"{folder}/{digest}.json", int(size), "RECORD")
    if len(content) != size or canonical.digest(content) != digest:
        raise Fault("RECORD_BAD_DIGEST", f"{folder}/{digest}.json has other bytes")
    return content


def _statement(files: source.Source, lab: str, entry: dict) -> dict:
    content = _file(files, "records", entry["digest"], entry["size"])
    try:
        envelope = Envelope(content, RECORD)
    except ValueError as error:
        raise Fault("RECORD_BAD_ENVELOPE", str(error)) from None
    if not envelope.holds(entry["key"]):
        raise Fault("RECORD_BAD_SIGNATURE", "it is not signed with the key of its manifest")
    try:
        statement = canonical.read(envelope.body)
        statements.check(statement, entry["kind"])
    except ValueError as error:
        raise Fault("RECORD_BAD_STATEMENT", str(error)) from None
    if statement["predicate"]["lab"] != lab:
        raise Fault("RECORD_OTHER_LAB", f"it speaks for {statement['predicate']['lab']}")
    return statement


def _run(files: source.Source, lab: str, entry: dict, statement: dict, subject: str) -> bytes:
    if entry["run"]["digest"] != subject:
        raise Fault("RECORD_OTHER_RUN", "it is about another run than the one that comes with it")
    content = _file(files, "runs", subject, entry["run"]["size"])
    try:
        run = runs.read(content)
    except ValueError as error:
        raise Fault("RECORD_BAD_RUN", str(error)) from None
    predicate = statement["predicate"]
    mirrored = entry["kind"] == "mirror"
    for name in ("model", "mode", "benchmark"):
        if predicate[name] != run[name]:
            raise Fault("RECORD_OTHER_RUN", f"it names another {name} than the run")
    if run["lab"] != (predicate["origin"] if mirrored else lab) or (mirrored and run["lab"] == lab):
        raise Fault("RECORD_OTHER_LAB", f"the run is of {run['lab']}")
    if entry["kind"] == "correction" and run.get("supersedes", predicate["supersedes"]) != predicate["supersedes"]:
        raise Fault("RECORD_OTHER_RUN", "it corrects another run than the run itself says")
    return content


def _known(kind: str, subject: str, predicate: dict, state: State):
    """Raises Fault for a record about runs that the feed did not bring."""
    if kind == "retraction" and subject not in state.runs:
        raise Fault("RECORD_UNKNOWN_RUN", "it retracts a run that the feed did not bring")
    if kind == "correction" and predicate["supersedes"] not in state.runs:
        raise Fault("RECORD_UNKNOWN_RUN", "it corrects a run that the feed did not bring")
