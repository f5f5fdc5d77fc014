import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";

/** What stands before the 32 bytes of an Ed25519 key in its DER form (RFC 8410). */
const PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** A public key as feeds write it: its 32 bytes in Base64. */
export const PUBLIC_KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** The id of a public key, by which people compare it: the SHA-256 of its 32 bytes, in hexadecimal. */
export const keyIdOf = (publicKey: string): string =>
  createHash("sha256").update(Buffer.from(publicKey, "base64")).digest("hex");

export const publicKeyOf = (key: KeyObject): string =>
  createPublicKey(key).export({ format: "der", type: "spki" }).subarray(PREFIX.length).toString("base64");

/** Whether a signature of 64 bytes is that of the key. Bytes that are no point of the curve sign nothing. */
export function isSignedBy(publicKey: string, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const der = Buffer.concat([PREFIX, Buffer.from(publicKey, "base64")]);
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return verify(null, message, key, signature);
  } catch {
    return false;
  }
}
