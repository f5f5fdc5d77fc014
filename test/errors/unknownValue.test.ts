import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest, unknownValue } from "../../src/errors/unknownValue.ts";
import { readBundledModels } from "../../src/recording/bundled/bundledFiles.ts";
import { runs } from "../support/runs.ts";

const SLUGS = readBundledModels()
  .map(({ slug }) => slug)
  .sort();

describe("the known values near to one that is unknown", () => {
  it.each([
    ["gpt-oss-120b", "openai/gpt-oss-120b"],
    ["GPT_OSS_120B", "openai/gpt-oss-120b"],
    ["openai/gpt-os-120b", "openai/gpt-oss-120b"],
    ["deepseek r1", "deepseek-ai/DeepSeek-R1"],
    ["Qwen3-30B", "Qwen/Qwen3-30B-A3B"],
    ["llama 3.3 70b instruct", "meta-llama/Llama-3.3-70B-Instruct"],
    ["o3 mini", "openai/o3-mini"],
  ])("begin for %s with %s", (text, slug) => {
    expect(nearest(text, SLUGS)[0]).toBe(slug);
  });

  it("are none for a text that is like nothing, or has no letter", () => {
    for (const text of ["zzzzzzzz", "", "???", "/", "\u0007"]) expect(nearest(text, SLUGS)).toEqual([]);
  });

  it("begin with the value from which a few characters were changed, and are five at most", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SLUGS.filter((slug) => slug.length > 20)),
        fc.nat(),
        fc.constantFrom("x", "0", ""),
        (slug, at, by) => {
          const place = at % slug.length;
          const near = nearest(slug.slice(0, place) + by + slug.slice(place + 1), SLUGS);
          expect(near).toContain(slug);
          expect(near.length).toBeLessThanOrEqual(5);
        },
      ),
      runs(50, 2000),
    );
  });

  it("are found quickly for a long text", () => {
    const start = performance.now();
    nearest("x".repeat(50_000), SLUGS);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe("the refusal of an unknown value", () => {
  const refusal = (value: string, known: string[], listedBy?: string) =>
    unknownValue("UNKNOWN_MODEL", { argument: "where.model", noun: "model", value, known, listedBy });

  it("names the argument, what is near, and where all are listed", () => {
    const { message, argument, code } = refusal("gpt-oss-120b", SLUGS, "models");
    expect({ argument, code }).toEqual({ argument: "where.model", code: "UNKNOWN_MODEL" });
    expect(message).toBe(
      `where.model: there is no model "gpt-oss-120b". Near it: openai/gpt-oss-120b, openai/gpt-oss-20b. The query \`models\` lists all ${SLUGS.length}.`,
    );
  });

  it("names all of a few values, says where there is none, and cuts what is too long", () => {
    expect(refusal("c", ["aaaa", "bbbb"], "models").message).toMatch(/"c"\. Known: aaaa, bbbb\.$/);
    expect(refusal("c", []).message).toMatch(/None is known yet\.$/);
    expect(refusal("zzzzzzzz", SLUGS).message).toMatch(/\d+ others are known\.$/);
    expect(refusal("x".repeat(50_000), SLUGS).message.length).toBeLessThan(500);
  });
});
