import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { askStore } from "../../src/cli/progress/ask.ts";
import { type Addition, appendToFeed, type Last } from "../../src/federation/feed/feedWriter.ts";
import { readLabKey } from "../../src/federation/keys/labKey.ts";
import { countersignByComparison } from "../../src/federation/peers/countersign.ts";
import { publish } from "../../src/federation/publishing/publish.ts";
import { forget, retractRun } from "../../src/recording/corrections.ts";
import { canonicalRun, contentHash } from "../../src/recording/submitted/contentHash.ts";
import { runSubmission } from "../../src/recording/submitted/submission.ts";
import { openStore } from "../../src/store/store.ts";
import { peers } from "../../src/store/tables.ts";
import { keyOf } from "../feeds/makeFeeds.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { Instance, samples } from "./instance.ts";

let north: Instance;
let south: Instance;
let reader: Instance;

beforeAll(async () => {
  const open = async () => openStore({ url: await createDatabaseOn(inject("postgresUrl")) });
  const opened = ["north", "south", "reader"].map((lab) => Instance.open(lab, open));
  [north, south, reader] = (await Promise.all(opened)) as [Instance, Instance, Instance];
});
afterAll(async () => {
  for (const one of [north, south, reader]) await one.close();
});

const claim = (by: Instance, run: string) =>
  publish(by.store, by.data, by.folder, { key: readLabKey(by.data, by.lab)! }, "SELF_ATTESTED", new Date(), {
    assurances: new Map([[run, "REPRODUCED"]]),
  });

async function pull(by: Instance, from: Instance) {
  const known = (await by.store.drizzle.select().from(peers)).find(({ lab }) => lab === from.lab);
  return by.pull(known ?? (await by.follow(from)));
}

describe("a run that its lab says is reproduced", () => {
  let first: string;
  let again: string;

  it("is published so only after the comparison with the other lab's run", async () => {
    [first] = (await north.record([{ samples: samples(3) }])) as [string];
    await north.publish();
    await pull(south, north);
    [again] = (await south.record([{ samples: samples(3, 90) }])) as [string];
    await expect(claim(south, again)).rejects.toThrow(/reproduces no run of another lab/);
    await countersignByComparison(south.store, { lab: "south", subject: first, run: again, note: null });
    expect(await claim(south, again)).toMatchObject({ added: 2 });
  });

  it("is shown so only by who holds the other run and the verdict, and in filters alike", async () => {
    expect(await pull(reader, south)).toMatchObject({ taken: 1, waiting: 1 });
    expect(await reader.run(again)).toMatchObject({ verified: true, assurance: "SELF_ATTESTED", reproduced: false });
    expect(await reproducedAlone()).toEqual([]);
    await pull(reader, north);
    expect(await pull(reader, south)).toMatchObject({ taken: 1, waiting: 0 });
    expect(await reader.run(again)).toMatchObject({ assurance: "REPRODUCED", reproduced: false });
    expect(await reader.run(first)).toMatchObject({ assurance: "SELF_ATTESTED", reproduced: true });
    expect(await reproducedAlone()).toEqual([again]);
  });

  it("is so no more once the other run is taken back", async () => {
    await retractRun(north.store, (await north.run(first))!.id, "The prompts were cut off.");
    await north.publish();
    await pull(reader, north);
    expect(await reader.run(again)).toMatchObject({ assurance: "SELF_ATTESTED" });
    expect(await reproducedAlone()).toEqual([]);
  });

  const reproducedAlone = async () => {
    const { runs } = await askStore(reader.store, async () => ({ policy: "held" as const, ownLabs: [] }))(
      "{ runs(where: { assurance: [REPRODUCED] }) { nodes { contentHash } } }",
      {},
    );
    return runs.nodes.map(({ contentHash: hash }: { contentHash: string }) => hash);
  };
});

describe("a verdict on another lab's run", () => {
  const rogue = keyOf("rogue", 9);
  const statedAt = "2026-11-20T12:00:00.000Z";
  let last: Last = { sequence: 0, manifest: null };
  const folder = () => `${reader.data}/rogue`;

  const own = (mode: string, right: number, problems = 4) =>
    runSubmission.parse({
      ...{ model: "acme/small", benchmark: "sums", mode, lab: "rogue" },
      samples: samples(right).slice(0, problems),
    });
  const result = (run: ReturnType<typeof own>, more: object = {}): Addition => {
    const about = { model: run.model, mode: run.mode, benchmark: run.benchmark, measures: {} };
    const predicate = { lab: "rogue", statedAt, ...about, assurance: "SELF_ATTESTED" as const, ...more };
    return { statement: { kind: "result", subject: contentHash(run), predicate }, run: canonicalRun(run) };
  };
  const says = (subject: string, run: ReturnType<typeof own>, verdict: "reproduced" | "disputed"): Addition => ({
    statement: {
      kind: "countersignature",
      ...{ subject, predicate: { lab: "rogue", statedAt, verdict, run: contentHash(run) } },
    },
  });
  /** What became of what the rogue signs, in its order. */
  async function sign(...given: Addition[]) {
    const additions = (async function* () {
      yield* given;
    })();
    last = await appendToFeed(folder(), last, additions, { key: rogue }, new Date());
    const known = (await reader.store.drizzle.select().from(peers)).find(({ lab }) => lab === "rogue");
    const peer = known ?? (await reader.follow(reader, folder()));
    await reader.pull(peer);
    return [...(await reader.records(peer)).values()]
      .filter(({ sequence }) => sequence === last.sequence)
      .sort((a, b) => a.place - b.place)
      .map(({ status, code }) => code ?? status);
  }

  it("is refused where the two runs do not say so", async () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ problem: `p-${i}`, repeat: 0, correct: i < 38 }));
    const [theirs] = (await north.record([{ mode: "long", samples: many }])) as [string];
    await north.publish();
    await pull(reader, north);
    const worse = runSubmission.parse({
      ...own("worse", 0),
      samples: many.map((one) => ({ ...one, correct: !one.correct })),
    });
    const alike = runSubmission.parse({ ...own("alike", 0), samples: many });
    const short = runSubmission.parse({ ...own("short", 0), samples: many.slice(0, 3) });
    const bare = runSubmission.parse({
      ...own("bare", 0),
      samples: undefined,
      measures: { accuracy: { value: 0.95 } },
    });
    expect(
      await sign(
        ...[result(worse), says(theirs, worse, "reproduced")],
        ...[result(alike), says(theirs, alike, "disputed")],
        ...[result(short), says(theirs, short, "reproduced")],
        ...[result(bare), says(theirs, bare, "disputed")],
      ),
    ).toEqual(["TAKEN", "TAKEN", "TAKEN", "TAKEN"].flatMap((taken) => [taken, "RECORD_OTHER_VERDICT"]));
    expect(await reader.run(theirs)).toMatchObject({ reproduced: false, disputed: false });
    expect(await sign(says(theirs, worse, "disputed"))).toEqual(["TAKEN"]);
    expect(await reader.run(theirs)).toMatchObject({ reproduced: false, disputed: true });
    // Without the run by which it was made, nothing shows it any more.
    await forget(reader.store, [contentHash(worse)], "RUN", "It was not theirs.");
    expect(await reader.run(theirs)).toMatchObject({ disputed: false });
  });

  it("that a lab makes of its own run by itself lifts no assurance", async () => {
    const [a, b] = [own("a", 4), own("b", 4)];
    const claims = { assurance: "REPRODUCED" as const, reproduces: contentHash(a) };
    expect(await sign(result(a), result(b, claims), says(contentHash(a), b, "reproduced"))).toEqual([
      ...["TAKEN", "TAKEN", "RECORD_OTHER_LAB"],
    ]);
    expect(await reader.run(contentHash(b))).toMatchObject({ assurance: "SELF_ATTESTED", reproduced: false });
    const unnamed = own("c", 4);
    expect(await sign(result(unnamed, { assurance: "REPRODUCED" }))).toEqual(["RECORD_BAD_STATEMENT"]);
    expect(await reader.run(contentHash(unnamed))).toBeUndefined();
  });
});
