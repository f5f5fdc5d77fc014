"""What a member of an object may be. A shape is a function that raises ValueError for everything else."""

import base64
import binascii
import math
import re
from datetime import datetime
from urllib.parse import urlsplit

DIGEST = "[0-9a-f]{64}"
LAB = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}"


def members(value, required: dict, optional: dict = {}):
    """An object that has each required member, and no others but the optional ones."""
    if not isinstance(value, dict):
        raise ValueError("it is no object")
    for name in required:
        if name not in value:
            raise ValueError(f"{name} is missing")
    for name, content in value.items():
        shape = required.get(name) or optional.get(name)
        if shape is None:
            raise ValueError(f"{name} is not known")
        try:
            shape(content)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None


def same(expected):
    def shape(value):
        if type(value) is not type(expected) or value != expected:
            raise ValueError(f"it must be {expected!r}")

    return shape


def texts(pattern: str):
    compiled = re.compile(pattern, re.ASCII)

    def shape(value):
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise ValueError(f"it must be a text like {pattern}")

    return shape


def text(least: int, most: int):
    def shape(value):
        length = len(value.encode("utf-16-le", "surrogatepass")) // 2 if isinstance(value, str) else -1
        if not least <= length <= most:
            raise ValueError(f"it must be a text of {least} to {most} characters")

    return shape


def number(value):
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError("it must be a number")


def integer(least: int, most: int):
    def shape(value):
        number(value)
        if value != int(value) or not least <= value <= most:
            raise ValueError(f"it must be a whole number from {least} to {most}")

    return shape


def boolean(value):
    if not isinstance(value, bool):
        raise ValueError("it must be true or false")


def nothing_or(other):
    def shape(value):
        if value is not None:
            other(value)

    return shape


def each(shape_of_one, most: int):
    """A list, or an object of whose members the values are meant."""

    def shape(value):
        values = value.values() if isinstance(value, dict) else value
        if len(values) > most:
            raise ValueError(f"there are more than {most}")
        for one in values:
            shape_of_one(one)

    return shape


def base64_bytes(length: int | None = None):
    def shape(value):
        try:
            content = base64.b64decode(value, validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise ValueError("it is no Base64") from None
        if base64.b64encode(content).decode() != value or (length is not None and len(content) != length):
            raise ValueError("it is no Base64" if length is None else f"it must be {length} bytes in Base64")

    return shape


def dated(pattern: str, form: str):
    def shape(value):
        texts(pattern)(value)
        datetime.strptime(value, form)

    return shape


instant = dated(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "%Y-%m-%dT%H:%M:%S.%fZ")
day = dated(r"\d{4}-\d\d-\d\d", "%Y-%m-%d")


def address(value):
    """An address by http or https without user and password."""
    text(1, 2000)(value)
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise ValueError("it must be an http or https address without user and password")


def lists(shape):
    def checked(value):
        if not isinstance(value, list):
            raise ValueError("it must be a list")
        shape(value)

    return checked


def objects(shape=lambda value: None):
    def checked(value):
        if not isinstance(value, dict):
            raise ValueError("it must be an object")
        shape(value)

    return checked
