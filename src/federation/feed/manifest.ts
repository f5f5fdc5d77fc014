import { z } from "zod";
import { LAB_NAME } from "../../access/principal.ts";
import { FeedError } from "../keys/feedError.ts";
import { PUBLIC_KEY } from "../keys/publicKey.ts";
import { type Opened, open, PAYLOAD_TYPES } from "./envelope.ts";
import { KINDS, LARGEST } from "./limits.ts";

export const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** No store has a year 0. */
export const instant = z.iso.datetime({ precision: 3 }).refine((text) => !text.startsWith("0000"));
const publicKey = z.string().regex(PUBLIC_KEY);
const sequence = z.int().min(1).max(1_000_000);
const sized = (most: number) => ({ digest, size: z.int().min(1).max(most) });
const common = {
  version: z.literal(1),
  lab: z.string().regex(LAB_NAME),
  sequence,
  publishedAt: instant,
};

const head = z.strictObject({ ...common, manifest: z.strictObject(sized(LARGEST.manifest)) });

const entry = z
  .strictObject({
    ...sized(LARGEST.record),
    kind: z.enum(KINDS),
    run: z.strictObject(sized(LARGEST.run)).optional(),
    bundle: z.strictObject(sized(LARGEST.bundle)).optional(),
  })
  .refine(({ kind, run }) => (run !== undefined) === BRINGS_RUN.includes(kind));
const BRINGS_RUN = ["result", "mirror", "correction"];

/** The most records of a manifest. */
export const MOST_ENTRIES = 1000;

const manifest = z
  .strictObject({
    ...common,
    previous: digest.nullable(),
    key: publicKey,
    next: publicKey.nullable(),
    revoked: z.boolean(),
    entries: z.array(entry).max(MOST_ENTRIES),
  })
  .refine(({ revoked, next }) => !revoked || next === null);

export type Head = z.infer<typeof head>;
export type Manifest = z.infer<typeof manifest>;
export type Entry = Manifest["entries"][number];

/** Reads a head. Its signature is still to be checked: which key signs follows from the manifests. */
export function readHead(bytes: Uint8Array): { head: Head; envelope: Opened } {
  const envelope = open(PAYLOAD_TYPES.head, bytes, "FEED", "feed.json");
  const { data, error } = head.safeParse(envelope.payload);
  if (!data) throw badPayload("feed.json", error);
  return { head: data, envelope };
}

/** Reads a manifest that is signed with the key that it names. Whether this key may sign is another question. */
export function readManifest(bytes: Uint8Array, name: string): Manifest {
  const place = `manifests/${name}.json`;
  const envelope = open(PAYLOAD_TYPES.manifest, bytes, "FEED", place);
  const { data, error } = manifest.safeParse(envelope.payload);
  if (!data) throw badPayload(place, error);
  if (!envelope.isSignedBy(data.key)) throw new FeedError("FEED_BAD_SIGNATURE", `${place}: its key did not sign it.`);
  return data;
}

/** The key in force after a manifest. */
export const keyAfter = ({ key, next }: Pick<Manifest, "key" | "next">): string => next ?? key;

function badPayload(place: string, { issues }: z.ZodError): FeedError {
  const { path, message } = issues[0]!;
  return new FeedError("FEED_BAD_PAYLOAD", `${place}: ${path.join(".") || "the payload"}: ${message}.`);
}
