import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textWithoutCredentials } from "../../src/access/credentials.ts";
import { shownRecipe } from "../../src/access/shownRecipe.ts";
import { runs } from "../support/runs.ts";

describe("the user and the password of an address", () => {
  it.each([
    ["http://user:pass@host/v1?key=1", "http://host/v1?key=1"],
    ["https://token@host:8000/", "https://host:8000/"],
    ["postgres://user:pass@host/db", "postgres://host/db"],
    ["http://user:p@ss@host/a@b", "http://host/a@b"],
    ["HTTP://user:pass@host", "http://host/"],
    ["http:user:pass@host", "http://host/"],
    ["http:\\\\user:pass@host", "http://host/"],
    ["http://us\ner:pass@host", "http://host/"],
    ["  http://user:pass@host", "http://host/"],
    ["--url=https://user:pass@host/x", "--url=https://host/x"],
    ["--url=https:/user:pass@host/x", "--url=https:/host/x"],
    ["--url=http:user:pass@host", "--url=http:host"],
    ["A=http://u:p@a B=http://v:q@b", "A=http://a B=http://b"],
    ['{"proxy":"http://u:p@a"}', '{"proxy":"http://a"}'],
    ["a:http://u:p@h", "a:http://h"],
    [`x http:${"/".repeat(60)}u:p@h`, `x http:${"/".repeat(60)}h`],
    ["redis://:p@ss@h1,h2", "redis://h1,h2"],
  ])("is taken out of %j", (text, shown) => {
    expect(textWithoutCredentials(text)).toBe(shown);
  });

  it.each([
    "ada@example.org",
    "git@host:owner/name",
    "http://host/@user",
    "a@b@c",
    "@",
    "",
    "http://host?q=a@b",
    "x: y@z",
  ])("is not seen in %j", (text) => {
    expect(textWithoutCredentials(text)).toBe(text);
  });

  it("is taken out wherever it stands", () => {
    const word = fc.stringMatching(/^[a-z0-9 ="'{},-]{0,20}$/);
    const secret = fc.stringMatching(/^[A-Z][A-Z0-9:!$&*+,;=%~._-]{7,20}$/);
    const scheme = fc.constantFrom("http", "https", "ws", "ftp", "postgres", "git+ssh");
    fc.assert(
      fc.property(word, scheme, secret, word, (before, name, password, after) => {
        const text = `${before} ${name}://user:${password}@host/${after}`;
        expect(textWithoutCredentials(text)).not.toContain(password);
      }),
      runs(500, 20_000),
    );
  });

  it("is looked for in a time that grows with the text alone", () => {
    const started = performance.now();
    for (const unit of ["http:", "@", "http:@", "http://", "a:", "http://@", "/@"]) {
      textWithoutCredentials(`x ${unit.repeat(200_000)}`);
      textWithoutCredentials(`x ${unit.repeat(200_000)}@host`);
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe("a recipe as others see it", () => {
  it("holds nothing that is not known to be public", () => {
    const recipe = {
      runner: { name: "vllm", version: "1", engine: "qwen", options: { apiKey: "s1", endpoint: "s2", model: "/s3/m" } },
      judge: { name: "openai", version: "1", options: { endpoint: "s4", timeouts: { connect: 10 } } },
      benchmark: { name: "sums", version: "1", options: { key: "s5", nested: { a: "s6" }, list: ["s7"], seed: 1 } },
      chatTemplateKwargs: { enable_thinking: false, url: "http://s8", paths: ["/s9", "on"] },
      byOperator: true,
      dataFile: "s10",
      meter: { gpus: ["s11"] },
      engine: { engine: "vllm", version: null, model: "m", modelRoot: "C:\\s12", endpoint: "s13" },
      dataset: { source: "s14.jsonl", revision: null, sha256: "0", more: "s15" },
      more: "s16",
    };
    const shown = shownRecipe(recipe, false);
    expect(JSON.stringify(shown)).not.toMatch(/s\d/);
    expect(shown).toEqual({
      runner: { name: "vllm", version: "1", engine: "qwen", options: {} },
      judge: { name: "openai", version: "1", options: { timeouts: { connect: 10 } } },
      benchmark: { name: "sums", version: "1", options: { seed: 1 } },
      chatTemplateKwargs: { enable_thinking: false, paths: ["on"] },
      engine: { engine: "vllm", version: null, model: "m" },
      dataset: { revision: null, sha256: "0" },
    });
    expect(shownRecipe(recipe, true)).toEqual(recipe);
  });

  it.each([{}, { runner: null, benchmark: 1, judge: [], engine: "x", dataset: null }])(
    "is shown though it is odd: %j",
    (odd) => {
      expect(shownRecipe(odd as Record<string, unknown>, false)).toEqual({});
    },
  );
});
