import { expect, it } from "vitest";
import { spendWeekend } from "./weekend.ts";

// The short form of `npm run test:weekend`.
it("runs survive workers that are killed, a database that restarts and engines that misbehave", {
  timeout: 300_000,
}, async () => {
  const { wrong, statuses, kills } = await spendWeekend({
    models: ["crashes", "restarts", "fails", "lies", "quota"],
    ...{ benchmarks: 1, ways: [0, 1], problems: 6 },
    ...{ workers: ["0-1", "2-3"], kills: 2, everySeconds: 5, databaseRestarts: 1 },
    ...{ seed: 1, seconds: 240 },
  });
  expect(wrong).toEqual([]);
  expect(statuses).toEqual({ SUCCEEDED: 8, "FAILED QUOTA_EXHAUSTED": 2 });
  expect(kills).toBe(2);
});
