"""Adds to a feed in a folder: runs, then records, then manifests, and at the end the head in one step."""

import os
import tempfile
from datetime import datetime, timezone

import canonical
import runs
from chain import Memory, new_manifests
from envelope import HEAD, MANIFEST, RECORD, public_key, seal
from faults import Fault
from source import Source
from statements import WITH_RUN, statement


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Publisher:
    """What is to be added to the feed of a lab in a folder, which begins with the first manifest."""

    def __init__(self, folder: str, lab: str, key):
        """Raises Fault where the folder holds a feed that this key does not continue."""
        self.folder, self.lab, self.key = folder, lab, key
        self.entries: list[dict] = []
        self.memory = Memory()
        if os.path.exists(os.path.join(folder, "feed.json")):
            self._go_on()

    def add(self, kind: str, run: dict | str, /, **further) -> str:
        """Writes a record about a run, which is the run itself or its content hash. Gives the digest of the record."""
        entry: dict = {"kind": kind}
        if kind in WITH_RUN:
            whole, content = runs.publishable(run)
            run = self._write("runs", content)
            entry["run"] = {"digest": run, "size": len(content)}
            named = {name: whole[name] for name in ("model", "mode", "benchmark")}
            stated = {name: measure["value"] for name, measure in whole["measures"].items()}
            further = {**named, "measures": stated, **further}
        predicate = {"lab": self.lab, "statedAt": now(), **further}
        content = seal(RECORD, statement(kind, run, predicate), self.key)
        entry.update(digest=self._write("records", content), size=len(content))
        self.entries.append(entry)
        return entry["digest"]

    def publish(self, next_key=None, revoked: bool = False) -> str:
        """Writes manifests of at most 1,000 records and the head. Gives the digest of the last manifest."""
        for start in range(0, max(len(self.entries), 1), 1000):
            last = start + 1000 >= len(self.entries)
            manifest = {
                "entries": self.entries[start : start + 1000],
                "key": public_key(self.key),
                "lab": self.lab,
                "next": public_key(next_key) if last and next_key else None,
                "previous": self.memory.manifest,
                "publishedAt": max(now(), self.published),
                "revoked": last and revoked,
                "sequence": self.memory.sequence + 1,
                "version": 1,
            }
            content = seal(MANIFEST, manifest, self.key)
            self.memory.manifest, self.memory.sequence = self._write("manifests", content), manifest["sequence"]
            self.published = manifest["publishedAt"]
        head = {name: manifest[name] for name in ("lab", "publishedAt", "sequence", "version")}
        head["manifest"] = {"digest": self.memory.manifest, "size": len(content)}
        self._replace("feed.json", seal(HEAD, head, next_key or self.key))
        self.entries = []
        return self.memory.manifest

    published = "0001-01-01T00:00:00.000Z"

    def _go_on(self):
        # Reading the whole chain also finds a folder that somebody else changed.
        manifests = new_manifests(Source(self.folder), self.lab, None, self.memory)
        digest, last = manifests[-1]
        # After a revocation any other key goes on, once the peers have pinned it.
        in_force = public_key(self.key) == (last["next"] or last["key"])
        if in_force == last["revoked"]:
            raise Fault("FEED_OTHER_KEY", "the feed is not continued with this key")
        self.memory.manifest, self.memory.sequence = digest, int(last["sequence"])
        self.published = last["publishedAt"]

    def _write(self, folder: str, content: bytes) -> str:
        digest = canonical.digest(content)
        self._replace(f"{folder}/{digest}.json", content)
        return digest

    def _replace(self, path: str, content: bytes):
        whole = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=os.path.dirname(whole), delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(file.name, 0o644)
        os.replace(file.name, whole)
