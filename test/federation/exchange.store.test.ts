import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLabKey } from "../../src/federation/keys/labKey.ts";
import { countersignByComparison } from "../../src/federation/peers/countersign.ts";
import { trustKey } from "../../src/federation/peers/peer.ts";
import { retractRun } from "../../src/recording/corrections.ts";
import { heldSubmissions, models, peerPolicies, peers, runs } from "../../src/store/tables.ts";
import { Instance, samples } from "./instance.ts";

let north: Instance;
let south: Instance;

beforeAll(async () => {
  [north, south] = await Promise.all([Instance.open("north"), Instance.open("south")]);
});
afterAll(async () => {
  await north.close();
  await south.close();
});

describe("two labs that publish to folders", () => {
  it("exchange results, corrections, retractions and verdicts, each with its origin", async () => {
    const [first, second] = (await north.record([
      { samples: samples(3) },
      { model: "acme/large", samples: samples(4), mode: "high" },
    ])) as [string, string];
    expect(await north.publish()).toMatchObject({ sequence: 1, added: 2, leftOut: [] });
    const peer = await south.follow(north);
    expect(peer).toMatchObject({ lab: "north", sequence: 0 });
    expect(await south.pull(peer)).toMatchObject({ taken: 2, refused: 0, waiting: 0 });
    expect(await south.run(first)).toMatchObject({
      ...{ status: "SUCCEEDED", provenance: "FEDERATED", verified: true, assurance: "SELF_ATTESTED" },
      ...{ accuracy: 0.75, sampleCount: 4 },
    });
    // What the run says of itself is as its lab said it.
    expect((await south.run(first))!.submission).toMatchObject({ provenance: "MEASURED", lab: "north" });

    const [corrected] = await north.record([{ samples: samples(2), supersedes: first }]);
    const { id } = (await north.run(second))!;
    await retractRun(north.store, id, "The prompts were cut off.");
    expect(await north.publish()).toMatchObject({ sequence: 2, added: 2 });
    expect(await north.publish()).toMatchObject({ sequence: 2, added: 0 });
    expect(await south.pull(peer)).toMatchObject({ taken: 2, refused: 0, waiting: 0 });
    expect(await south.run(first)).toMatchObject({ status: "RETRACTED", supersededBy: corrected });
    expect(await south.run(second)).toMatchObject({
      ...{ status: "RETRACTED", retractionReason: "The prompts were cut off." },
    });
    expect(await south.run(corrected!)).toMatchObject({ status: "SUCCEEDED", accuracy: 0.5 });

    const [own] = await south.record([{ samples: samples(2, 90) }]);
    const said = { subject: corrected!, lab: "south", run: own!, note: null };
    // Two of four against two of four: no difference.
    expect(await countersignByComparison(south.store, said)).toMatchObject({ verdict: "TIED", problemCount: 4 });
    await expect(countersignByComparison(south.store, { ...said, run: corrected! })).rejects.toMatchObject({
      code: "RECORD_OTHER_LAB",
    });
    expect(await south.run(corrected!)).toMatchObject({ reproduced: true, disputed: false });
    expect(await south.publish()).toMatchObject({ added: 2 });
    const back = await north.follow(south);
    expect(await north.pull(back)).toMatchObject({ taken: 2, refused: 0, waiting: 0 });
    expect(await north.run(corrected!)).toMatchObject({ reproduced: true, provenance: "MEASURED", verified: false });
    expect(await south.pull(peer)).toMatchObject({ taken: 0, refused: 0 });
    expect(await south.store.drizzle.$count(runs)).toBe(4);
  });

  it("do as their policies say, and take what an operator releases", async () => {
    const [peer] = await south.store.drizzle.select().from(peers).where(eq(peers.lab, "north"));
    await south.store.drizzle.insert(peerPolicies).values([
      { peerId: null, lab: "north", benchmark: null, action: "QUARANTINE" },
      { peerId: peer!.id, lab: null, benchmark: "proofs", action: "REFUSE" },
    ]);
    await south.store.drizzle
      .insert(peerPolicies)
      .values([{ peerId: peer!.id, lab: "north", benchmark: "proofs", action: "REFUSE" }]);
    const hashes = await north.record([
      { samples: samples(1), mode: "low" },
      { benchmark: "proofs", measures: { accuracy: { value: 0.5 } }, mode: "low" },
    ]);
    await north.publish();
    expect(await south.pull(peer!)).toMatchObject({ taken: 0, quarantined: 1, refused: 1 });
    for (const hash of hashes) expect(await south.run(hash)).toBeUndefined();
    const refused = [...(await south.records(peer!)).values()].filter(({ status }) => status === "REFUSED");
    expect(refused).toMatchObject([{ code: "RECORD_NOT_TAKEN" }]);
    await south.store.drizzle.delete(peerPolicies);
  });

  it("hold runs of models that they lack, and take them when an operator accepts", async () => {
    await north.store.drizzle
      .insert(models)
      .values({ slug: "new/model", name: "Model", openWeights: false, developer: "New" });
    await north.store.refresh();
    const [hash] = await north.record([{ model: "new/model", samples: samples(2) }]);
    await north.publish();
    const [peer] = await south.store.drizzle.select().from(peers).where(eq(peers.lab, "north"));
    expect(await south.pull(peer!)).toMatchObject({ held: 1 });
    const [held] = await south.store.drizzle.select().from(heldSubmissions);
    const { acceptHeld } = await import("../../src/exchange/submitting/held.ts");
    await acceptHeld(south.store, [held!.id], false);
    expect(await south.run(hash!)).toMatchObject({ provenance: "FEDERATED", verified: true });
    await south.pull(peer!);
    expect([...(await south.records(peer!)).values()].filter(({ status }) => status === "HELD")).toEqual([]);
  });

  it("hand over to another key, and stop where a key is revoked until the next one is pinned", async () => {
    const [peer] = await south.store.drizzle.select().from(peers).where(eq(peers.lab, "north"));
    createLabKey(north.data, "north", "next");
    const [second] = await north.record([{ samples: samples(4), mode: "k2" }]);
    await north.publish();
    await south.pull(peer!);
    expect(await south.run(second!)).toBeDefined();
    const [third] = await north.record([{ samples: samples(4), mode: "k3" }]);
    await north.publish();
    await south.pull(peer!);
    expect(await south.run(third!)).toBeDefined();
    await north.publish({ revoked: true });
    await south.pull(peer!);
    await expect(south.pull(peer!)).rejects.toMatchObject({ code: "FEED_KEY_REVOKED" });
    expect((await south.store.drizzle.select().from(peers))[0]).toMatchObject({ errorCode: "FEED_KEY_REVOKED" });
    await expect(trustKey(south.store, peer!, "abc")).rejects.toMatchObject({ code: "BAD_VALUE" });
  });
});
