import { fork } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readChain, readChecked } from "../../../src/federation/feed/chain.ts";
import { readEntry } from "../../../src/federation/feed/readEntry.ts";
import { openSource } from "../../../src/federation/feed/source.ts";
import { createLabKey, readLabKey } from "../../../src/federation/keys/labKey.ts";
import { intoFeed } from "../../../src/federation/publishing/intoFeed.ts";
import { seededRandom } from "../../../src/frontier/statistics/seededRandom.ts";
import { IS_LONG } from "../../support/runs.ts";
import { nextRuns } from "./publishOn.ts";

const KILLS = IS_LONG ? 200 : 5;
const SCRIPT = join(import.meta.dirname, "publishOn.ts");

let data: string;
let folder: string;

beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), "paretograph-killed-"));
  folder = join(data, "feed");
  createLabKey(data, "north");
});
afterAll(() => rmSync(data, { recursive: true }));

/** The digests of the runs of the feed, each record of which is read and verified; none where there is no feed yet. */
async function readAll(): Promise<string[]> {
  const source = openSource(folder);
  const pinned = readLabKey(data, "north")!.keyId;
  const unread = { sequence: 0, manifest: null, key: null, revoked: false };
  const { following } = await readChain(source, { lab: "north", pinned, ...unread });
  const found: string[] = [];
  for (const place of following) {
    const manifest = await readChecked(source, place);
    for (const entry of manifest.entries) found.push((await readEntry(source, entry, manifest)).statement.subject);
  }
  return found;
}

it("leaves a whole feed whenever it is killed, and the next publishing goes on", async () => {
  const random = seededRandom(11);
  let before: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const child = fork(SCRIPT, [data, folder], { execArgv: process.execArgv, silent: true });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    // The first one is killed before there is a feed, maybe, and the others after their first publishing.
    for (let told = 0; told < Math.min(kill, 1) + 1; told++) {
      await new Promise((resolve) => child.once("message", resolve));
    }
    await delay(random() * 60);
    child.kill("SIGKILL");
    await ended;
    const now = await readAll().catch((error) => {
      // Killed before its first head, there is no feed, which is none that readers refuse for its content.
      expect(error).toMatchObject({ code: "FEED_UNREACHABLE" });
      return [];
    });
    expect(now.slice(0, before.length)).toEqual(before);
    expect(new Set(now).size).toBe(now.length);
    before = now;
  }
  const key = readLabKey(data, "north")!;
  const end = await intoFeed(data, folder, { key }, new Date(), (feed) => nextRuns(feed, 3));
  expect(end.added).toBe(3);
  expect((await readAll()).length).toBe(before.length + 3);
  expect(before.length).toBeGreaterThan(0);
  const names = ["manifests", "records", "runs"].flatMap((part) => readdirSync(join(folder, part)));
  expect(names.filter((name) => name.endsWith(".part"))).toEqual([]);
}, 180_000);

it("lets no second publishing into the folder, nor of the lab, while one is under way", async () => {
  const key = readLabKey(data, "north")!;
  const inside = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const first = intoFeed(data, folder, { key }, new Date(), async function* (feed) {
    inside.resolve();
    await finish.promise;
    yield* nextRuns(feed, 1);
  });
  await inside.promise;
  const again = (into: string) => intoFeed(data, into, { key }, new Date(), (feed) => nextRuns(feed, 1));
  await expect(again(folder)).rejects.toMatchObject({ code: "FEED_IN_USE" });
  await expect(again(join(data, "other"))).rejects.toMatchObject({ code: "FEED_IN_USE" });
  finish.resolve();
  expect((await first).added).toBe(1);
  expect((await again(folder)).added).toBe(1);
});

it("goes on with the next key where it was killed after handing over, and never with one that was revoked", async () => {
  const key = readLabKey(data, "north")!;
  const next = createLabKey(data, "north", "next");
  const on = (signing: Parameters<typeof intoFeed>[2]) =>
    intoFeed(data, folder, signing, new Date(), (feed) => nextRuns(feed, 1));
  await on({ key, next });
  // The key was not taken here: the process was killed before.
  await expect(on({ key })).rejects.toMatchObject({ code: "FEED_OTHER_KEY" });
  await on({ key, next });
  const count = (await readAll()).length;
  await on({ key: next, revoked: true });
  await expect(on({ key: next })).rejects.toMatchObject({ code: "FEED_KEY_REVOKED" });
  const third = createLabKey(data, "third", "next");
  await on({ key: next, next: { ...third, lab: "north" } });
  await on({ key: next, next: { ...third, lab: "north" } });
  const source = openSource(folder);
  const unread = { sequence: 0, manifest: null, key: null, revoked: false };
  await readChain(source, { lab: "north", pinned: third.keyId, ...unread });
  expect(count).toBeGreaterThan(0);
});
