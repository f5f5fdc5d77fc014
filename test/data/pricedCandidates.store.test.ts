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

  it("give dollars to candidates whose source states none, by hand", async () => {
    const gpqa = await candidatesOn("gpqa-diamond");
    const at = (model: string, mode: string) => gpqa.find((one) => one.model === model && one.mode === mode)!;
    // Epoch AI: 320.636 input and 10,911.331 output tokens on average, at 0.2 and 0.7 US dollars per million.
    expect(at("openai/gpt-oss-120b", "high").values[1]).toBeCloseTo(0.00770206, 8);
    // 247.530 and 625.989 tokens at 1.25 US dollars per million each.
    expect(at("deepseek-ai/DeepSeek-V3", "default").values[1]).toBeCloseTo(0.0010919, 8);
    // DEER: 1,484 output tokens at 0.2; it states no prompt tokens.
    const gsm8k = await candidatesOn("gsm8k");
    const distilled = gsm8k.find(({ model }) => model === "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B")!;
    expect(distilled.measures.cost).toMatchObject({ value: expect.closeTo(0.0002968, 12), estimated: true });
    expect(distilled.measures.cost!.note).toMatch(/OpenRouter, 2025-08-05; https.*prompt tokens are not known/);
  });

  it.each([
    ["gpqa-diamond", 12],
    ["math500", 3],
    ["aime25", 6],
    ["otis-mock-aime-2024-2025", 7],
  ])("let candidates on %s compete on cost, with the value that their measures show", async (benchmark, least) => {
    const found = await candidatesOn(benchmark);
    const usual = (await store.catalogue()).benchmarks.bySlug.get(benchmark)!.promptTokens ?? 0;
    expect(found.length).toBeGreaterThanOrEqual(least);
    for (const { values, measures } of found) {
      const { price, value } = measures.cost!;
      expect(value).toBeCloseTo(values[1]!, 12);
      const prompt = measures.prompt_tokens?.value ?? usual;
      if (price)
        expect(value * 1e6).toBeCloseTo(prompt * price.input + measures.output_tokens!.value * price.output, 6);
    }
  });

  it("leave costs that a source states as they are", async () => {
    const found = await candidatesOn("aime25/part-1");
    expect(found.length).toBeGreaterThanOrEqual(14);
    expect(found.every(({ measures }) => measures.cost!.price === undefined)).toBe(true);
  });
});
