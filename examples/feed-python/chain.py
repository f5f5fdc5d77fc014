"""The manifests of a feed, from the newest to the one that was read last, and the keys that sign them."""

from dataclasses import dataclass

import canonical
import source
from envelope import HEAD, MANIFEST, Envelope, key_id
from faults import Fault
from shapes import DIGEST, LAB, base64_bytes, boolean, each, instant, integer, lists, members, nothing_or, same, texts
from statements import PREDICATES, WITH_RUN

MOST_NEW, MOST_BYTES = 100_000, 1024**3

_digest = texts(DIGEST)
_common = {"lab": texts(LAB), "publishedAt": instant, "sequence": integer(1, 1_000_000), "version": same(1.0)}


def _file(most: int):
    return lambda value: members(value, {"digest": _digest, "size": integer(1, most)})


def _entry(value):
    kind = value.get("kind") if isinstance(value, dict) else None
    run = {"run": _file(source.RUN)} if kind in WITH_RUN else {}
    required = {"digest": _digest, "kind": texts("|".join(PREDICATES)), "size": integer(1, source.RECORD), **run}
    # Bundles of Sigstore are left unread.
    members(value, required, {"bundle": _file(1_048_576)})


_head = {**_common, "manifest": _file(source.MANIFEST)}
_manifest = {
    **_common,
    "entries": lists(each(_entry, 1000)),
    "key": base64_bytes(32),
    "next": nothing_or(base64_bytes(32)),
    "previous": nothing_or(_digest),
    "revoked": boolean,
}


@dataclass
class Memory:
    """What was read of a feed: the last manifest, the key in force after it, and whether that key was revoked."""

    sequence: int = 0
    manifest: str | None = None
    key: str | None = None
    revoked: bool = False


def open_envelope(content: bytes, payload_type: str, shape: dict) -> tuple[Envelope, dict]:
    try:
        envelope = Envelope(content, payload_type)
    except ValueError as error:
        raise Fault("FEED_BAD_ENVELOPE", str(error)) from None
    try:
        payload = canonical.read(envelope.body)
        members(payload, shape)
        if payload.get("revoked") and payload["next"] is not None:
            raise ValueError("a key that is revoked hands over to no other one")
    except ValueError as error:
        raise Fault("FEED_BAD_PAYLOAD", str(error)) from None
    return envelope, payload


def new_manifests(files: source.Source, lab: str, pinned: str | None, memory: Memory) -> list[tuple[str, dict]]:
    """The manifests that follow the remembered one, each with its digest, from the oldest to the newest. A publisher pins no key of its own feed. Raises Fault."""
    head_envelope, head = open_envelope(files.read("feed.json", source.HEAD, "FEED"), HEAD, _head)
    if head["lab"] != lab:
        raise Fault("FEED_OTHER_LAB", f"the feed is of {head['lab']}")
    if head["sequence"] < memory.sequence:
        raise Fault("FEED_ROLLED_BACK", f"the head has the sequence {head['sequence']:.0f} after {memory.sequence}")
    if head["sequence"] - memory.sequence > MOST_NEW:
        raise Fault("FEED_BAD_CHAIN", f"there are more than {MOST_NEW} new manifests")
    chain: list[tuple[str, dict]] = []
    bytes_read = 0
    following, digest, size = head, head["manifest"]["digest"], head["manifest"]["size"]
    for sequence in range(int(head["sequence"]), memory.sequence, -1):
        if bytes_read > MOST_BYTES:
            raise Fault("FEED_BAD_CHAIN", f"there are more than {MOST_BYTES} bytes of new manifests")
        manifest, length = _read_manifest(files, digest, size)
        bytes_read += length
        if manifest["lab"] != lab:
            raise Fault("FEED_OTHER_LAB", f"manifest {sequence} is of {manifest['lab']}")
        _follows(manifest, following, sequence)
        chain.append((digest, manifest))
        following, digest, size = manifest, manifest["previous"], None
    if digest != memory.manifest:
        raise Fault("FEED_FORKED", f"manifest {memory.sequence} is another one than was read before")
    chain.reverse()
    key = _check_keys(chain, pinned, memory)
    if key is not None and not head_envelope.holds(key):
        raise Fault("FEED_BAD_SIGNATURE", "the head is not signed with the key in force")
    return chain


def _read_manifest(files: source.Source, digest: str, size: float | None) -> tuple[dict, int]:
    content = files.read(f"manifests/{digest}.json", int(size or source.MANIFEST), "FEED")
    if canonical.digest(content) != digest or (size is not None and len(content) != size):
        raise Fault("FEED_BAD_DIGEST", f"manifest {digest} has other bytes")
    envelope, manifest = open_envelope(content, MANIFEST, _manifest)
    if not envelope.holds(manifest["key"]):
        raise Fault("FEED_BAD_SIGNATURE", f"manifest {digest} is not signed with its key")
    return manifest, len(content)


def _follows(manifest: dict, following: dict, sequence: int):
    """Raises Fault unless this manifest stands before the following one (or under the head)."""
    at_start = manifest["previous"] is None
    if manifest["sequence"] != sequence or at_start != (sequence == 1) or manifest["publishedAt"] > following["publishedAt"]:
        raise Fault("FEED_BAD_CHAIN", f"manifest {sequence} does not stand before the next one")
    if "manifest" in following and manifest["publishedAt"] != following["publishedAt"]:
        raise Fault("FEED_BAD_CHAIN", "the head has another instant than its manifest")
    if len({entry["digest"] for entry in manifest["entries"]}) < len(manifest["entries"]):
        raise Fault("FEED_BAD_CHAIN", f"a record stands twice in manifest {sequence}")


def _check_keys(chain: list[tuple[str, dict]], pinned: str | None, memory: Memory) -> str | None:
    """The key that signs the head."""
    key, revoked = memory.key, memory.revoked
    if memory.sequence == 0 and not any(
        pinned in (None, key_id(named)) for _, manifest in chain for named in (manifest["key"], manifest["next"]) if named
    ):
        raise Fault("FEED_OTHER_KEY", "the key that was pinned is not in the feed")
    for _, manifest in chain:
        if revoked and (manifest["key"] == key or pinned not in (None, key_id(manifest["key"]))):
            raise Fault("FEED_KEY_REVOKED", f"manifest {manifest['sequence']:.0f} follows a revoked key")
        if not revoked and key is not None and manifest["key"] != key:
            raise Fault("FEED_OTHER_KEY", f"manifest {manifest['sequence']:.0f} has a key that is not in force")
        key, revoked = manifest["next"] or manifest["key"], manifest["revoked"]
    return key
