import { cpSync } from "node:fs";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { PAYLOAD_TYPES, seal } from "../../src/federation/feed/envelope.ts";
import { type Addition, appendToFeed } from "../../src/federation/feed/feedWriter.ts";
import type { Manifest } from "../../src/federation/feed/manifest.ts";
import { readLabKey } from "../../src/federation/keys/labKey.ts";
import { openStore } from "../../src/store/store.ts";
import { runs } from "../../src/store/tables.ts";
import { keyOf } from "../feeds/makeFeeds.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { BadHost } from "./badHost.ts";
import { Files, flipped, payload, withSignatureOf } from "./feedFiles.ts";
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

it("says why it refuses what a host changed, and takes it when it is whole", { timeout: 120_000 }, async () => {
  const host = new BadHost(north.folder, () => 1);
  const add = async (mode: string) => {
    const hashes = await north.record([0, 1].map((i) => ({ mode: `${mode} ${i}`, samples: samples(i, 333) })));
    await north.publish();
    return { hashes, files: new Files(north.folder) };
  };
  const old = (await add("old")).files;
  const peer = await reader.follow(north, await host.open());
  const code = () =>
    reader.pull(peer).then(
      () => null,
      (error) => error.code as string,
    );
  const stored = async () =>
    (await reader.store.drizzle.select().from(runs)).map(({ contentHash }) => contentHash).sort();
  cpSync(north.folder, `${north.folder}.old`, { recursive: true });
  expect(await code()).toBeNull();

  const { hashes, files } = await add("new");
  const before = await stored();
  const manifest = files.read(files.manifest);
  const ofSouth = seal(PAYLOAD_TYPES.head, { ...payload(files.head), lab: "south" }, keyOf("south", 4));
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
    const rows = [...(await reader.records(peer)).values()].filter(({ status }) => status !== "TAKEN");
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
  host.close();
});
