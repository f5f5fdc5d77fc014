"""The statements of records: what each kind of predicate holds."""

from runs import depth, holds_nul
from shapes import DIGEST, LAB, address, day, each, instant, lists, members, number, objects, same, text, texts

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://paretograph.dev/attestation/{}/v1"

_digest = texts(DIGEST)
_every = {"lab": texts(LAB), "statedAt": instant}
_named = {name: text(1, 1000) for name in ("model", "mode", "benchmark")}
_reason = {"reason": text(1, 10_000)}


def _measures(value):
    objects(each(number, 100))(value)
    for name in value:
        text(1, 1000)(name)


_source = {"url": address, "sha256": _digest, "retrievedOn": day, "license": text(1, 200)}
_assured = {"assurance": texts("SELF_ATTESTED|THIRD_PARTY|REPRODUCED")}
_reproducing = {"reproduces": _digest}
_result = {**_every, **_named, "measures": _measures}
_described = {
    "everyEvalEver": _digest,
    "modelFiles": lists(each(lambda file: members(file, {"name": text(1, 1000), "sha256": _digest}), 1000)),
    "dataset": lambda value: members(value, {"name": text(1, 1000)}, {"sha256": _digest}),
    "harness": lambda value: members(value, {"name": text(1, 1000)}, {"version": text(1, 1000), "options": objects()}),
    "newModel": objects(),
    "newBenchmark": objects(),
}

# kind: the members that it must have, and those that it may have
PREDICATES = {
    "result": ({**_result, **_assured}, {**_described, **_reproducing}),
    "mirror": ({**_result, "origin": texts(LAB), "source": lambda value: members(value, _source)}, _described),
    "correction": ({**_result, **_assured, "supersedes": _digest, **_reason}, {**_described, **_reproducing}),
    "retraction": ({**_every, **_reason}, {}),
    "countersignature": (
        {**_every, "verdict": texts("reproduced|disputed"), "run": _digest},
        {"note": text(0, 10_000)},
    ),
}
WITH_RUN = ("result", "mirror", "correction")


def statement(kind: str, run: str, predicate: dict) -> dict:
    """A statement about the run with this content hash. Raises ValueError for a predicate that its kind does not have."""
    whole = {
        "_type": STATEMENT,
        "predicate": predicate,
        "predicateType": PREDICATE.format(kind),
        "subject": [{"digest": {"sha256": run}, "name": "run"}],
    }
    check(whole, kind)
    return whole


def check(value, kind: str):
    """Raises ValueError unless it is a statement of this kind."""
    required, optional = PREDICATES[kind]
    members(
        value,
        {
            "_type": same(STATEMENT),
            "predicateType": same(PREDICATE.format(kind)),
            "predicate": lambda predicate: _predicate(predicate, required, optional),
            "subject": _one_subject,
        },
    )


def _predicate(value, required: dict, optional: dict):
    members(value, required, optional)
    if holds_nul(value):
        raise ValueError("a text holds the character U+0000")
    if depth(value) > 32:
        raise ValueError("it is nested more than 32 levels deep")
    if (value.get("assurance") == "REPRODUCED") != ("reproduces" in value):
        raise ValueError("reproduces is there exactly where the assurance is REPRODUCED")


def _one_subject(value):
    if not isinstance(value, list) or len(value) != 1:
        raise ValueError("there must be one subject")
    members(value[0], {"name": same("run"), "digest": lambda found: members(found, {"sha256": _digest})})
