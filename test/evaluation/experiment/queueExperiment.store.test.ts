import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { expandExperiment } from "../../../src/evaluation/experiment/expandExperiment.ts";
import { queueExperiment, readStanding } from "../../../src/evaluation/experiment/queueExperiment.ts";
import { readExperiment } from "../../../src/evaluation/experiment/readExperiment.ts";
import type { RunQueue } from "../../../src/evaluation/queue.ts";
import { openStore, type Store } from "../../../src/store/store.ts";
import { createDatabaseOn } from "../../support/createDatabase.ts";
import { fillSmallStore } from "../../support/smallStore.ts";
import { toyPlugins } from "../toyPlugins.ts";

const { plugins } = toyPlugins();
let url: string;
let store: Store;
beforeAll(async () => {
  url = await createDatabaseOn(inject("postgresUrl"));
  store = await openStore({ url });
  await fillSmallStore(store);
});
afterAll(() => store.close());

const expand = async (name: string, more: object = {}) =>
  expandExperiment(
    readExperiment(
      JSON.stringify({
        name,
        models: ["acme/small", "acme/large"],
        benchmarks: ["sums"],
        thinking: ["off", "on"],
        runner: "toy",
        ...more,
      }),
      "e.json",
    ),
    plugins,
    await store.catalogue(),
  );
function fakeQueue() {
  const sent: number[] = [];
  const queue = { send: async (_: string, id: number) => void sent.push(id) } as unknown as RunQueue;
  return { queue, sent };
}

describe("queueing an experiment", () => {
  it("queues new runs, follows those under way, goes on with those that failed, and leaves those with results", async () => {
    const runs = await expand("mixed");
    const first = fakeQueue();
    const queued = await queueExperiment(store, first.queue, plugins, runs);
    expect(queued.map(({ standing }) => standing)).toEqual(["NEW", "NEW", "NEW", "NEW"]);
    const ids = queued.map(({ id }) => id);
    expect(first.sent).toEqual(ids);
    for (const [i, status] of ["SUCCEEDED", "FAILED", "RUNNING", "CANCELED"].entries()) {
      await store.rows("update runs set status = $2, error = 'x', error_code = 'UNREACHABLE' where id = $1", [
        ids[i],
        status,
      ]);
    }
    const again = fakeQueue();
    // The engine moved in the meantime, and one model is more.
    const moved = await expand("mixed", {
      runnerOptions: { endpoint: "elsewhere" },
      models: ["acme/small", "acme/large", "closed/best"],
    });
    const followed = await queueExperiment(store, again.queue, plugins, moved);
    expect(followed.map(({ standing }) => standing)).toEqual(["DONE", "RESUMED", "UNDER_WAY", "RESUMED", "NEW", "NEW"]);
    expect(followed.slice(0, 4).map(({ id }) => id)).toEqual(ids);
    expect(again.sent).toEqual([ids[1], ids[3], followed[4]!.id, followed[5]!.id]);
    const rows = await store.rows(
      "select status, error, recipe #>> '{runner,options,endpoint}' from runs where id = any(array(select json_array_elements_text($1::text::json)::integer)) order by id",
      [JSON.stringify(ids)],
    );
    expect(rows).toEqual([
      ["SUCCEEDED", "x", "memory"],
      ["QUEUED", null, "elsewhere"],
      ["RUNNING", "x", "memory"],
      ["QUEUED", null, "elsewhere"],
    ]);
  });

  it("measures anew what was retracted, what has answers of another version, and another experiment", async () => {
    const runs = await expand("other");
    const [a, b, c, d] = (await queueExperiment(store, fakeQueue().queue, plugins, runs)).map(({ id }) => id);
    await store.rows("update runs set status = 'RETRACTED', retraction_reason = 'wrong' where id = $1", [a]);
    await store.rows(
      "update runs set status = 'FAILED', recipe = jsonb_set(recipe, '{benchmark,version}', '\"0.9.0\"') where id in ($1, $2)",
      [b, c],
    );
    await store.rows("insert into samples (run_id, problem_id, repeat, correct) values ($1, '1', 0, true)", [b]);
    expect((await readStanding(store, runs)).map(({ standing, id }) => [standing, id])).toEqual([
      ["NEW", undefined],
      ["NEW", undefined],
      // Without an answer there is nothing to mix.
      ["RESUMED", c],
      ["UNDER_WAY", d],
    ]);
    expect((await readStanding(store, await expand("third"))).map(({ standing }) => standing)).toEqual(
      Array(4).fill("NEW"),
    );
  });

  it("queues each run once, though many do so at the same time", async () => {
    const runs = await expand("race");
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ url })));
    const all = await Promise.all(stores.map((one) => queueExperiment(one, fakeQueue().queue, plugins, runs)));
    expect(new Set(all.flat().map(({ id }) => id)).size).toBe(4);
    expect(all.flat().filter(({ standing }) => standing === "NEW")).toHaveLength(4);
    await Promise.all(stores.map((one) => one.close()));
  });
});
