import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { digestOf } from "../../src/federation/feed/canonicalJson.ts";
import { PAYLOAD_TYPES, seal } from "../../src/federation/feed/envelope.ts";
import { type Addition, appendToFeed } from "../../src/federation/feed/feedWriter.ts";
import { canonicalRun, contentHash } from "../../src/recording/submitted/contentHash.ts";
import { type RunSubmission, runSubmission } from "../../src/recording/submitted/submission.ts";
import { openStore } from "../../src/store/store.ts";
import { runs } from "../../src/store/tables.ts";
import { keyOf } from "../feeds/makeFeeds.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { Files, payload } from "./feedFiles.ts";
import { Instance, samples } from "./instance.ts";

let north: Instance;
let reader: Instance;

beforeAll(async () => {
  const open = async () => openStore({ url: await createDatabaseOn(inject("postgresUrl")) });
  [north, reader] = [await Instance.open("north", open), await Instance.open("reader", open)];
});
afterAll(async () => {
  await north.close();
  await reader.close();
});

it("says why it refuses what another lab replays, and takes a run once that is sent twice", async () => {
  const stored = async () => (await reader.store.drizzle.select().from(runs)).map((run) => run.contentHash).sort();
  const key = keyOf("rogue", 7);
  const folder = join(reader.data, "rogue");
  const statedAt = "2026-11-20T12:00:00.000Z";
  const of = (run: RunSubmission, more: object = {}, as = contentHash(run)): Addition => {
    const about = { model: run.model, mode: run.mode, benchmark: run.benchmark, measures: {} };
    const predicate = { lab: "rogue", statedAt, ...about, assurance: "SELF_ATTESTED" as const, ...more };
    return { statement: { kind: "result", subject: as, predicate }, run: canonicalRun(run) };
  };
  await north.record([{ samples: samples(3) }]);
  await north.publish();
  await reader.pull(await reader.follow(north));
  const norths = new Files(north.folder).entries()[0]!;
  const theirs = runSubmission.parse(
    JSON.parse(`${readFileSync(join(north.folder, "runs", `${norths.run!.digest}.json`))}`),
  );
  const own = runSubmission.parse({ ...theirs, lab: "rogue", mode: "own" });
  const altered = runSubmission.parse({ ...own, mode: "altered" });
  const additions = [
    of(theirs),
    of(own),
    of(own, { statedAt: "2026-11-21T12:00:00.000Z", assurance: "THIRD_PARTY" }),
    of({ ...altered, samples: samples(4) }, {}, contentHash(altered)),
    {
      statement: {
        kind: "retraction",
        subject: norths.run!.digest,
        predicate: { lab: "rogue", statedAt, reason: "No." },
      },
    },
  ] as Addition[];
  const before = await stored();
  await appendToFeed(
    folder,
    { sequence: 0, manifest: null },
    (async function* () {
      yield* additions;
    })(),
    { key },
    new Date(),
  );
  const peer = await reader.follow(reader, folder);
  await reader.pull(peer);
  // The signed record of another lab, word for word.
  const replayed = new Files(north.folder).read(`records/${norths.digest}.json`);
  const rogue = new Files(folder);
  writeFileSync(join(folder, `records/${norths.digest}.json`), replayed);
  copyFileSync(join(north.folder, `runs/${norths.run!.digest}.json`), join(folder, `runs/${norths.run!.digest}.json`));
  const previous = payload(rogue.head).manifest.digest;
  const manifest = { ...payload(rogue.read(rogue.manifest)), sequence: 2, previous, entries: [norths] };
  const bytes = seal(PAYLOAD_TYPES.manifest, manifest, key);
  writeFileSync(join(folder, `manifests/${digestOf(bytes)}.json`), bytes);
  const head = { ...payload(rogue.head), sequence: 2, manifest: { digest: digestOf(bytes), size: bytes.length } };
  writeFileSync(join(folder, "feed.json"), seal(PAYLOAD_TYPES.head, head, key));
  await reader.pull(peer);

  const rows = [...(await reader.records(peer)).values()];
  const place = new Map([...rogue.entries(), norths].map(({ digest }, i) => [digest, i]));
  const told = rows
    .sort((a, b) => place.get(a.digest)! - place.get(b.digest)!)
    .map(({ status, code }) => code ?? status);
  expect(told).toEqual([
    ...["RECORD_OTHER_LAB", "TAKEN", "TAKEN", expect.stringMatching(/^RECORD_(BAD_RUN|BAD_DIGEST)$/)],
    ...["RECORD_NOT_OWN", "RECORD_BAD_SIGNATURE"],
  ]);
  const after = await stored();
  expect(after).toEqual([...before, contentHash(own)].sort());
  expect(await reader.run(norths.run!.digest)).toMatchObject({ status: "SUCCEEDED" });
});
