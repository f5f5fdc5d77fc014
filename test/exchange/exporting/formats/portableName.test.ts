import fc from "fast-check";
import { expect, it } from "vitest";
import { portableName } from "../../../../src/exchange/exporting/formats/portableName.ts";
import { runs } from "../../../support/runs.ts";

it("any name becomes one part of a path that leads nowhere else", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), (name) => {
      const portable = portableName(name);
      expect(portable).toMatch(/^[^<>:"\\|?*/\p{Cc}]+$/u);
      expect(portable).not.toMatch(/^\.+$|[. ]$/);
    }),
    runs(100, 20_000),
  );
  const reserved = ["data", "CON", "nul.txt", "..", ".", "", "a/b", "gsm8k", "lpt1", "Qwen3-8B "].map(portableName);
  expect(reserved).toEqual(["_data", "_CON", "_nul.txt", "_", "_", "_", "a_b", "gsm8k", "_lpt1", "Qwen3-8B"]);
});
