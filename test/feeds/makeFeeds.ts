// Writes the valid and invalid feeds of this folder anew: `node tools/node/run.js test/feeds/makeFeeds.ts`. Keys and times are
// fixed, so that the same files come out. Each feed has a file `expected.json` beside its folder `feed`.
import { createPrivateKey, sign } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalBytes, digestOf, parseCanonical } from "../../src/federation/feed/canonicalJson.ts";
import { PAYLOAD_TYPES, type PayloadType, seal } from "../../src/federation/feed/envelope.ts";
import { type Addition, appendToFeed, type Last } from "../../src/federation/feed/feedWriter.ts";
import type { Head, Manifest } from "../../src/federation/feed/manifest.ts";
import type { LabKey } from "../../src/federation/keys/labKey.ts";
import { keyIdOf, publicKeyOf } from "../../src/federation/keys/publicKey.ts";
import { canonicalRun, contentHash } from "../../src/recording/submitted/contentHash.ts";
import { type RunSubmission, runSubmission } from "../../src/recording/submitted/submission.ts";

const HERE = import.meta.dirname;
const START = Date.parse("2026-11-20T12:00:00.000Z");

export function keyOf(lab: string, seed: number): LabKey {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32, seed)]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const publicKey = publicKeyOf(key);
  return { lab, publicKey, keyId: keyIdOf(publicKey), sign: (message) => sign(null, message, key) };
}

const [NORTH, NEXT, STRANGER] = [keyOf("north", 1), keyOf("north", 2), keyOf("north", 9)];

function run(model: string, right: number, more: object = {}): RunSubmission {
  const samples = [0, 1, 2, 3].map((i) => ({
    ...{ problem: `sum-${i}`, repeat: 0, correct: i < right, outputTokens: 100 + i, answer: `${i} €` },
  }));
  return runSubmission.parse({ model, benchmark: "sums", lab: "north", provenance: "MEASURED", samples, ...more });
}

function about({ model, mode, benchmark, samples = [] }: RunSubmission) {
  const accuracy = samples.filter(({ correct }) => correct).length / Math.max(samples.length, 1);
  const statedAt = new Date(START).toISOString();
  return { lab: "north", statedAt, model, mode, benchmark, measures: { accuracy } };
}

const result = (given: RunSubmission): Addition => ({
  statement: {
    kind: "result",
    subject: contentHash(given),
    predicate: { ...about(given), assurance: "SELF_ATTESTED" },
  },
  run: [...canonicalRun(given)],
});

const FIRST = run("acme/small", 3);
const SECOND = run("acme/large", 4, { finishedAt: "2026-11-19T10:00:00Z", decoding: { temperature: 0.6 } });
const CORRECTED = run("acme/small", 2, { supersedes: contentHash(FIRST) });
const OTHERS = run("closed/best", 4, { lab: "south", provenance: "IMPORTED" });

const MIRROR: Addition = {
  statement: {
    kind: "mirror",
    subject: contentHash(OTHERS),
    predicate: {
      ...about(OTHERS),
      origin: "south",
      source: {
        ...{ url: "https://south.example/results.csv", sha256: "ab".repeat(32) },
        ...{ retrievedOn: "2026-11-18", license: "CC-BY-4.0" },
      },
    },
  },
  run: [...canonicalRun(OTHERS)],
};

const { assurance: _, ...stated } = { ...about(CORRECTED), assurance: null };
const CORRECTION: Addition = {
  statement: {
    kind: "correction",
    subject: contentHash(CORRECTED),
    predicate: {
      ...{ ...stated, assurance: "SELF_ATTESTED" },
      ...{ supersedes: contentHash(FIRST), reason: "One answer was graded wrongly." },
    },
  },
  run: [...canonicalRun(CORRECTED)],
};
const { lab, statedAt } = about(FIRST);
const RETRACTION: Addition = {
  statement: {
    kind: "retraction",
    subject: contentHash(SECOND),
    predicate: { lab, statedAt, reason: "The engine truncated the prompts." },
  },
};
const COUNTERSIGNATURE: Addition = {
  statement: {
    kind: "countersignature",
    subject: contentHash(OTHERS),
    predicate: { lab, statedAt, verdict: "reproduced", run: contentHash(CORRECTED) },
  },
};

/** One record of each kind, and the run that the correction corrects. */
export const RECORDS = { FIRST: result(FIRST), MIRROR, CORRECTION, RETRACTION, COUNTERSIGNATURE };

async function* each(additions: Addition[]) {
  yield* additions;
}

/** Writes a valid feed of some manifests. */
export async function writeFeed(folder: string, manifests: Parameters<typeof append>[2][]): Promise<Last> {
  rmSync(folder, { recursive: true, force: true });
  let last: Last = { sequence: 0, manifest: null };
  for (const manifest of manifests) last = await append(folder, last, manifest);
  return last;
}

const append = (
  folder: string,
  last: Last,
  { add, key = NORTH, ...keys }: { add: Addition[]; key?: LabKey; next?: LabKey; revoked?: boolean },
) => appendToFeed(folder, last, each(add), { key, ...keys }, new Date(START + last.sequence * 3_600_000));

interface Expected {
  /** A sentence for people. */
  about: string;
  lab: string;
  pinned: string;
  remembered: { sequence: number; manifest: string; key: string } | null;
  /** The code of the fault of the feed; null where it has none. */
  fault: string | null;
  /** The codes of records that are left out, by their digests. All others are taken. */
  refused: Record<string, string>;
}

function expect(kind: "valid" | "invalid", name: string, given: Partial<Expected> & { about: string }): void {
  const all = { lab: "north", pinned: NORTH.keyId, remembered: null, fault: null, refused: {}, ...given };
  writeFileSync(join(HERE, kind, name, "expected.json"), `${JSON.stringify(all, null, 2)}\n`);
}

const folderOf = (kind: "valid" | "invalid", name: string) => join(HERE, kind, name, "feed");
const payloadOf = (file: Buffer) =>
  parseCanonical(Buffer.from((parseCanonical(file) as { payload: string }).payload, "base64")) as object;

/** The runs that `BASE` is about. */
export const BASE_SUBJECTS = [contentHash(FIRST), contentHash(OTHERS)];
/** Two results in one manifest, whose files are then changed. */
const BASE = [{ add: [result(FIRST), MIRROR] }];

/** Changes manifest, head and record of a feed, signing anew whatever a publisher could sign. */
export class Tampered {
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
  }
  head(change: (head: Head) => object, key = NORTH, type: PayloadType = PAYLOAD_TYPES.head): void {
    const file = join(this.folder, "feed.json");
    writeFileSync(file, seal(type, change(payloadOf(readFileSync(file)) as Head), key));
  }
  /** Changes the newest manifest and the head that names it. */
  manifest(change: (manifest: Manifest) => object, key = NORTH): void {
    const head = payloadOf(readFileSync(join(this.folder, "feed.json"))) as Head;
    const before = join(this.folder, "manifests", `${head.manifest.digest}.json`);
    const changed = change(payloadOf(readFileSync(before)) as Manifest) as Manifest;
    const bytes = seal(PAYLOAD_TYPES.manifest, changed, key);
    rmSync(before);
    writeFileSync(join(this.folder, "manifests", `${digestOf(bytes)}.json`), bytes);
    this.head((one) => ({ ...one, manifest: { digest: digestOf(bytes), size: bytes.length } }), key);
  }
  /** Puts other bytes in the place of the first record, and names them in the manifest. */
  record(change: (bytes: Buffer) => Buffer): string {
    let digest = "";
    this.manifest((manifest) => {
      const [first, ...others] = manifest.entries;
      const bytes = change(readFileSync(join(this.folder, "records", `${first!.digest}.json`)));
      digest = digestOf(bytes);
      writeFileSync(join(this.folder, "records", `${digest}.json`), bytes);
      return { ...manifest, entries: [{ ...first!, digest, size: bytes.length }, ...others] };
    });
    return digest;
  }
  statement(change: (statement: any) => object, key = NORTH): string {
    return this.record((bytes) => seal(PAYLOAD_TYPES.record, change(payloadOf(bytes)), key));
  }
  /** Puts another run in the place of that of the first record, whose statement is about it then. */
  run(bytes: Buffer, change: (predicate: object) => object = (one) => one): string {
    const subject = digestOf(bytes);
    writeFileSync(join(this.folder, "runs", `${subject}.json`), bytes);
    const digest = this.statement((one) => ({
      ...{ ...one, subject: [{ name: "run", digest: { sha256: subject } }], predicate: change(one.predicate) },
    }));
    this.manifest((manifest) => {
      const [first, ...others] = manifest.entries;
      return { ...manifest, entries: [{ ...first!, run: { digest: subject, size: bytes.length } }, ...others] };
    });
    return digest;
  }
  first(): Manifest["entries"][number] {
    const { manifest } = payloadOf(readFileSync(join(this.folder, "feed.json"))) as Head;
    return (payloadOf(readFileSync(join(this.folder, "manifests", `${manifest.digest}.json`))) as Manifest).entries[0]!;
  }
}

const flipped = (bytes: Buffer, at: number) => {
  const other = Buffer.from(bytes);
  other[at]! ^= 1;
  return other;
};

/** The invalid feeds: by name, what is wrong, the code, and the change. The change gives the digest of a refused record. */
const INVALID: Record<string, [string, string, (feed: Tampered) => unknown]> = {
  "head-missing": ["There is no head.", "FEED_UNREACHABLE", ({ folder }) => rmSync(join(folder, "feed.json"))],
  "head-too-large": [
    "The head has blanks to 65,537 bytes.",
    "FEED_TOO_LARGE",
    ({ folder }) =>
      writeFileSync(join(folder, "feed.json"), readFileSync(join(folder, "feed.json"), "utf8").padEnd(65_537)),
  ],
  "manifest-missing": [
    "The newest manifest is not there.",
    "FEED_UNREACHABLE",
    ({ folder }) => rmSync(join(folder, "manifests"), { recursive: true }),
  ],
  "manifest-flipped": [
    "A bit of the manifest is flipped.",
    "FEED_BAD_DIGEST",
    ({ folder }) => {
      const [name] = readdirSync(join(folder, "manifests"));
      const file = join(folder, "manifests", name!);
      writeFileSync(file, flipped(readFileSync(file), 100));
    },
  ],
  "head-no-envelope": [
    "The head is the bare payload.",
    "FEED_BAD_ENVELOPE",
    ({ folder }) => {
      const file = join(folder, "feed.json");
      writeFileSync(file, canonicalBytes(payloadOf(readFileSync(file))));
    },
  ],
  "head-other-type": [
    "The head is signed as a manifest.",
    "FEED_BAD_ENVELOPE",
    (feed) => feed.head((one) => one, NORTH, PAYLOAD_TYPES.manifest),
  ],
  "head-two-signatures": [
    "The head has its signature twice.",
    "FEED_BAD_ENVELOPE",
    ({ folder }) => {
      const file = join(folder, "feed.json");
      const envelope = parseCanonical(readFileSync(file)) as { signatures: object[] };
      writeFileSync(
        file,
        canonicalBytes({ ...envelope, signatures: [...envelope.signatures, ...envelope.signatures] }),
      );
    },
  ],
  "head-with-blanks": [
    "The envelope of the head is indented.",
    "FEED_BAD_ENVELOPE",
    ({ folder }) => {
      const file = join(folder, "feed.json");
      writeFileSync(file, JSON.stringify(parseCanonical(readFileSync(file)), null, 1));
    },
  ],
  "other-version": [
    "The head has version 2.",
    "FEED_BAD_PAYLOAD",
    (feed) => feed.head((one) => ({ ...one, version: 2 })),
  ],
  "unknown-member": [
    "The manifest has a member that the format does not know.",
    "FEED_BAD_PAYLOAD",
    (feed) => feed.manifest((one) => ({ ...one, extra: true })),
  ],
  "result-without-run": [
    "An entry of a result names no run.",
    "FEED_BAD_PAYLOAD",
    (feed) => feed.manifest((one) => ({ ...one, entries: one.entries.map(({ run: _, ...entry }) => entry) })),
  ],
  "bundle-too-large": [
    "An entry names a bundle of more bytes than a bundle may have.",
    "FEED_BAD_PAYLOAD",
    (feed) =>
      feed.manifest((one) => ({
        ...one,
        entries: one.entries.map((entry) => ({ ...entry, bundle: { digest: "0".repeat(64), size: 1_048_577 } })),
      })),
  ],
  "path-as-digest": [
    "An entry has a path in place of a digest.",
    "FEED_BAD_PAYLOAD",
    (feed) =>
      feed.manifest((one) => ({ ...one, entries: one.entries.map((entry) => ({ ...entry, digest: "../feed" })) })),
  ],
  "other-lab": [
    "The head is of another lab.",
    "FEED_OTHER_LAB",
    (feed) => feed.head((one) => ({ ...one, lab: "south" })),
  ],
  "head-other-sequence": [
    "The head says another sequence than its manifest.",
    "FEED_BAD_CHAIN",
    (feed) => feed.head((one) => ({ ...one, sequence: 2 })),
  ],
  "record-twice": [
    "A record stands twice in the manifest.",
    "FEED_BAD_CHAIN",
    (feed) => feed.manifest((one) => ({ ...one, entries: [...one.entries, one.entries[0]] })),
  ],
  "head-flipped-signature": [
    "A bit of the signature of the head is flipped.",
    "FEED_BAD_SIGNATURE",
    ({ folder }) => {
      const file = join(folder, "feed.json");
      const envelope = parseCanonical(readFileSync(file)) as { signatures: [{ sig: string; keyid: string }] };
      const sig = flipped(Buffer.from(envelope.signatures[0].sig, "base64"), 5).toString("base64");
      const { keyid } = envelope.signatures[0];
      writeFileSync(file, canonicalBytes({ ...envelope, signatures: [{ keyid, sig }] }));
    },
  ],
  "head-of-stranger": [
    "The head is signed with a key that is not in force.",
    "FEED_BAD_SIGNATURE",
    (feed) => feed.head((one) => one, STRANGER),
  ],
  "manifest-of-stranger": [
    "The manifest names the key of the lab and is signed with another one.",
    "FEED_BAD_SIGNATURE",
    (feed) => feed.manifest((one) => one, STRANGER),
  ],
  "feed-of-stranger": [
    "The whole feed is signed with a key that was not pinned.",
    "FEED_OTHER_KEY",
    (feed) => feed.manifest((one) => ({ ...one, key: STRANGER.publicKey }), STRANGER),
  ],
  "record-missing": [
    "A record is not there.",
    "RECORD_UNREACHABLE",
    (feed) => {
      const { digest } = feed.first();
      rmSync(join(feed.folder, "records", `${digest}.json`));
      return digest;
    },
  ],
  "run-too-large": [
    "A run is one byte larger than the manifest says.",
    "RECORD_TOO_LARGE",
    (feed) => {
      const { digest, run } = feed.first();
      const file = join(feed.folder, "runs", `${run!.digest}.json`);
      writeFileSync(file, `${readFileSync(file, "utf8")} `);
      return digest;
    },
  ],
  "run-flipped": [
    "A bit of a run is flipped.",
    "RECORD_BAD_DIGEST",
    (feed) => {
      const { digest, run } = feed.first();
      const file = join(feed.folder, "runs", `${run!.digest}.json`);
      writeFileSync(file, flipped(readFileSync(file), 40));
      return digest;
    },
  ],
  "record-no-envelope": [
    "A record is no envelope.",
    "RECORD_BAD_ENVELOPE",
    (feed) => feed.record(() => Buffer.from("{}")),
  ],
  "record-of-stranger": [
    "A record is signed with another key than its manifest.",
    "RECORD_BAD_SIGNATURE",
    (feed) => feed.statement((one) => one, STRANGER),
  ],
  "record-other-kind": [
    "A record says that it is a retraction, and the manifest that it is a result.",
    "RECORD_BAD_STATEMENT",
    (feed) => feed.statement((one) => ({ ...one, predicateType: "https://paretograph.dev/attestation/retraction/v1" })),
  ],
  "reproduced-without-run": [
    "A result says that it is reproduced, and names no run of another lab.",
    "RECORD_BAD_STATEMENT",
    (feed) => feed.statement((one) => ({ ...one, predicate: { ...one.predicate, assurance: "REPRODUCED" } })),
  ],
  "reproduces-unasked": [
    "A result names a run that it reproduces, and says that it is self-attested.",
    "RECORD_BAD_STATEMENT",
    (feed) => feed.statement((one) => ({ ...one, predicate: { ...one.predicate, reproduces: contentHash(OTHERS) } })),
  ],
  "record-with-nul": [
    "A record names a harness with the character U+0000 in it.",
    "RECORD_BAD_STATEMENT",
    (feed) => feed.statement((one) => ({ ...one, predicate: { ...one.predicate, harness: { name: "a\0b" } } })),
  ],
  "record-nested": [
    "A record has options of a harness that are nested more than 32 levels deep.",
    "RECORD_BAD_STATEMENT",
    (feed) => {
      const options = Array.from({ length: 31 }).reduce<object>((deep) => ({ deep }), {});
      return feed.statement((one) => ({
        ...{ ...one, predicate: { ...one.predicate, harness: { name: "sums", options } } },
      }));
    },
  ],
  "record-year-0": [
    "A record says that it was stated in the year 0.",
    "RECORD_BAD_STATEMENT",
    (feed) =>
      feed.statement((one) => ({
        ...{ ...one, predicate: { ...one.predicate, statedAt: "0000-11-20T12:00:00.000Z" } },
      })),
  ],
  "manifest-year-0": [
    "The manifest says that it was published in the year 0.",
    "FEED_BAD_PAYLOAD",
    (feed) => feed.manifest((one) => ({ ...one, publishedAt: "0000-11-20T12:00:00.000Z" })),
  ],
  "record-two-subjects": [
    "A record has two subjects.",
    "RECORD_BAD_STATEMENT",
    (feed) => feed.statement((one) => ({ ...one, subject: [...one.subject, ...one.subject] })),
  ],
  "result-of-other-lab": [
    "A result is a run of another lab.",
    "RECORD_OTHER_LAB",
    (feed) => feed.run(Buffer.from([...canonicalRun({ ...FIRST, lab: "south" })].join(""))),
  ],
  "predicate-of-other-lab": [
    "A record speaks for another lab than that of the feed.",
    "RECORD_OTHER_LAB",
    (feed) => feed.statement((one) => ({ ...one, predicate: { ...one.predicate, lab: "south" } })),
  ],
  "other-subject": [
    "A record is about another run than the one that comes with it.",
    "RECORD_OTHER_RUN",
    (feed) => feed.statement((one) => ({ ...one, subject: [{ name: "run", digest: { sha256: "0".repeat(64) } }] })),
  ],
  "other-model": [
    "A record names another model than its run.",
    "RECORD_OTHER_RUN",
    (feed) => feed.statement((one) => ({ ...one, predicate: { ...one.predicate, model: "acme/large" } })),
  ],
  "run-not-canonical": [
    "A run has a blank, and everything else fits its bytes.",
    "RECORD_BAD_RUN",
    (feed) => feed.run(Buffer.from([...canonicalRun(FIRST)].join("").replace("{", "{ "))),
  ],
  "run-without-default": [
    "A run leaves out a member that has a default.",
    "RECORD_BAD_RUN",
    (feed) => feed.run(Buffer.from([...canonicalRun({ ...FIRST, mode: undefined as never })].join(""))),
  ],
  "sample-twice": [
    "A run has two samples of the same problem and repeat.",
    "RECORD_BAD_RUN",
    (feed) => {
      const samples = FIRST.samples!.flatMap((sample, i) => (i === 0 ? [sample, sample] : [sample]));
      return feed.run(Buffer.from([...canonicalRun({ ...FIRST, samples })].join("")));
    },
  ],
  "run-unknown-member": [
    "A run has a member that the schema does not know.",
    "RECORD_BAD_RUN",
    (feed) => feed.run(Buffer.from([...canonicalRun({ ...FIRST, colour: "red" } as never)].join(""))),
  ],
};

async function make(): Promise<void> {
  for (const kind of ["valid", "invalid"]) rmSync(join(HERE, kind), { recursive: true, force: true });
  mkdirSync(join(HERE, "valid"), { recursive: true });

  await writeFeed(folderOf("valid", "one-manifest"), BASE);
  expect("valid", "one-manifest", { about: "A result and a mirrored one." });

  const all = [
    ...BASE,
    { add: [result(SECOND), CORRECTION, RETRACTION], next: NEXT },
    { add: [COUNTERSIGNATURE], key: NEXT },
  ];
  await writeFeed(folderOf("valid", "every-kind"), all);
  expect("valid", "every-kind", { about: "Every kind of record, with a key that hands over to another one." });
  cpSync(folderOf("valid", "every-kind"), folderOf("valid", "successor-pinned"), { recursive: true });
  expect("valid", "successor-pinned", { about: "The same, where a reader pinned the later key.", pinned: NEXT.keyId });
  await writeFeed(folderOf("valid", "with-bundle"), BASE);
  const bundle = readFileSync(join(HERE, "../federation/sigstore/bundle.json"));
  const named = { digest: digestOf(bundle), size: bundle.length };
  mkdirSync(join(folderOf("valid", "with-bundle"), "bundles"), { recursive: true });
  writeFileSync(join(folderOf("valid", "with-bundle"), "bundles", `${named.digest}.json`), bundle);
  new Tampered(folderOf("valid", "with-bundle")).manifest(({ entries, ...one }) => ({
    ...{ ...one, entries: entries.map((entry) => ({ ...entry, bundle: named })) },
  }));
  expect("valid", "with-bundle", { about: "Both records name a Sigstore bundle that a CI job signed for both." });
  await writeFeed(folderOf("valid", "empty"), [{ add: [] }]);
  expect("valid", "empty", { about: "A feed without records." });
  await writeFeed(folderOf("valid", "revoked"), [{ ...BASE[0]!, revoked: true }]);
  expect("valid", "revoked", { about: "The last manifest revokes the key. What was signed before is taken." });

  for (const [name, [about, code, change]] of Object.entries(INVALID)) {
    await writeFeed(folderOf("invalid", name), BASE);
    const record = change(new Tampered(folderOf("invalid", name))) as string | undefined;
    const refused = record ? { [record]: code } : {};
    expect("invalid", name, { about, ...(record ? { refused } : { fault: code }) });
  }

  // Feeds that are only wrong for a reader who remembers another past.
  const before = { sequence: 2, manifest: "", key: NORTH.publicKey };
  const two = [...BASE, { add: [result(SECOND)] }];
  const last = await writeFeed(folderOf("invalid", "rolled-back"), two);
  await writeFeed(folderOf("invalid", "rolled-back"), BASE);
  const remembered = { ...before, manifest: last.manifest! };
  expect("invalid", "rolled-back", {
    about: "The head is older than what was read.",
    remembered,
    fault: "FEED_ROLLED_BACK",
  });
  await writeFeed(folderOf("invalid", "forked"), [...BASE, { add: [RETRACTION] }, { add: [], next: NEXT }]);
  expect("invalid", "forked", { about: "The second manifest is another one.", remembered, fault: "FEED_FORKED" });
  await writeFeed(folderOf("invalid", "forked-at-head"), [...BASE, { add: [RETRACTION] }]);
  expect("invalid", "forked-at-head", {
    about: "The newest manifest is another one.",
    remembered,
    fault: "FEED_FORKED",
  });
  await writeFeed(folderOf("invalid", "old-key"), [
    ...[
      { ...BASE[0]!, next: NEXT },
      { add: [result(SECOND)], key: NORTH },
    ],
  ]);
  expect("invalid", "old-key", { about: "The key that handed over signs again.", fault: "FEED_OTHER_KEY" });
  await writeFeed(folderOf("invalid", "after-revocation"), [
    ...[
      { ...BASE[0]!, revoked: true },
      { add: [result(SECOND)], key: NEXT },
    ],
  ]);
  expect("invalid", "after-revocation", {
    ...{ about: "The key was revoked, and another one signs that nobody pinned.", fault: "FEED_KEY_REVOKED" },
  });
  await writeFeed(folderOf("invalid", "revoked-key-again"), [
    ...[{ ...BASE[0]!, revoked: true }, { add: [result(SECOND)] }],
  ]);
  expect("invalid", "revoked-key-again", { about: "A revoked key signs again.", fault: "FEED_KEY_REVOKED" });
  await writeFeed(folderOf("invalid", "unknown-retracted"), [{ add: [RETRACTION, result(FIRST)] }]);
  const retraction = new Tampered(folderOf("invalid", "unknown-retracted")).first().digest;
  expect("invalid", "unknown-retracted", {
    ...{ about: "A run is retracted that was never published.", refused: { [retraction]: "RECORD_UNKNOWN_RUN" } },
  });
}

if (process.argv[1] === import.meta.filename) await make();
