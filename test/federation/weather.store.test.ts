import { copyFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { digestOf } from "../../src/federation/feed/canonicalJson.ts";
import { PAYLOAD_TYPES, seal } from "../../src/federation/feed/envelope.ts";
import { type Addition, appendToFeed } from "../../src/federation/feed/feedWriter.ts";
import type { Manifest } from "../../src/federation/feed/manifest.ts";
import { readLabKey } from "../../src/federation/keys/labKey.ts";
import { seededRandom } from "../../src/frontier/statistics/seededRandom.ts";
import { canonicalRun, contentHash } from "../../src/recording/submitted/contentHash.ts";
import { type RunSubmission, runSubmission } from "../../src/recording/submitted/submission.ts";
import { keyOf } from "../feeds/makeFeeds.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { IS_LONG } from "../support/runs.ts";
import { BadHost } from "./badHost.ts";
import { samples } from "./instance.ts";
import { MemberProcess } from "./memberProcess.ts";

const RUNS = IS_LONG ? 10_000 : 60;
const ROUNDS = IS_LONG ? 100 : 4;
/** The share of recordings, publishings and pulls during which the process is killed. */
const KILLS = IS_LONG ? 0.15 : 0.4;

const random = seededRandom(IS_LONG ? Date.now() : 20_261_128);
let labs: MemberProcess[];
let reader: MemberProcess;
let hosts: BadHost[];

beforeAll(async () => {
  const member = async (lab: string) => new MemberProcess(lab, await createDatabaseOn(inject("postgresUrl")));
  labs = [await member("north"), await member("south")];
  reader = await member("reader");
  const dice = seededRandom(Math.floor(random() * 2 ** 32));
  hosts = labs.map(({ folder }) => new BadHost(folder, dice));
  const addresses = await Promise.all(hosts.map((host) => host.open()));
  for (const lab of labs) await lab.ask("publish", []);
  for (const address of addresses) await reader.ask("follow", [address]);
}, 120_000);
afterAll(async () => {
  for (const host of hosts) host.close();
  for (const one of [...labs, reader]) await one.close();
});

/** The time in milliseconds after which somebody is killed, rather soon, or undefined. */
const LATEST = IS_LONG ? 2000 : 100;
const moment = () => (random() < KILLS ? LATEST * random() ** 3 : undefined);

it("loses nothing, doubles nothing and accepts nothing false while three processes are killed in bad weather", {
  timeout: 3_600_000,
}, async () => {
  const published = new Set<string>();
  const codes = new Set<string>();
  for (const host of hosts) host.trouble = IS_LONG ? 0.05 : 0.15;
  for (let round = 0; round < ROUNDS; round++) {
    const lab = labs[round % 2]!;
    const given = Array.from({ length: Math.ceil(RUNS / ROUNDS) }, (_, i) => ({
      mode: `${round}-${i}`,
      samples: samples(Math.floor(random() * 5), 50 + Math.floor(random() * 200)),
    }));
    // What is asked again after a kill is the same, and stored once.
    for (const hash of await lab.ask("record", [given], moment())) published.add(hash);
    await lab.ask("publish", [], moment());
    const pulled = await reader.ask("pull", [], moment());
    for (const code of Object.values(pulled)) if (code) codes.add(code);
    const stored = await reader.ask("runs", []);
    expect(stored.filter(({ hash }) => !published.has(hash))).toEqual([]);
  }
  for (const host of hosts) host.trouble = 0;
  expect(await reader.ask("pull", [])).toEqual({ north: null, south: null });

  const records = await reader.ask("records", []);
  expect(records.filter(({ status }) => status !== "TAKEN")).toEqual([]);
  expect(records).toHaveLength(published.size);
  const stored = await reader.ask("runs", []);
  const theirs = (await Promise.all(labs.map((lab) => lab.ask("runs", [])))).flat();
  const federated = { provenance: "FEDERATED", verified: true };
  // Also what each lab computed of its runs is what the reader computed.
  expect(new Map(stored.map((run) => [run.hash, run]))).toEqual(
    new Map(theirs.map((run) => [run.hash, { ...run, ...federated }])),
  );
  expect(stored).toHaveLength(published.size);
  for (const run of stored) expect(run).toMatchObject({ status: "SUCCEEDED", samples: 4 });
  for (const { counted, listed } of await reader.ask("bytes", [])) expect(counted).toBe(listed);
  expect([...codes].filter((code) => !code.startsWith("FEED_"))).toEqual([]);
  const kills = [reader, ...labs].map((one) => one.kills);
  expect(Math.max(...kills)).toBeGreaterThan(0);
  if (IS_LONG) {
    console.log(`${stored.length} runs; kills of reader, north and south: ${kills}; codes: ${[...codes].sort()}`);
  }
});

const payload = (envelope: Buffer) => JSON.parse(`${Buffer.from(JSON.parse(`${envelope}`).payload, "base64")}`);
const flipped = (bytes: Buffer, at: number) => Buffer.from(bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)));
const withSignatureOf = (one: Buffer, other: Buffer) =>
  Buffer.from(JSON.stringify({ ...JSON.parse(`${one}`), signatures: JSON.parse(`${other}`).signatures }));

/** The files of a feed as they are now. */
class Files {
  readonly head: Buffer;
  readonly manifest: string;
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
    this.head = readFileSync(join(folder, "feed.json"));
    this.manifest = `manifests/${payload(this.head).manifest.digest}.json`;
  }
  read = (path: string) => readFileSync(join(this.folder, path));
  entries = (): Manifest["entries"] => payload(this.read(this.manifest)).entries;
}

it("says why it refuses what a host changed, and takes it when it is whole", { timeout: 120_000 }, async () => {
  const [north, host] = [labs[0]!, hosts[0]!];
  const add = async (mode: string) => {
    const hashes = await north.ask("record", [[0, 1].map((i) => ({ mode: `${mode} ${i}`, samples: samples(i, 333) }))]);
    await north.ask("publish", []);
    return { hashes, files: new Files(north.folder) };
  };
  const code = async () => (await reader.ask("pull", [])).north;
  const stored = async () => (await reader.ask("runs", [])).map(({ hash }) => hash);
  const old = (await add("old")).files;
  cpSync(north.folder, `${north.folder}.old`, { recursive: true });
  expect(await code()).toBeNull();

  const { hashes, files } = await add("new");
  const before = await stored();
  const manifest = files.read(files.manifest);
  const ofSouth = new Files(labs[1]!.folder).head;
  const changes: [string, Buffer, string][] = [
    ["feed.json", ofSouth, "FEED_OTHER_LAB"],
    ["feed.json", withSignatureOf(files.head, manifest), "FEED_BAD_SIGNATURE"],
    ["feed.json", withSignatureOf(files.head, old.head), "FEED_BAD_SIGNATURE"],
    ["feed.json", files.head.subarray(0, -1), "FEED_BAD_ENVELOPE"],
    ["feed.json", manifest, "FEED_BAD_ENVELOPE"],
    [files.manifest, flipped(manifest, 100), "FEED_BAD_DIGEST"],
    [files.manifest, old.read(old.manifest), "FEED_BAD_DIGEST"],
    [files.manifest, Buffer.concat([manifest, Buffer.from(" ")]), "FEED_TOO_LARGE"],
  ];
  for (const [path, bytes, expected] of changes) {
    host.instead.set(path, bytes);
    expect(await code(), `${expected} by ${path}`).toBe(expected);
    host.instead.clear();
  }
  expect(await stored()).toEqual(before);

  // What is wrong with one record or its run leaves the others alone.
  const [first, second] = files.entries() as [Manifest["entries"][number], Manifest["entries"][number]];
  const [record, run] = [`records/${first.digest}.json`, `runs/${second.run!.digest}.json`];
  const another = files.read(`records/${second.digest}.json`);
  const altered = Buffer.from(`${files.read(run)}`.replace(":333", ":334"));
  const oldRecord = old.read(`records/${old.entries()[0]!.digest}.json`);
  const changed: [Buffer, Buffer][] = [
    [withSignatureOf(files.read(record), another), altered],
    [another, flipped(files.read(run), 9)],
    [oldRecord, Buffer.concat([altered, altered])],
  ];
  for (const [bytes, other] of changed) {
    host.instead.set(record, bytes).set(run, other);
    expect(await code()).toBeNull();
    const rows = (await reader.ask("records", [])).filter(({ status }) => status !== "TAKEN");
    expect(rows).toHaveLength(2);
    for (const { status, code, message } of rows) {
      expect(status).toBe("WAITING");
      expect(code).toMatch(/^RECORD_(BAD_DIGEST|TOO_LARGE)$/);
      expect(message).toMatch(new RegExp(`^(${record}|${run}): it`));
    }
    expect(await stored()).toEqual(before);
  }
  host.instead.clear();
  expect(await code()).toBeNull();
  expect(await stored()).toEqual([...before, ...hashes].sort());

  // The past is rolled back; and a machine that was restored from a backup forks it, once as long and once longer.
  host.instead.set("feed.json", old.head);
  expect(await code()).toBe("FEED_ROLLED_BACK");
  host.instead.clear();
  host.folder = `${north.folder}.old`;
  const key = readLabKey(north.data, "north")!;
  let last = {
    sequence: payload(old.head).sequence as number,
    manifest: payload(old.head).manifest.digest as string | null,
  };
  for (const _ of ["as long", "longer"]) {
    const nothing = (async function* (): AsyncGenerator<Addition> {})();
    last = await appendToFeed(host.folder, last, nothing, { key, next: key }, new Date());
    expect(await code()).toBe("FEED_FORKED");
  }
  host.folder = north.folder;
  expect(await code()).toBeNull();
  expect(await stored()).toEqual([...before, ...hashes].sort());
});

it("says why it refuses what another lab replays, and takes a run once that is sent twice", async () => {
  const key = keyOf("rogue", 7);
  const folder = join(reader.data, "rogue");
  const statedAt = "2026-11-20T12:00:00.000Z";
  const of = (run: RunSubmission, more: object = {}, as = contentHash(run)): Addition => {
    const about = { model: run.model, mode: run.mode, benchmark: run.benchmark, measures: {} };
    const predicate = { lab: "rogue", statedAt, ...about, assurance: "SELF_ATTESTED" as const, ...more };
    return { statement: { kind: "result", subject: as, predicate }, run: canonicalRun(run) };
  };
  const norths = new Files(labs[0]!.folder).entries()[0]!;
  const theirs = runSubmission.parse(
    JSON.parse(`${readFileSync(join(labs[0]!.folder, "runs", `${norths.run!.digest}.json`))}`),
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
  const before = await reader.ask("runs", []);
  await appendToFeed(
    folder,
    { sequence: 0, manifest: null },
    (async function* () {
      yield* additions;
    })(),
    { key },
    new Date(),
  );
  await reader.ask("follow", [folder]);
  await reader.ask("pull", []);
  // The signed record of another lab, word for word.
  const replayed = new Files(labs[0]!.folder).read(`records/${norths.digest}.json`);
  const rogue = new Files(folder);
  writeFileSync(join(folder, `records/${norths.digest}.json`), replayed);
  copyFileSync(
    join(labs[0]!.folder, `runs/${norths.run!.digest}.json`),
    join(folder, `runs/${norths.run!.digest}.json`),
  );
  const previous = payload(rogue.head).manifest.digest;
  const manifest = { ...payload(rogue.read(rogue.manifest)), sequence: 2, previous, entries: [norths] };
  const bytes = seal(PAYLOAD_TYPES.manifest, manifest, key);
  writeFileSync(join(folder, `manifests/${digestOf(bytes)}.json`), bytes);
  const head = { ...payload(rogue.head), sequence: 2, manifest: { digest: digestOf(bytes), size: bytes.length } };
  writeFileSync(join(folder, "feed.json"), seal(PAYLOAD_TYPES.head, head, key));
  await reader.ask("pull", []);

  const rows = (await reader.ask("records", [])).filter(({ lab }) => lab === "rogue");
  const place = new Map([...rogue.entries(), norths].map(({ digest }, i) => [digest, i]));
  const told = rows
    .sort((a, b) => place.get(a.digest)! - place.get(b.digest)!)
    .map(({ status, code }) => code ?? status);
  expect(told).toEqual([
    ...["RECORD_OTHER_LAB", "TAKEN", "TAKEN", expect.stringMatching(/^RECORD_(BAD_RUN|BAD_DIGEST)$/)],
    ...["RECORD_NOT_OWN", "RECORD_BAD_SIGNATURE"],
  ]);
  const after = await reader.ask("runs", []);
  expect(after.filter(({ hash }) => hash !== contentHash(own))).toEqual(before);
  expect(after).toHaveLength(before.length + 1);
});
