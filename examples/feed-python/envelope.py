"""DSSE envelopes with one Ed25519 signature, and the keys that sign them."""

import base64
import os

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

import canonical
from shapes import DIGEST, base64_bytes, members, same, texts

HEAD = "application/vnd.paretograph.feed.head.v1+json"
MANIFEST = "application/vnd.paretograph.feed.manifest.v1+json"
RECORD = "application/vnd.in-toto+json"


def create_key(path: str) -> Ed25519PrivateKey:
    """Writes a new key, which only its owner can read. Raises FileExistsError."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    return key


def read_key(path: str) -> Ed25519PrivateKey:
    with open(path, "rb") as file:
        key = load_pem_private_key(file.read(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} holds no Ed25519 key")
    return key


def public_key(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def key_id(public: str) -> str:
    return canonical.digest(base64.b64decode(public))


def seal(payload_type: str, payload, key: Ed25519PrivateKey) -> bytes:
    """The bytes of an envelope around the payload."""
    body = canonical.write(payload)
    signature = key.sign(_encoded(payload_type, body))
    return canonical.write(
        {
            "payload": base64.b64encode(body).decode(),
            "payloadType": payload_type,
            "signatures": [{"keyid": key_id(public_key(key)), "sig": base64.b64encode(signature).decode()}],
        }
    )


class Envelope:
    """An envelope that was read. `body` are the bytes of its payload."""

    def __init__(self, content: bytes, payload_type: str):
        """Raises ValueError unless the bytes are an envelope of this type."""
        value = canonical.read(content)
        members(value, {"payload": base64_bytes(), "payloadType": same(payload_type), "signatures": _one_signature})
        self.type = payload_type
        self.body = base64.b64decode(value["payload"])
        self.signature = base64.b64decode(value["signatures"][0]["sig"])
        self.key_id = value["signatures"][0]["keyid"]

    def holds(self, public: str) -> bool:
        """Whether the signature is one of this public key."""
        if self.key_id != key_id(public):
            return False
        try:
            key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public))
            key.verify(self.signature, _encoded(self.type, self.body))
            return True
        except (InvalidSignature, ValueError):
            return False


def _one_signature(value):
    if not isinstance(value, list) or len(value) != 1:
        raise ValueError("there must be one signature")
    members(value[0], {"keyid": texts(DIGEST), "sig": base64_bytes(64)})


def _encoded(payload_type: str, body: bytes) -> bytes:
    name = payload_type.encode("utf-8")
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(body), body)
