import { z } from "zod";
import { LAB_NAME } from "../../access/principal.ts";
import { webAddress } from "../../exchange/submitting/submittedRun.ts";
import { modelFiles } from "../../recording/submitted/modelFiles.ts";
import { faultOfJson } from "../../recording/submitted/storable.ts";
import { FeedError } from "../keys/feedError.ts";
import { open, PAYLOAD_TYPES } from "./envelope.ts";
import type { Kind } from "./limits.ts";
import { digest, instant } from "./manifest.ts";

const STATEMENT = "https://in-toto.io/Statement/v1";
const typeOf = (kind: Kind) => `https://paretograph.dev/attestation/${kind}/v1`;

export const ASSURANCES = ["SELF_ATTESTED", "THIRD_PARTY", "REPRODUCED"] as const;

const text = (most: number) => z.string().min(1).max(most);
const common = { lab: z.string().regex(LAB_NAME), statedAt: instant };
const about = {
  ...common,
  model: text(1000),
  mode: text(1000),
  benchmark: text(1000),
  measures: z.record(text(1000), z.number()).refine((all) => Object.keys(all).length <= 100),
  everyEvalEver: digest.optional(),
  modelFiles: modelFiles.optional(),
  dataset: z.strictObject({ name: text(1000), sha256: digest.optional() }).optional(),
  harness: z
    .strictObject({
      name: text(1000),
      version: text(1000).optional(),
      options: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
  newModel: z.record(z.string(), z.unknown()).optional(),
  newBenchmark: z.record(z.string(), z.unknown()).optional(),
};
const reason = text(10_000);

/** What a lab says of its own run; REPRODUCED names the run of another lab that it measured again with the same result. */
const assured = { assurance: z.enum(ASSURANCES), reproduces: digest.optional() };
const namesIt = ({ assurance, reproduces }: { assurance: string; reproduces?: string | undefined }) =>
  (assurance === "REPRODUCED") === (reproduces !== undefined);
const WITHOUT_IT = { path: ["reproduces"], error: "it is there exactly where the assurance is REPRODUCED" };

const PREDICATES = {
  result: z.strictObject({ ...about, ...assured }).refine(namesIt, WITHOUT_IT),
  mirror: z.strictObject({
    ...about,
    origin: z.string().regex(LAB_NAME),
    source: z.strictObject({ url: webAddress, sha256: digest, retrievedOn: z.iso.date(), license: text(200) }),
  }),
  correction: z.strictObject({ ...about, ...assured, supersedes: digest, reason }).refine(namesIt, WITHOUT_IT),
  retraction: z.strictObject({ ...common, reason }),
  countersignature: z.strictObject({
    ...common,
    verdict: z.enum(["reproduced", "disputed"]),
    run: digest,
    note: z.string().max(10_000).optional(),
  }),
} satisfies Record<Kind, z.ZodType>;

export type Predicates = { [K in Kind]: z.infer<(typeof PREDICATES)[K]> };

/** What a record says of the run with this content hash. */
export type Statement = { [K in Kind]: { kind: K; subject: string; predicate: Predicates[K] } }[Kind];

/** The payload of a record. */
export function statementOf({ kind, subject, predicate }: Statement): object {
  return {
    _type: STATEMENT,
    subject: [{ name: "run", digest: { sha256: subject } }],
    predicateType: typeOf(kind),
    predicate,
  };
}

/**
 * Reads a record of a kind.
 *
 * @param publicKey the key of the manifest that lists it.
 * @throws FeedError `RECORD_BAD_ENVELOPE`, `RECORD_BAD_SIGNATURE`, `RECORD_BAD_STATEMENT`, or `RECORD_OTHER_LAB` where it does
 *   not speak for the lab of the feed.
 */
export function readRecord(bytes: Uint8Array, kind: Kind, publicKey: string, lab: string): Statement {
  const envelope = open(PAYLOAD_TYPES.record, bytes, "RECORD", "the record");
  if (!envelope.isSignedBy(publicKey)) {
    throw new FeedError("RECORD_BAD_SIGNATURE", "The key of the manifest did not sign the record.");
  }
  const statement = z.strictObject({
    _type: z.literal(STATEMENT),
    subject: z.tuple([z.strictObject({ name: z.literal("run"), digest: z.strictObject({ sha256: digest }) })]),
    predicateType: z.literal(typeOf(kind)),
    predicate: PREDICATES[kind] as z.ZodType<Predicates[Kind]>,
  });
  const { data, error } = statement.safeParse(envelope.payload);
  if (!data) {
    const { path, message } = error.issues[0]!;
    throw new FeedError("RECORD_BAD_STATEMENT", `The record: ${path.join(".") || "the payload"}: ${message}.`);
  }
  const fault = faultOfJson(data.predicate);
  if (fault !== null) throw new FeedError("RECORD_BAD_STATEMENT", `The record: predicate: ${fault}.`);
  if (data.predicate.lab !== lab) {
    throw new FeedError(
      "RECORD_OTHER_LAB",
      `The feed is of the lab "${lab}", and the record speaks for "${data.predicate.lab}".`,
    );
  }
  return { kind, subject: data.subject[0].digest.sha256, predicate: data.predicate } as Statement;
}
