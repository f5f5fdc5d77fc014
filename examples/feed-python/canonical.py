"""Canonical JSON (RFC 8785): one text for each value."""

import hashlib
import json
import math


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def write(value) -> bytes:
    """Raises ValueError for what JSON cannot hold: infinite numbers, lone surrogates, other types."""
    return _text(value).encode("utf-8")


def read(content: bytes):
    """All numbers come back as floats. Raises ValueError unless the bytes are canonical JSON."""
    try:
        value = json.loads(content.decode("utf-8"), parse_int=float)
        canonical = write(value) == content
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not canonical:
        raise ValueError("it is not canonical JSON")
    return value


def _text(value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (int, float)):
        return _number(float(value))
    if isinstance(value, list):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{_text(name)}:{_text(value[name])}" for name in names) + "}"
    raise ValueError(f"JSON has no {type(value).__name__}")


def _number(number: float) -> str:
    """As ECMAScript's Number::toString, whose digits are those of Python's repr."""
    if not math.isfinite(number):
        raise ValueError("JSON has only finite numbers")
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)
    digits = whole + fraction
    point -= len(digits) - len(digits.lstrip("0"))
    digits = digits.strip("0")
    if 0 < point <= 21:
        digits = digits.ljust(point, "0")
        tail = digits[point:]
        return sign + digits[:point] + ("." + tail if tail else "")
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = point - 1
    tail = "." + digits[1:] if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{tail}e{'+' if power > 0 else '-'}{abs(power)}"
