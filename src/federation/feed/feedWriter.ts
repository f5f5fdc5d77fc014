import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LabKey } from "../keys/labKey.ts";
import { digestOf } from "./canonicalJson.ts";
import { PAYLOAD_TYPES, seal } from "./envelope.ts";
import { type Entry, MOST_ENTRIES } from "./manifest.ts";
import { type Statement, statementOf } from "./statement.ts";

/** A record to be published, with its run as canonical JSON where it brings one. */
export interface Addition {
  statement: Statement;
  run?: Iterable<string>;
}

/** The last manifest of a feed; sequence 0 and null where there is none yet. */
export interface Last {
  sequence: number;
  manifest: string | null;
}

/**
 * Appends records to the feed in a folder. What is cut off leaves the feed as it was: the head is replaced at the end.
 *
 * @param keys the key that signs, and the one to which it hands over or null; revoked where it hands over to none.
 * @returns the last manifest.
 */
export async function appendToFeed(
  folder: string,
  last: Last,
  additions: AsyncIterable<Addition>,
  { key, next = null, revoked = false }: { key: LabKey; next?: LabKey | null; revoked?: boolean },
  now: Date,
): Promise<Last & { added: number }> {
  for (const part of ["manifests", "records", "runs"]) await mkdir(join(folder, part), { recursive: true });
  const publishedAt = now.toISOString();
  const common = { version: 1, lab: key.lab, publishedAt };
  let entries: Entry[] = [];
  let end = { ...last, size: 0 };
  let added = 0;
  const close = async (isLast: boolean) => {
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
  for await (const { statement, run } of additions) {
    if (entries.length === MOST_ENTRIES) await close(false);
    entries.push(await writeRecord(folder, statement, run, key));
  }
  if (entries.length > 0 || next || revoked || last.sequence === 0) await close(true);
  if (end.sequence === last.sequence) return { ...last, added };
  const head = { ...common, sequence: end.sequence, manifest: { digest: end.manifest!, size: end.size } };
  await replace(join(folder, "feed.json"), seal(PAYLOAD_TYPES.head, head, next ?? key));
  return { sequence: end.sequence, manifest: end.manifest, added };
}

async function writeRecord(
  folder: string,
  statement: Statement,
  run: Iterable<string> | undefined,
  key: LabKey,
): Promise<Entry> {
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
    brought = { digest: statement.subject, size };
  }
  const bytes = seal(PAYLOAD_TYPES.record, statementOf(statement), key);
  const digest = digestOf(bytes);
  await writeNamed(folder, "records", digest, bytes);
  return { kind: statement.kind, digest, size: bytes.length, ...(brought && { run: brought }) };
}

/** Writes a file that is named by its content. One that is there is written again: it may have been cut off. */
const writeNamed = (folder: string, part: string, digest: string, content: Uint8Array | Iterable<string>) =>
  replace(join(folder, part, `${digest}.json`), content);

async function replace(path: string, content: Uint8Array | Iterable<string>): Promise<void> {
  const beside = `${path}.${process.pid}.part`;
  try {
    await writeFile(beside, content as Uint8Array, { flush: true });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
