import { mkdir, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RequestError } from "../../errors/requestError.ts";
import type { LabKey } from "../keys/labKey.ts";
import { digestOf } from "./canonicalJson.ts";
import { PAYLOAD_TYPES, seal } from "./envelope.ts";
import { LARGEST } from "./limits.ts";
import { type Entry, MOST_ENTRIES } from "./manifest.ts";
import { type Statement, statementOf } from "./statement.ts";

/** A record to be published, with its run as canonical JSON where it brings one. */
export interface Addition {
  statement: Statement;
  run?: Iterable<string>;
  /** Its Every Eval Ever record, which the statement names by its digest. */
  everyEvalEver?: Buffer;
}

/** What signs a publishing. */
export interface Signing {
  key: LabKey;
  /** The key to which it hands over at the end. */
  next?: LabKey | null;
  /** Whether it is revoked at the end, and so hands over to none. */
  revoked?: boolean;
  /** Has a CI job sign an in-toto statement about these records and gives its Sigstore bundle. */
  bundleBy?: ((records: readonly string[]) => Promise<Buffer>) | undefined;
}

/** The folders of a feed, in the order in which they are written. */
const PARTS = ["everyEvalEver", "runs", "records", "bundles", "manifests"];

/** The last manifest of a feed; sequence 0 and null where there is none yet. */
export interface Last {
  sequence: number;
  manifest: string | null;
}

/**
 * Appends records to the feed in a folder. What is cut off leaves the feed as it was: the head is replaced at the end.
 *
 * @returns the last manifest.
 * @throws RequestError `TOO_LONG` for a record of more bytes than a reader takes.
 */
export async function appendToFeed(
  folder: string,
  last: Last,
  additions: AsyncIterable<Addition>,
  { key, next = null, revoked = false, bundleBy }: Signing,
  now: Date,
): Promise<Last & { added: number }> {
  for (const part of PARTS) await mkdir(join(folder, part), { recursive: true });
  const publishedAt = now.toISOString();
  const common = { version: 1, lab: key.lab, publishedAt };
  let entries: Entry[] = [];
  let end = { ...last, size: 0 };
  let added = 0;
  const close = async (isLast: boolean) => {
    if (bundleBy && entries.length > 0) entries = await bundled(folder, entries, bundleBy);
    const sequence = end.sequence + 1;
    const keys = { key: key.publicKey, next: isLast ? (next?.publicKey ?? null) : null, revoked: isLast && revoked };
    const manifest = { ...common, sequence, previous: end.manifest, ...keys, entries };
    const bytes = seal(PAYLOAD_TYPES.manifest, manifest, key);
    const digest = digestOf(bytes);
    await writeNamed(folder, "manifests", digest, bytes);
    end = { sequence, manifest: digest, size: bytes.length };
    added += entries.length;
    entries = [];
  };
  for await (const addition of additions) {
    if (entries.length === MOST_ENTRIES) await close(false);
    entries.push(await writeRecord(folder, addition, key));
  }
  if (entries.length > 0 || next || revoked || last.sequence === 0) await close(true);
  if (end.sequence === last.sequence) return { ...last, added };
  const head = { ...common, sequence: end.sequence, manifest: { digest: end.manifest!, size: end.size } };
  // Where the machine fails, no head may be there before what it names.
  for (const part of PARTS) await syncFolder(join(folder, part));
  await replace(join(folder, "feed.json"), seal(PAYLOAD_TYPES.head, head, next ?? key));
  return { sequence: end.sequence, manifest: end.manifest, added };
}

async function writeRecord(folder: string, { statement, run, everyEvalEver }: Addition, key: LabKey): Promise<Entry> {
  let brought: Entry["run"];
  if (run) {
    let size = 0;
    const pieces = (function* () {
      for (const piece of run) {
        size += Buffer.byteLength(piece);
        yield piece;
      }
    })();
    await writeNamed(folder, "runs", statement.subject, pieces);
    if (size > LARGEST.run) throw new RequestError("TOO_LONG", `The run ${statement.subject} has ${size} bytes.`);
    brought = { digest: statement.subject, size };
  }
  const bytes = seal(PAYLOAD_TYPES.record, statementOf(statement), key);
  if (bytes.length > LARGEST.record) {
    const most = `a record has ${LARGEST.record} at most. Name fewer files of its model`;
    throw new RequestError(
      "TOO_LONG",
      `The record of the run ${statement.subject} has ${bytes.length} bytes, and ${most}.`,
    );
  }
  const digest = digestOf(bytes);
  if (everyEvalEver) await writeNamed(folder, "everyEvalEver", digestOf(everyEvalEver), everyEvalEver);
  await writeNamed(folder, "records", digest, bytes);
  return { kind: statement.kind, digest, size: bytes.length, ...(brought && { run: brought }) };
}

/** The entries with the bundle by which a CI job signs all of them. */
async function bundled(folder: string, entries: Entry[], bundleBy: Signing["bundleBy"] & {}): Promise<Entry[]> {
  const bytes = await bundleBy(entries.map(({ digest }) => digest));
  const bundle = { digest: digestOf(bytes), size: bytes.length };
  await writeNamed(folder, "bundles", bundle.digest, bytes);
  return entries.map((entry) => ({ ...entry, bundle }));
}

/** Writes a file that is named by its content. One that is there is written again: it may have been cut off. */
const writeNamed = (folder: string, part: string, digest: string, content: Uint8Array | Iterable<string>) =>
  replace(join(folder, part, `${digest}.json`), content);

/** Removes what a publishing left unfinished that was killed. No other one may be under way. */
export async function removeUnfinished(folder: string): Promise<void> {
  for (const part of ["", ...PARTS]) {
    const names = await readdir(join(folder, part)).catch(() => []);
    for (const name of names) if (name.endsWith(UNFINISHED)) await rm(join(folder, part, name), { force: true });
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders.
  const folder = await open(path).catch(() => null);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

const UNFINISHED = ".part";

async function replace(path: string, content: Uint8Array | Iterable<string>): Promise<void> {
  const beside = `${path}.${process.pid}${UNFINISHED}`;
  try {
    await writeFile(beside, content as Uint8Array, { flush: true });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
