import { expect, it } from "vitest";
import { killAtRandom } from "./killAtRandom.ts";

// The short form of `npm run test:kills`.
it.each([
  ["PostgreSQL", 5],
  ["PGlite", 5],
] as const)(
  "nothing is lost, doubled or wrong on %s after kills at random",
  { timeout: 120_000 },
  async (engine, kills) => {
    const { acknowledged } = await killAtRandom(engine, { kills, seed: 1, seconds: 10 });
    expect(acknowledged.submissions).toBeGreaterThan(0);
    expect(acknowledged.runs).toBeGreaterThan(0);
  },
);
