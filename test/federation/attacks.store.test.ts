import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { type Addition, appendToFeed, type Last } from "../../src/federation/feed/feedWriter.ts";
import { type LabKey, readLabKey } from "../../src/federation/keys/labKey.ts";
import { comparePast, seenOf } from "../../src/federation/peers/comparePast.ts";
import { addPeer, revokeKey, trustKey } from "../../src/federation/peers/peer.ts";
import { PULL_LIMITS } from "../../src/federation/peers/pull.ts";
import { canonicalRun, contentHash } from "../../src/recording/submitted/contentHash.ts";
import { runSubmission } from "../../src/recording/submitted/submission.ts";
import { openStore } from "../../src/store/store.ts";
import { feedRecords, peers, runs } from "../../src/store/tables.ts";
import { keyOf } from "../feeds/makeFeeds.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { BadHost } from "./badHost.ts";
import { Instance, samples } from "./instance.ts";

let north: Instance;
let rogue: Instance;
let reader: Instance;
let last = { sequence: 0, manifest: null as string | null };

beforeAll(async () => {
  const open = async () => openStore({ url: await createDatabaseOn(inject("postgresUrl")) });
  const opened = ["north", "rogue", "reader"].map((lab) => Instance.open(lab, open));
  [north, rogue, reader] = (await Promise.all(opened)) as [Instance, Instance, Instance];
});
afterAll(async () => {
  for (const one of [north, rogue, reader]) await one.close();
});

const statedAt = "2026-11-20T12:00:00.000Z";

/** Adds what the rogue signs to its feed, and has the reader pull it. */
async function sign(...given: Addition[]) {
  const key = readLabKey(rogue.data, "rogue")!;
  const all = (async function* () {
    yield* given;
  })();
  last = await appendToFeed(rogue.folder, last, all, { key }, new Date());
  const [known] = await reader.store.drizzle.select().from(peers).where(eq(peers.lab, "rogue"));
  const peer = known ?? (await reader.follow(rogue));
  await reader.pull(peer);
  const rows = await reader.store.drizzle.select().from(feedRecords).where(eq(feedRecords.sequence, last.sequence));
  return rows.filter(({ peerId }) => peerId === peer.id).map(({ status, code }) => code ?? status);
}

const mirrored = (
  lab: string,
  mode: string,
  { by = "rogue", model = "acme/small", license = "MIT" } = {},
): Addition => {
  const run = runSubmission.parse({ model, benchmark: "sums", mode, lab, samples: samples(4) });
  const source = {
    ...{ url: "https://north.example/r.csv", sha256: "ab".repeat(32), retrievedOn: "2026-11-18", license },
  };
  const about = { model: run.model, mode: run.mode, benchmark: run.benchmark, measures: {} };
  const predicate = { lab: by, statedAt, ...about, origin: lab, source };
  return { statement: { kind: "mirror", subject: contentHash(run), predicate }, run: canonicalRun(run) };
};
const retraction = (subject: string): Addition => ({
  statement: { kind: "retraction", subject, predicate: { lab: "rogue", statedAt, reason: "Because." } },
});

it("lets nobody take back, countersign as, or mirror a lab that publishes itself", async () => {
  const [hash] = await north.record([{ samples: samples(3) }]);
  await north.publish();
  await reader.pull(await reader.follow(north));
  const [own] = await reader.record([{ samples: samples(1), mode: "own" }]);
  expect(await sign(retraction(hash!), retraction(own!), mirrored("north", "m"), mirrored("reader", "m"))).toEqual([
    ...["RECORD_NOT_OWN", "RECORD_NOT_OWN", "RECORD_OTHER_LAB", "RECORD_OTHER_LAB"],
  ]);
  const verdict = (subject: string, run: string): Addition => ({
    statement: { kind: "countersignature", subject, predicate: { lab: "rogue", statedAt, verdict: "disputed", run } },
  });
  expect(await sign(verdict(hash!, own!), verdict(hash!, "0".repeat(64)))).toEqual([
    ...["RECORD_OTHER_LAB", "RECORD_UNKNOWN_RUN"],
  ]);
  expect(await reader.run(hash!)).toMatchObject({ status: "SUCCEEDED", disputed: false });
  expect(await reader.run(own!)).toMatchObject({ status: "SUCCEEDED" });
});

it("stores what a mirror signs as mirrored, and lets the mirror take it back", async () => {
  const addition = mirrored("elsewhere", "m");
  expect(await sign(addition)).toEqual(["TAKEN"]);
  const { subject } = addition.statement;
  expect(await reader.run(subject)).toMatchObject({ provenance: "MIRRORED", verified: false, assurance: null });
  expect(await sign(retraction(subject))).toEqual(["TAKEN"]);
  expect(await reader.run(subject)).toMatchObject({ status: "RETRACTED" });
});

it("waits for models that are not there, and takes no copies that nobody may make", async () => {
  expect(
    await sign(
      mirrored("elsewhere", "w", { model: "acme/unknown" }),
      mirrored("elsewhere", "x", { license: "CC-BY-NC-4.0" }),
      mirrored("elsewhere", "y", { license: "all rights reserved" }),
    ),
  ).toEqual(["RECORD_UNKNOWN_NAME", "RECORD_NOT_TAKEN", "RECORD_NOT_TAKEN"]);
});

it("stops before a feed takes more bytes than it may", async () => {
  await reader.store.drizzle.update(peers).set({ mostBytes: 10_000 }).where(eq(peers.lab, "rogue"));
  const before = await reader.store.drizzle.$count(runs);
  await expect(sign(...["a", "b", "c", "d"].map((mode) => mirrored("elsewhere", mode)))).rejects.toMatchObject({
    code: "FEED_OVER_QUOTA",
  });
  expect(await reader.store.drizzle.$count(runs)).toBe(before);
  await reader.store.drizzle.update(peers).set({ mostBytes: 10_000_000 }).where(eq(peers.lab, "rogue"));
  expect(await sign()).toEqual(["TAKEN", "TAKEN", "TAKEN", "TAKEN"]);
});

it("takes nothing with a key that an operator revoked, until another one is pinned", async () => {
  const [peer] = await reader.store.drizzle.select().from(peers).where(eq(peers.lab, "rogue"));
  await revokeKey(reader.store, peer!);
  await expect(sign(mirrored("elsewhere", "e"))).rejects.toMatchObject({ code: "FEED_KEY_REVOKED" });
  await trustKey(reader.store, peer!, "1".repeat(64));
  await expect(sign()).rejects.toMatchObject({ code: "FEED_KEY_REVOKED" });
  await trustKey(reader.store, peer!, readLabKey(rogue.data, "rogue")!.keyId);
  expect(await sign()).toEqual(["TAKEN"]);
});

it("adds no second feed of a lab, none of an own lab, and none with another key than the one demanded", async () => {
  const copy = `${north.folder}.copy`;
  cpSync(north.folder, copy, { recursive: true });
  await expect(reader.follow(north, copy)).rejects.toMatchObject({ code: "BAD_VALUE" });
  await expect(addPeer(rogue.store, copy, { ownLabs: ["north"] })).rejects.toMatchObject({ code: "BAD_VALUE" });
  await expect(addPeer(rogue.store, copy, { wanted: "2".repeat(64), ownLabs: [] })).rejects.toMatchObject({
    code: "FEED_OTHER_KEY",
  });
  rmSync(copy, { recursive: true });
});

it("stores no run of a correction that is refused", async () => {
  const [norths] = await north.record([{ samples: samples(2), mode: "norths" }]);
  await north.publish();
  await following(reader, north.folder, "north");
  const before = await reader.store.drizzle.$count(runs);
  const correction = (supersedes: string, mode: string): Addition => {
    const run = runSubmission.parse({
      model: "acme/small",
      benchmark: "sums",
      mode,
      lab: "rogue",
      samples: samples(4),
    });
    const about = { model: run.model, mode: run.mode, benchmark: run.benchmark, measures: {} };
    const predicate = {
      lab: "rogue",
      statedAt,
      ...about,
      assurance: "SELF_ATTESTED" as const,
      supersedes,
      reason: "No.",
    };
    return { statement: { kind: "correction", subject: contentHash(run), predicate }, run: canonicalRun(run) };
  };
  expect(await sign(correction(norths!, "c1"), correction("0".repeat(64), "c2"))).toEqual([
    ...["RECORD_NOT_OWN", "RECORD_UNKNOWN_RUN"],
  ]);
  expect(await reader.store.drizzle.$count(runs)).toBe(before);
  expect(await reader.run(norths!)).toMatchObject({ status: "SUCCEEDED" });
});

/** Has the store of a lab follow a feed and read it, and gives what it knows then. */
async function following(by: Instance, folder: string, lab: string) {
  const find = () => by.store.drizzle.select().from(peers).where(eq(peers.lab, lab));
  await by.pull((await find())[0] ?? (await by.follow(by, folder)));
  return (await find())[0]!;
}

/** Appends an empty manifest with the key of a lab. */
const appendNothing = (folder: string, key: LabKey, last: Last, time: number): Promise<Last> =>
  appendToFeed(folder, last, (async function* () {})(), { key, next: key }, new Date(time));

it("two readers of whom a host shows one no newer manifest find it out when they compare", async () => {
  const [whole, old] = [join(north.data, "whole"), join(north.data, "withheld")];
  const key = keyOf("withheld", 5);
  let last = await appendNothing(whole, key, { sequence: 0, manifest: null }, 0);
  cpSync(whole, old, { recursive: true });
  for (const time of [1, 2]) last = await appendNothing(whole, key, last, time);
  const [more, less] = [await following(north, whole, "withheld"), await following(reader, old, "withheld")];
  await comparePast(more, seenOf(less));
  await expect(comparePast(less, seenOf(more))).rejects.toMatchObject({ code: "FEED_ROLLED_BACK" });
  for (const seen of ["", "3", `0:${less.manifest}`, `3:${less.manifest!.slice(1)}`]) {
    await expect(comparePast(less, seen)).rejects.toMatchObject({ code: "BAD_VALUE" });
  }
  cpSync(whole, old, { recursive: true });
  await comparePast(await following(reader, old, "withheld"), seenOf(more));
});

it("two readers of whom a lab shows each another past find it out when they compare, whoever is ahead", async () => {
  const folders = ["one", "other"].map((name) => join(north.data, name)) as [string, string];
  const key = keyOf("split", 6);
  const nothing = { sequence: 0, manifest: null };
  const lasts = [await appendNothing(folders[0], key, nothing, 0), await appendNothing(folders[1], key, nothing, 1)];
  const [one, other] = [await following(north, folders[0], "split"), await following(reader, folders[1], "split")];
  await appendNothing(folders[1], key, lasts[1]!, 2);
  const ahead = await following(reader, folders[1], "split");
  for (const [peer, seen] of [
    [one, other],
    [other, one],
    [ahead, one],
  ] as const) {
    await expect(comparePast(peer, seenOf(seen))).rejects.toMatchObject({ code: "FEED_FORKED" });
  }
  await comparePast(ahead, seenOf(other));
});

it("a peer that lists files that are not there holds up none of the new ones", async () => {
  const key = keyOf("absent", 8);
  const folder = join(reader.data, "absent");
  const host = new BadHost(folder, () => 1);
  const missing = Array.from({ length: 30 }, (_, i) => mirrored("elsewhere", `absent ${i}`, { by: "absent" }));
  const add = (last: Last, additions: Addition[]) =>
    appendToFeed(
      folder,
      last,
      (async function* () {
        yield* additions;
      })(),
      { key },
      new Date(),
    );
  const last = await add({ sequence: 0, manifest: null }, missing);
  rmSync(join(folder, "records"), { recursive: true });
  const peer = await reader.follow(reader, await host.open());
  const limits = { ...PULL_LIMITS, mostAgain: 10 };
  try {
    expect(await reader.pull(peer, limits)).toMatchObject({ taken: 0, waiting: 30 });
    const asked = host.asked.length;
    await add(last, [mirrored("elsewhere", "there", { by: "absent" })]);
    expect(await reader.pull(peer, limits)).toMatchObject({ taken: 1, waiting: 30 });
    // Head, two times the manifest, ten of those that are missing, the new record and its run.
    expect(host.asked.length - asked).toBe(15);
    // Others of them are asked for each time, so that each has its turn.
    for (const _ of [2, 3]) await reader.pull(peer, limits);
    const tries = Map.groupBy(
      host.asked.filter((path) => path.startsWith("records/")),
      (path) => path,
    );
    expect([...tries.values()].map(({ length }) => length).sort()).toEqual([1, ...Array(30).fill(2)]);
  } finally {
    host.close();
  }
});
