import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadPlugins } from "../../../src/evaluation/loadPlugins.ts";
import { COMMAND } from "../../../src/evaluation/permission/command.ts";
import { givenFiles } from "../../../src/exchange/importing/givenFiles.ts";
import { readResults } from "../../../src/exchange/importing/importResults.ts";
import { storeImport } from "../../../src/exchange/importing/storeImport.ts";
import type { Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { BUNDLED_ENGINES } from "../../support/bundledStores.ts";

let store: Store;
let api: Api;
beforeAll(async () => {
  store = await BUNDLED_ENGINES.at(-1)![1]();
  api = await serveApi(store);
});
afterAll(async () => {
  await api.close();
  await store.close();
});

it("the log that docs/import.md imports stands on the frontier beside published results, with its wide interval", async () => {
  const [, path] = /^paretograph import (test\S+)/m.exec(readFileSync("docs/import.md", "utf8"))!;
  const { registry } = await loadPlugins("test/plugins/importers", store.metrics);
  const names = () => store.catalogue();
  const { signal } = new AbortController();
  const wishes = { lab: "evaleval", license: "MIT" };
  for await (const set of readResults(await givenFiles([path!]), registry, names, wishes, signal)) {
    if ("others" in set) continue;
    expect(set.disagreements).toHaveLength(2);
    expect((await storeImport(store, set.runs, COMMAND)).map(({ status }) => status)).toEqual(["STORED"]);
  }
  const { data } = await api.ask(`{
    frontier(where: { benchmark: ["gpqa-diamond"] }) {
      points { model { slug } coverage isPartial measures { metric { name } value low high } }
      warnings { code }
    }
  }`);
  const point = data.frontier.points.find(({ model }: any) => model.slug === "Qwen/Qwen2.5-7B-Instruct");
  // The log states 50 % of all its epochs; it holds 5 answers, of 5 of the 198 problems.
  const measure = (name: string) => point.measures.find(({ metric }: any) => metric.name === name);
  expect(measure("accuracy").value).toBe(0.5);
  expect(measure("accuracy").high - measure("accuracy").low).toBeGreaterThan(0.5);
  expect(measure("flops").value).toBeGreaterThan(1e13);
  expect(point).toMatchObject({ isPartial: true, coverage: 5 / 198 });
  expect(data.frontier.warnings.length).toBeGreaterThan(0);
  expect(readFileSync("docs/import/frontier.svg", "utf8")).toContain("Qwen2.5-7B-Instruct");
});
