import { expect, it } from "vitest";
import { timeLeft } from "../../../src/cli/progress/progressBar.ts";

it("says the time that is left by the pace since the first report", () => {
  let now = 50_000;
  const leftAt = timeLeft(() => now);
  expect(leftAt(0.02)).toBe("time left unknown");
  now += 1_000;
  // 10 % took a second, so that 88 % take 8.8 s.
  expect(leftAt(0.12)).toBe("about 9 s left");
  now += 9_000;
  expect(leftAt(0.52)).toBe("about 10 s left");
  expect(leftAt(1)).toBe("about 0 s left");
});

it("never says that nothing is left of work that has hardly begun, and goes over to minutes", () => {
  let now = 0;
  const leftAt = timeLeft(() => now);
  leftAt(0);
  now = 10_000;
  expect(leftAt(0.02)).toBe("about 9 min left");
  now = 10;
  expect(leftAt(0.02)).toBe("about 1 s left");
});
