import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Evaluation } from "../../src/evaluation/evaluation.ts";
import { createMetricCatalogue } from "../../src/frontier/metricCatalogue.ts";
import { defineExporter } from "../../src/plugins/contract/definePlugin.ts";
import { createPluginRegistry } from "../../src/plugins/registry.ts";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const FIELDS = {
  ...{ version: "1.2.0", apiVersion: "1.6.0", title: "A format", description: "A format of another tool." },
  ...{ mediaType: "text/x-list", extension: "list", options: z.strictObject({}) },
};
const list = defineExporter({
  ...{ ...FIELDS, name: "list" },
  async *write(runs, _options, { version }) {
    yield `# ${version}\n`;
    for await (const { model, measures, samples } of runs) {
      yield `${model} ${measures.accuracy?.value} ${samples.map(({ problem, answer }) => `${problem}=${answer}`)}\n`;
    }
  },
});
const broken = defineExporter({
  ...{ ...FIELDS, name: "broken" },
  // biome-ignore lint/correctness/useYield: it fails before its first piece.
  async *write() {
    throw new Error("its secret path is /home/lab");
  },
});
const asking = defineExporter({
  ...{ ...FIELDS, name: "asking", options: z.strictObject({ level: z.number() }) },
  async *write() {},
});

describe.each(ENGINES)("GET /export in the format of a plugin on %s", { timeout: 60_000 }, (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    const samples = [
      { problem: "1", repeat: 0, correct: true, outputTokens: 10, answer: "2" },
      { problem: "2", repeat: 0, correct: false, outputTokens: 10, answer: "5" },
    ];
    await recordRun(store, { samples });
    await recordRun(store, { model: "acme/large", lab: "lab-b", measures: { accuracy: { value: 0.75 } } });
    const plugins = createPluginRegistry(createMetricCatalogue());
    for (const plugin of [list, broken, asking]) plugins.register(plugin, "a test");
    api = await serveApi(store, { evaluation: Promise.resolve({ plugins } as Evaluation) });
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });
  const get = (parameters: string, init?: RequestInit) =>
    fetch(api.url.replace("/graphql", `/export?${parameters}`), init);
  const refusal = async (parameters: string) => {
    const response = await get(parameters);
    const { errors } = (await response.json()) as any;
    return [response.status, errors[0].extensions.code, errors[0].message];
  };

  it("is what the exporter writes, with its type, its ending and a tag of its own", async () => {
    const response = await get("of=runs&format=list&model=acme/small");
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/x-list"]);
    expect(response.headers.get("content-disposition")).toMatch(/filename="paretograph-runs-\w+\.list"/);
    expect(await response.text()).toBe(`# ${store.version()}\nacme/small 0.5 1=2,2=5\n`);
    const tag = response.headers.get("etag")!;
    expect(tag).toContain("list-1.2.0");
    const again = await get("of=runs&format=list&model=acme/small", { headers: { "if-none-match": tag } });
    expect(again.status).toBe(304);
  });

  it("is refused where the exporter fails, without a word of it to callers", async () => {
    const [status, code, message] = await refusal("of=runs&format=broken");
    expect([status, code]).toEqual([500, "PLUGIN_FAILED"]);
    expect(message).not.toContain("secret");
  });

  it("is refused for options without defaults, for a format that nobody writes, and for what is no run", async () => {
    expect(await refusal("of=runs&format=asking")).toEqual([
      ...[400, "BAD_REQUEST"],
      expect.stringMatching(/^format: the exporter asking has options without defaults \(level: /),
    ]);
    expect(await refusal("of=runs&format=nobodys")).toEqual([
      ...[400, "BAD_REQUEST"],
      expect.stringContaining("csv, parquet, ndjson"),
    ]);
    expect((await refusal("of=samples&format=list"))[1]).toBe("BAD_REQUEST");
  });
});
