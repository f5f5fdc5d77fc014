import fc from "fast-check";
import { expect, test } from "vitest";
import { attendedTokens, compressedEntries } from "../../../src/compute/mixers/span.ts";
import { runs } from "../../support/runs.ts";
import { visible } from "../bruteForce.ts";
import { spans } from "../randomArchitectures.ts";

const length = fc.integer({ min: 0, max: 60 });

test("the closed form is the sum over positions of the tokens that each attends to", () => {
  fc.assert(
    fc.property(spans, length, (span, n) => {
      let sum = 0;
      for (let t = 1; t <= n; t++) sum += visible(span, t);
      expect(attendedTokens(span, n)).toBeCloseTo(sum, 6);
    }),
    runs(125, 500),
  );
});

test("compressed entries are counted once they are complete, up to the top", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.option(fc.integer({ min: 1, max: 5 })), length, (ratio, top, n) => {
      let sum = 0;
      for (let t = 1; t <= n; t++) sum += Math.min(Math.floor(t / ratio), top ?? Number.POSITIVE_INFINITY);
      expect(compressedEntries(ratio, top, n)).toBe(sum);
    }),
  );
});

test("between whole numbers it runs straight from one to the next", () => {
  fc.assert(
    fc.property(spans, length, fc.double({ min: 0, max: 1, noNaN: true }), (span, n, part) => {
      const [below, above] = [attendedTokens(span, n), attendedTokens(span, n + 1)];
      expect(attendedTokens(span, n + part)).toBeCloseTo(below + part * (above - below), 6);
    }),
  );
});
