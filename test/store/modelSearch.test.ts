import { describe, expect, it } from "vitest";
import { readBundledModels } from "../../src/recording/bundled/bundledFiles.ts";
import type { ModelRow } from "../../src/store/catalogue.ts";
import { searchModels } from "../../src/store/modelSearch.ts";

const MODELS = readBundledModels() as unknown as ModelRow[];
const found = (text: string) => searchModels(MODELS, text).map(({ slug }) => slug);

describe("a search for models", () => {
  it("finds a model by its name alone, in any case and with any marks between words, and it first", () => {
    for (const text of ["gpt-oss-120b", "GPT OSS 120B", "gpt_oss_120b", "openai/gpt-oss-120b"]) {
      expect(found(text)[0]).toBe("openai/gpt-oss-120b");
    }
    expect(found("DeepSeek-R1")[0]).toBe("deepseek-ai/DeepSeek-R1");
  });

  it("wants all words, in any order and also in the developer and the family", () => {
    expect(found("70b llama instruct")).toContain("meta-llama/Llama-3.3-70B-Instruct");
    expect(found("70b llama instruct").every((slug) => /70b/i.test(slug))).toBe(true);
    expect(found("alibaba").length + found("qwen").length).toBeGreaterThan(50);
  });

  it("finds the nearest where no model holds the words, and none for what is like nothing", () => {
    expect(found("gpt-os-120b")[0]).toBe("openai/gpt-oss-120b");
    for (const text of ["", "  ", "%", "zzzzzzzz"]) expect(found(text)).toEqual([]);
  });
});
