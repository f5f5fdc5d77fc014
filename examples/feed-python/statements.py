"""The statements of records: what each kind of predicate holds."""

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
    "result": ({**_result, **_assured}, _described),
    "mirror": ({**_result, "origin": texts(LAB), "source": lambda value: members(value, _source)}, _described),
    "correction": ({**_result, **_assured, "supersedes": _digest, **_reason}, _described),
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
            "predicate": lambda predicate: members(predicate, required, optional),
            "subject": _one_subject,
        },
    )


def _one_subject(value):
    if not isinstance(value, list) or len(value) != 1:
        raise ValueError("there must be one subject")
    members(value[0], {"name": same("run"), "digest": lambda found: members(found, {"sha256": _digest})})
