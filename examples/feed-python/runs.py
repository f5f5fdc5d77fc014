"""Runs: objects that submission.schema.json describes, in canonical JSON with their defaults written out."""

import json
import os
import re
import sys
import unicodedata
from functools import lru_cache

import canonical

SCHEMA = os.environ.get("SUBMISSION_SCHEMA") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "..", "submission.schema.json"
)


@lru_cache
def schema() -> dict:
    with open(SCHEMA, encoding="utf-8") as file:
        whole = json.load(file)
    for name in ("newModel", "newBenchmark"):
        del whole["properties"][name]
    whole["required"].append("lab")
    return whole


def complete(run: dict) -> dict:
    """The run as it is published: with its defaults, its samples in order and without members of samples that are null."""
    whole = {name: part["default"] for name, part in schema()["properties"].items() if "default" in part}
    whole.update(run)
    if "samples" in whole:
        samples = [{k: v for k, v in sample.items() if v is not None} for sample in whole["samples"]]
        whole["samples"] = sorted(samples, key=_place)
    return whole


def publishable(run) -> tuple[dict, bytes]:
    """The run as it is published, and its bytes. Raises ValueError for what is no run."""
    run = canonical.read(canonical.write(run))
    check(run, schema())
    content = canonical.write(complete(run))
    return read(content), content


def read(content: bytes) -> dict:
    """Raises ValueError unless the bytes are a run as it is published."""
    run = canonical.read(content)
    check(run, schema())
    if canonical.write(complete(run)) != content:
        raise ValueError("a default is not written out, a sample has a member that is null, or samples are in disorder")
    if b"\\u0000" in content and holds_nul(run):
        raise ValueError("a text holds the character U+0000")
    for part in ("protocol", "recipe"):
        for name, value in run.get(part, {}).items():
            if len(canonical.write(value).decode().encode("utf-16-le")) > 2 * 50_000 or depth(value) > 32:
                raise ValueError(f"{name} in {part} is too long or nested too deeply")
    for name, measure in run["measures"].items():
        if "standardError" in measure and ("low" in measure or "high" in measure):
            raise ValueError(f"the measure {name} states its standardError and its interval, too")
    places = [_place(sample) for sample in run.get("samples", [])]
    if len(set(places)) < len(places):
        raise ValueError("two samples have the same problem and repeat")
    return run


def _parts(value) -> list:
    return [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []


def holds_nul(value) -> bool:
    return "\0" in value if isinstance(value, str) else any(map(holds_nul, _parts(value)))


def depth(value) -> int:
    return 1 + max(map(depth, _parts(value)), default=0) if isinstance(value, (dict, list)) else 0


def _place(sample: dict):
    return sample["problem"].encode("utf-16-be", "surrogatepass"), sample["repeat"]


def check(value, part: dict, path: str = "run"):
    """Holds a value against the words of JSON Schema that submission.schema.json uses. Raises ValueError."""
    if "anyOf" in part:
        for choice in part["anyOf"]:
            try:
                return check(value, choice, path)
            except ValueError as error:
                last = error
        raise last
    types = part.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(TYPES[name](value) for name in types):
        raise ValueError(f"{path} must be of type {' or '.join(types)}")
    if "enum" in part and value not in part["enum"]:
        raise ValueError(f"{path} must be one of {', '.join(part['enum'])}")
    if isinstance(value, str):
        length = len(value.encode("utf-16-le")) // 2
        if not part.get("minLength", 0) <= length <= part.get("maxLength", sys.maxsize):
            raise ValueError(f"{path} is too short or too long")
        if "pattern" in part and not pattern(part["pattern"]).search(value):
            raise ValueError(f"{path} is not written as it must be")
        if part.get("format") == "uri" and not re.match("[A-Za-z][A-Za-z0-9+.-]*:.", value):
            raise ValueError(f"{path} is no address")
    elif isinstance(value, list):
        if len(value) > part.get("maxItems", sys.maxsize):
            raise ValueError(f"{path} has too many items")
        for place, item in enumerate(value):
            check(item, part.get("items", {}), f"{path}[{place}]")
    elif isinstance(value, dict):
        for name in part.get("required", []):
            if name not in value:
                raise ValueError(f"{path}.{name} is missing")
        for name, content in value.items():
            other = part.get("additionalProperties", {})
            known = part.get("properties", {}).get(name, other)
            if known is False:
                raise ValueError(f"{path}.{name} is not known")
            check(name, part.get("propertyNames", {}), f"the name {name} in {path}")
            check(content, known, f"{path}.{name}")
    elif isinstance(value, float):
        if value < part.get("minimum", value) or value > part.get("maximum", value):
            raise ValueError(f"{path} is too small or too large")
        if value <= part.get("exclusiveMinimum", float("-inf")) or value >= part.get("exclusiveMaximum", float("inf")):
            raise ValueError(f"{path} is too small or too large")


TYPES = {
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, float),
    "integer": lambda value: isinstance(value, float) and value.is_integer(),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
}


@lru_cache
def pattern(ecma: str) -> re.Pattern:
    r"""An expression of ECMAScript in Python's, which has no \p{...}, reads \d as digits of all scripts, and lets $ hold before a line break."""
    plain = re.sub(r"\[\^((?:\\p\{\w+\})+)\]", lambda found: f"[^{_classes(found[1])}]", ecma)
    plain = re.sub(r"\\P(\{\w+\})", lambda found: f"[^{_classes(found[1])}]", plain)
    return re.compile(plain.replace("$", r"\Z"), re.ASCII)


def _classes(text: str) -> str:
    names = tuple(re.findall(r"\{(\w+)\}", text))
    ranges: list[list[int]] = []
    for point in range(sys.maxunicode + 1):
        if unicodedata.category(chr(point)).startswith(names):
            if ranges and ranges[-1][1] == point - 1:
                ranges[-1][1] = point
            else:
                ranges.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)
