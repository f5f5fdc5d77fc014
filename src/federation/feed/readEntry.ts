import { contentHash } from "../../recording/submitted/contentHash.ts";
import { type RunSubmission, runSubmission, type SampleSubmission } from "../../recording/submitted/submission.ts";
import type { Signer } from "../../store/tables.ts";
import { FeedError } from "../keys/feedError.ts";
import type { Bundles } from "./bundles.ts";
import type { Entry } from "./manifest.ts";
import { readNamed } from "./readNamed.ts";
import type { FeedSource } from "./source.ts";
import { readRecord, type Statement } from "./statement.ts";

/** A record that its lab signed, with its run where it brings one. Whether the store takes it is another question. */
export interface VerifiedRecord {
  statement: Statement;
  run: RunSubmission | null;
  /** The CI job that signed it, too; null where none did, or where bundles are left unread. */
  identity: Signer | null;
}

/**
 * Reads the record of an entry and its run, and checks all that follows from the feed alone.
 *
 * @param by the key and the lab of the manifest that lists it.
 * @param bundles checks the Sigstore bundle of the entry; left out where bundles are left unread.
 * @throws FeedError with a code `RECORD_…`, or `FEED_UNREACHABLE` where the host is away.
 */
export async function readEntry(
  source: FeedSource,
  entry: Entry,
  by: { key: string; lab: string },
  bundles?: Bundles,
): Promise<VerifiedRecord> {
  const record = { digest: entry.digest, bytes: await readNamed(source, "records", entry) };
  const statement = readRecord(record.bytes, entry.kind, by.key, by.lab);
  if (!entry.run) return { statement, run: null, identity: (await bundles?.signerOf(entry, [record])) ?? null };
  if (entry.run.digest !== statement.subject) {
    throw new FeedError("RECORD_OTHER_RUN", "The record is about another run than the one that the manifest names.");
  }
  const { digest } = entry.run;
  const bytes = await readNamed(source, "runs", entry.run);
  const run = runIn(bytes, digest);
  requireRunOf(statement, run, by.lab);
  return { statement, run, identity: (await bundles?.signerOf(entry, [record, { digest, bytes }])) ?? null };
}

function runIn(bytes: Buffer, digest: string): RunSubmission {
  const refused = (why: string) => new FeedError("RECORD_BAD_RUN", `runs/${digest}.json: ${why}.`);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw refused("it is no JSON");
  }
  const { data, error } = runSubmission.safeParse(value);
  if (!data)
    throw refused(
      error.issues
        .slice(0, 3)
        .map(({ path, message }) => `${path.join(".")}: ${message}`)
        .join("; "),
    );
  // The digest is that of the bytes: where it is also that of the canonical text, the bytes are that text.
  if (contentHash(data) !== digest) throw refused("it is not canonical JSON with its defaults written out");
  const { samples = [] } = data;
  const isSame = (a: SampleSubmission, b: SampleSubmission) => a.problem === b.problem && a.repeat === b.repeat;
  if (samples.some((sample, i) => i > 0 && isSame(sample, samples[i - 1]!))) {
    throw refused("two samples have the same problem and repeat");
  }
  return data;
}

function requireRunOf(statement: Statement, run: RunSubmission, lab: string): void {
  if (!("model" in statement.predicate)) return;
  const { model, mode, benchmark } = statement.predicate;
  if (model !== run.model || mode !== run.mode || benchmark !== run.benchmark) {
    throw new FeedError("RECORD_OTHER_RUN", "The record names another model, mode or benchmark than its run.");
  }
  const other = (why: string) => new FeedError("RECORD_OTHER_LAB", why);
  if (statement.kind === "mirror") {
    if (run.lab === lab) throw other("A mirror republishes runs of other labs, and this one is its own.");
    if (run.lab !== statement.predicate.origin) throw other("The record names another lab as origin than its run.");
  } else if (run.lab !== lab) {
    throw other(`The lab "${lab}" signed a run as one of "${run.lab}", which that lab did not sign.`);
  }
  if (
    statement.kind === "correction" &&
    run.supersedes !== undefined &&
    run.supersedes !== statement.predicate.supersedes
  ) {
    throw new FeedError("RECORD_OTHER_RUN", "The record supersedes another run than the run itself does.");
  }
}
