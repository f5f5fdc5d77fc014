import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/** The value of a text of canonical JSON (RFC 8785); undefined for any other text, also one in which a name stands twice. */
export function parseCanonical(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes).toString("utf8");
  try {
    const value: unknown = JSON.parse(text);
    return canonicalize(value) === text ? value : undefined;
  } catch {
    // It is no JSON, or nested so deeply that nobody can mean it.
    return undefined;
  }
}

export const canonicalBytes = (value: object): Buffer => Buffer.from(canonicalize(value)!);

export const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
