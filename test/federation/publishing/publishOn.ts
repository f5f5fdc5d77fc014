// Publishes runs to a feed one manifest after another until it is killed: with the folders of the key and of the feed.
import type { Addition } from "../../../src/federation/feed/feedWriter.ts";
import { readLabKey } from "../../../src/federation/keys/labKey.ts";
import { intoFeed } from "../../../src/federation/publishing/intoFeed.ts";
import type { PublishedFeed } from "../../../src/federation/publishing/publishedFeed.ts";
import { canonicalRun, contentHash } from "../../../src/recording/submitted/contentHash.ts";
import { runSubmission } from "../../../src/recording/submitted/submission.ts";

/** Runs that the feed does not have yet. */
export async function* nextRuns(feed: PublishedFeed, count: number): AsyncGenerator<Addition> {
  for (let i = feed.brought.size, end = i + count; i < end; i++) {
    const measures = { accuracy: { value: 0.5 } };
    const run = runSubmission.parse({ model: "acme/small", benchmark: "sums", lab: "north", mode: `m${i}`, measures });
    const about = { model: run.model, mode: run.mode, benchmark: run.benchmark, measures: {} };
    const predicate = {
      lab: "north",
      statedAt: "2026-11-20T12:00:00.000Z",
      ...about,
      assurance: "SELF_ATTESTED" as const,
    };
    yield { statement: { kind: "result", subject: contentHash(run), predicate }, run: canonicalRun(run) };
  }
}

if (process.argv[1] === import.meta.filename) {
  const [data, folder] = process.argv.slice(2) as [string, string];
  const key = readLabKey(data, "north")!;
  process.send?.("begins");
  for (;;) {
    await intoFeed(data, folder, { key }, new Date(), (feed) => nextRuns(feed, 4));
    process.send?.("published");
  }
}
