import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forget, retractRun } from "../../src/recording/corrections.ts";
import { readMeasuredRun } from "../../src/recording/measuredRuns.ts";
import { recordVersion } from "../../src/recording/runVersion.ts";
import { readStoredSamples } from "../../src/recording/storedSamples.ts";
import { writeBackup } from "../../src/store/backup.ts";
import { restoreBackup } from "../../src/store/restore.ts";
import type { Store } from "../../src/store/store.ts";
import { forgotten, labs, models, runs as runTable } from "../../src/store/tables.ts";
import { type Api, serveApi } from "../support/api.ts";
import { runs } from "../support/runs.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const FIELDS = `{
  dataVersion candidateCount sampledCount incomplete hypervolume
  points { model { slug name } mode membership membershipNote marginalGain measures { metric { name } value low high count note } }
  dominated { edges { node { model { slug } mode rank } } }
  leftOut { model { slug } mode reason message runCount } sources { lab { slug } url license runCount }
  knee { model { slug } } warnings { code message } band { cost value low high }
}`;
const QUERY = `query ($version: String) {
  plain: frontier(where: {benchmark: ["sums"]}, objectives: [{metric: "accuracy"}, {metric: "output_tokens"}], dataVersion: $version) ${FIELDS}
  ofLab: frontier(where: {benchmark: ["sums"], lab: ["lab-a"], dataVersion: $version}, objectives: [{metric: "accuracy"}, {metric: "output_tokens"}], grain: RUN) ${FIELDS}
  served: frontier(where: {benchmark: ["sums"]}, on: {hardware: "H100-SXM"}, objectives: [{metric: "accuracy"}, {metric: "latency"}], dataVersion: $version) ${FIELDS}
  points: frontier(where: {benchmark: ["sums"]}, grain: OPERATING_POINT, objectives: [{metric: "accuracy"}, {metric: "output_tokens"}], dataVersion: $version) ${FIELDS}
}`;

/** A change of the store, by the number of the run or the model that it concerns. */
const CHANGES = {
  add: async (store: Store, at: number) => {
    const model = ["acme/small", "acme/large", "closed/best"][at % 3]!;
    const samples = [0, 1, 2].map((problem) => ({
      ...{ problem: String(problem), repeat: 0, correct: (at >> problem) % 2 === 0, outputTokens: 10 + at },
      answer: String(at % 2),
    }));
    await recordRun(store, { model, lab: at % 2 ? "lab-a" : "lab-b", notes: `the run ${at}`, samples });
  },
  retract: async (store: Store, at: number) => {
    const run = await runAt(store, at);
    if (run) await retractRun(store, run.id, "it was wrong");
  },
  correct: async (store: Store, at: number) => {
    const run = await runAt(store, at);
    if (run?.status !== "SUCCEEDED") return;
    const measured = (await readMeasuredRun(store, run.id))!;
    const samples = (await readStoredSamples(store, run.id)).map((one) => ({ ...one, correct: !one.correct }));
    await recordVersion(store, measured, { samples, note: "graded again", derivedBy: null, grader: {} });
  },
  bringBack: async (store: Store, at: number) => {
    const run = await runAt(store, at);
    if (run?.status !== "RETRACTED") return;
    await store.drizzle
      .update(runTable)
      .set({ status: "SUCCEEDED", retractionReason: null })
      .where(eq(runTable.id, run.id));
  },
  delete: async (store: Store, at: number) => {
    const run = await runAt(store, at);
    if (run) await forget(store, [run.contentHash], "RUN", "its licence ended");
  },
  change: async (store: Store, at: number) => {
    const run = await runAt(store, at);
    if (run)
      await store.rows("update runs set license = $2, mode = $3 where id = $1", [run.id, `l${at}`, `m${at % 2}`]);
  },
  addModel: async (store: Store, at: number) => {
    await store.drizzle
      .insert(models)
      .values({ slug: `new/model-${at}`, name: "New", openWeights: true })
      .onConflictDoNothing();
  },
  renameModel: async (store: Store, at: number) => {
    await store.drizzle
      .update(models)
      .set({ name: `Small ${at}` })
      .where(eq(models.slug, "acme/small"));
  },
  addLab: async (store: Store, at: number) => {
    await store.drizzle
      .insert(labs)
      .values({ slug: `lab-${at}`, name: "Lab" })
      .onConflictDoNothing();
  },
  restore: async (store: Store) => {
    const file = join(tmpdir(), `paretograph-versions-${process.pid}.gz`);
    await writeBackup(store, file);
    await restoreBackup(store, file, true);
    rmSync(file);
  },
} satisfies Record<string, (store: Store, at: number) => Promise<void>>;

async function runAt(store: Store, at: number) {
  const all = await store.drizzle.select().from(runTable).orderBy(runTable.id);
  return all[at % Math.max(all.length, 1)];
}

describe.each(ENGINES)("earlier versions of the data on %s", { timeout: 300_000 }, (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  /** Begins anew with an empty store, and keeps the answer of each version that the changes make. */
  async function answersAfter(changes: readonly (readonly [keyof typeof CHANGES, number])[]) {
    await store.drizzle.delete(runTable);
    await store.drizzle.delete(forgotten);
    await store.rows("delete from data_versions where revision < (select revision from data_version)", []);
    const answers = new Map<string, unknown>();
    for (const [change, at] of changes) {
      await CHANGES[change](store, at);
      await store.refresh();
      const { data, errors } = await api.ask(QUERY, {});
      expect(errors).toBeUndefined();
      answers.set(store.version(), data);
    }
    return answers;
  }

  it("are answered as they were then, or refused", async () => {
    const change = fc.tuple(
      fc.oneof(
        { weight: 6, arbitrary: fc.constant("add" as const) },
        { weight: 6, arbitrary: fc.constantFrom(...(Object.keys(CHANGES) as (keyof typeof CHANGES)[])) },
      ),
      fc.nat(7),
    );
    let given = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 7 }), async (changes) => {
        const answers = await answersAfter(changes);
        for (const [version, before] of answers) {
          const { data, errors } = await api.ask(QUERY, { version });
          if (errors) {
            expect(new Set(errors.map(({ extensions }) => extensions!.code))).toEqual(new Set(["VERSION_NOT_KEPT"]));
            refused++;
          } else {
            expect(data).toEqual(before);
            given++;
          }
        }
        expect((await api.ask(QUERY, { version: store.version() })).errors).toBeUndefined();
      }),
      runs(12, 300),
    );
    expect(given).toBeGreaterThan(refused);
    expect(refused).toBeGreaterThan(0);
  });

  it("are kept while runs are added, taken back and corrected, also by a backup", async () => {
    const answers = await answersAfter([
      ["add", 1],
      ["add", 2],
      ["retract", 0],
      ["add", 3],
      ["correct", 1],
      ["addModel", 4],
      ["addLab", 4],
      ["restore", 0],
      ["add", 5],
    ]);
    expect(answers.size).toBeGreaterThan(6);
    for (const [version, before] of answers) expect((await api.ask(QUERY, { version })).data).toEqual(before);
  });

  it("are refused with the oldest that is kept once something of them was deleted, but not those before and after", async () => {
    const answers = await answersAfter([
      ["add", 1],
      ["add", 2],
      ["retract", 1],
      ["add", 3],
      ["delete", 1],
    ]);
    // The version with both runs is gone. The third is the first one again.
    const [first, both, last] = [...answers.keys()];
    const outcomes = [];
    for (const version of [first, both, last]) {
      const { errors } = await api.ask(QUERY, { version });
      outcomes.push(errors?.[0]?.extensions?.code);
      if (errors) {
        const oldest = `The oldest version that is kept is [0-9a-f]{16}, and the present one is ${store.version()}`;
        expect(errors[0]!.message).toMatch(new RegExp(oldest));
      }
    }
    expect(outcomes).toEqual([undefined, "VERSION_NOT_KEPT", undefined]);
    const { errors } = await api.ask(QUERY, { version: "0123456789abcdef" });
    expect(errors![0]!.extensions!.code).toBe("UNKNOWN_VALUE");
    await forget(store, [(await runAt(store, 0))!.contentHash], "TEXTS", "asked by its writer");
    await store.drizzle.delete(forgotten);
    // The whole answer from before may still be in memory, and would be right.
    const { errors: lost } = await api.ask(
      `{ frontier(where: {benchmark: ["sums"], dataVersion: "${first}"}) { incomplete } }`,
    );
    expect(lost![0]!.extensions!.code).toBe("VERSION_NOT_KEPT");
    await CHANGES.add(store, 6);
    const listed = await api.data(`{ runs(where: {dataVersion: "${last}"}) { edges { node { status } } } }`);
    expect(listed.runs.edges).toHaveLength(2);
    await store.drizzle.execute(sql`update benchmarks set domain = 'arithmetic' where slug = 'sums'`);
    await store.refresh();
    expect((await api.ask(QUERY, { version: last })).errors![0]!.extensions!.code).toBe("VERSION_NOT_KEPT");
  });
});
