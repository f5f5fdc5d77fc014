import { cpSync, rmSync } from "node:fs";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Addition, appendToFeed } from "../../src/federation/feed/feedWriter.ts";
import { readLabKey } from "../../src/federation/keys/labKey.ts";
import { addPeer, revokeKey, trustKey } from "../../src/federation/peers/peer.ts";
import { canonicalRun, contentHash } from "../../src/recording/submitted/contentHash.ts";
import { runSubmission } from "../../src/recording/submitted/submission.ts";
import { feedRecords, peers, runs } from "../../src/store/tables.ts";
import { Instance, samples } from "./instance.ts";

let north: Instance;
let rogue: Instance;
let reader: Instance;
let last = { sequence: 0, manifest: null as string | null };

beforeAll(async () => {
  [north, rogue, reader] = await Promise.all([Instance.open("north"), Instance.open("rogue"), Instance.open("reader")]);
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

const mirrored = (lab: string, mode: string, { model = "acme/small", license = "MIT" } = {}): Addition => {
  const run = runSubmission.parse({ model, benchmark: "sums", mode, lab, samples: samples(4) });
  const source = {
    ...{ url: "https://north.example/r.csv", sha256: "ab".repeat(32), retrievedOn: "2026-11-18", license },
  };
  const about = { model: run.model, mode: run.mode, benchmark: run.benchmark, measures: {} };
  const predicate = { lab: "rogue", statedAt, ...about, origin: lab, source };
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
