import { z } from "zod";
import { FeedError, type Scope } from "../keys/feedError.ts";
import type { LabKey } from "../keys/labKey.ts";
import { isSignedBy, keyIdOf } from "../keys/publicKey.ts";
import { canonicalBytes, parseCanonical } from "./canonicalJson.ts";

export const PAYLOAD_TYPES = {
  head: "application/vnd.paretograph.feed.head.v1+json",
  manifest: "application/vnd.paretograph.feed.manifest.v1+json",
  record: "application/vnd.in-toto+json",
} as const;
export type PayloadType = (typeof PAYLOAD_TYPES)[keyof typeof PAYLOAD_TYPES];

const envelope = z.strictObject({
  payload: z.string(),
  payloadType: z.string(),
  signatures: z.tuple([z.strictObject({ keyid: z.string().regex(/^[0-9a-f]{64}$/), sig: z.string() })]),
});

export interface Opened {
  /** The payload, which is canonical JSON; undefined where it is not. Nobody has signed it until `isSignedBy` says so. */
  payload: unknown;
  isSignedBy(publicKey: string): boolean;
}

/** Signs a payload: an envelope by DSSE. */
export function seal(payloadType: PayloadType, payload: object, key: LabKey): Buffer {
  const body = canonicalBytes(payload);
  const sig = key.sign(preAuthentication(payloadType, body)).toString("base64");
  return canonicalBytes({ payload: body.toString("base64"), payloadType, signatures: [{ keyid: key.keyId, sig }] });
}

/** Reads an envelope. Throws `FEED_BAD_ENVELOPE` or `RECORD_BAD_ENVELOPE` for what is none of this type. */
export function open(payloadType: PayloadType, bytes: Uint8Array, scope: Scope, place: string): Opened {
  const { data } = envelope.safeParse(parseCanonical(bytes));
  const refused = (why: string) => new FeedError(`${scope}_BAD_ENVELOPE`, `${place}: ${why}.`);
  if (!data) throw refused("it is no envelope with exactly one signature, as canonical JSON");
  if (data.payloadType !== payloadType) throw refused(`its payloadType is not ${payloadType}`);
  const [{ keyid, sig }] = data.signatures;
  const body = decoded(data.payload);
  const signature = decoded(sig);
  if (!body || signature?.length !== 64) throw refused("its payload or its signature is not in Base64");
  return {
    payload: parseCanonical(body),
    isSignedBy: (publicKey) =>
      keyid === keyIdOf(publicKey) && isSignedBy(publicKey, preAuthentication(payloadType, body), signature),
  };
}

/** What DSSE signs: it binds the type, so that nothing that was signed as one thing passes for another. */
function preAuthentication(type: string, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${body.length} `), body]);
}

/** Decodes Base64 that is written in the one canonical way. */
function decoded(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}
