import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFrontier } from "../../src/analysis/frontier.ts";
import { frontierRequest } from "../../src/analysis/request/frontierRequest.ts";
import type { Store } from "../../src/store/store.ts";
import { BUNDLED_ENGINES } from "../support/bundledStores.ts";

describe.each(BUNDLED_ENGINES.slice(0, 1))("the prices of the package on %s", (_, open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  const candidatesOn = async (...benchmark: string[]) => {
    const catalogue = await store.catalogue();
    const objectives = [{ metric: "accuracy" }, { metric: "cost" }];
    const frontier = await readFrontier(store, frontierRequest({ where: { benchmark }, objectives }, catalogue));
    const points = [...frontier.points, ...(await frontier.dominated())];
    return Promise.all(
      points.map(async (point) => ({
        ...{ model: catalogue.models.byId.get(point.modelId)!.slug, mode: point.mode, values: point.values },
        measures: await frontier.measuresOf(point),
      })),
    );
  };

  it("give dollars to candidates whose source states none", async () => {
    const all: any = {};
    for (const benchmark of (await store.catalogue()).benchmarks.all) {
      const found = await candidatesOn(benchmark.slug).catch((e) => {
        all[benchmark.slug + " E"] = e.message;
        return [];
      });
      const priced = found.filter(({ measures }) => measures.cost?.price);
      if (found.length)
        all[benchmark.slug] = [
          found.length,
          priced.length,
          ...priced
            .slice(0, 3)
            .map((p) => [
              p.model,
              p.mode,
              p.values,
              p.measures.prompt_tokens?.value,
              p.measures.output_tokens!.value,
              p.measures.cost!.low,
              p.measures.cost!.high,
              p.measures.cost!.note,
            ]),
        ];
    }
    console.log(JSON.stringify(all, null, 1));
  });
});
