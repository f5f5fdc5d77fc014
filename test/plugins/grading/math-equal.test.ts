import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { mathEqual } from "../../../src/plugins/grading/math-equal.ts";
import { PAIRS } from "./pairs.ts";

describe("mathEqual", () => {
  describe.each(Object.entries(PAIRS))("tells %s apart", (_, pairs) => {
    it.each(pairs)("%j and %j: %s", (given, gold, verdict) => {
      expect(mathEqual(given, gold)).toBe(verdict);
    });
  });
});

const math500 = fileURLToPath(new URL("../../../../shared/data/math500/test.jsonl", import.meta.url));

describe.skipIf(!existsSync(math500))("mathEqual on the gold answers of MATH-500", () => {
  const golds = readFileSync(math500, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line).answer as string);

  it("finds each equal to itself, however it is wrapped", () => {
    const failed = golds.filter((gold) => mathEqual(`The answer: $${gold}$`.slice(12), gold) !== "equal");
    expect(failed).toEqual([]);
  });
});
