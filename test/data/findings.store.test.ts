import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { rounded } from "../../tools/writeFindings.ts";
import { type Api, serveApi } from "../support/api.ts";
import { BUNDLED_ENGINES } from "../support/bundledStores.ts";

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(numbersIn) : [];
}

/** `2.19`, `91.3 %` or `2.03·10¹⁶`, as the document writes its figures in bold. */
function figureOf(text: string): number {
  const [, mantissa, exponent, percent] = /^(−?[\d.]+)(?:·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?( %)?$/.exec(text) ?? [];
  if (mantissa === undefined) throw new Error(`"${text}" is not written as a figure.`);
  const power = exponent ? Number([...exponent].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit)).join("")) : 0;
  return (Number(mantissa.replace("−", "-")) * 10 ** power) / (percent ? 100 : 1);
}

const sections = readFileSync("docs/findings.md", "utf8").split(/^## /m).slice(1);

describe.each(BUNDLED_ENGINES)("docs/findings.md, asked of %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  it.each(sections.map((section) => [section.slice(0, section.indexOf("\n")), section]))("%s", async (_, section) => {
    const [, query, answer] = /```graphql\n(.*?)```.*?```json\n(.*?)```/s.exec(section)!;
    const data = rounded(await api.data(query!));
    expect(data).toEqual(JSON.parse(answer!));
    const prose = section.replaceAll(/```.*?```/gs, "");
    const known = numbersIn(data);
    for (const [, text] of prose.matchAll(/\*\*([^*]+)\*\*/g)) {
      const figure = figureOf(text!);
      const digits = text!.replaceAll(/[^\d]|·10.*| %/g, "").length;
      const isKnown = known.some((number) => Math.abs(number - figure) <= 0.51 * 10 ** (1 - digits) * Math.abs(number));
      expect(isKnown, `${text} is in the answer of this section`).toBe(true);
    }
    const estimates = [...prose.matchAll(/\*\*([^*]+)\*\*[^*(]*\(\*\*([^*]+)\*\* to \*\*([^*]+)\*\*[^*)]*\)/g)];
    expect(estimates.length * 3, "every figure in bold stands before its interval").toBe(
      [...prose.matchAll(/\*\*([^*]+)\*\*/g)].length,
    );
    for (const [text, value, low, high] of estimates) {
      expect(figureOf(low!), text).toBeLessThanOrEqual(figureOf(value!));
      expect(figureOf(high!), text).toBeGreaterThanOrEqual(figureOf(value!));
    }
  });
});
