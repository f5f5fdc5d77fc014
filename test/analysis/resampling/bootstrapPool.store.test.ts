import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { bootstrapFrontier, closeBootstrapPool } from "../../../src/analysis/resampling/bootstrapPool.ts";
import { frontierUncertainty } from "../../../src/frontier/choice/frontierUncertainty.ts";
import type { Axis } from "../../../src/frontier/objective.ts";
import { type ResamplingInput, resample } from "../../../src/frontier/statistics/resampling.ts";
import { seededRandom } from "../../../src/frontier/statistics/seededRandom.ts";

const AXES: Axis[] = [
  { direction: "MAXIMIZE", scale: "linear" },
  { direction: "MINIMIZE", scale: "log" },
];

/** Random candidates that answered every problem once. */
function randomInput(candidateCount: number, problemCount: number, resamples: number): ResamplingInput {
  const random = seededRandom(1);
  const table = (each: () => number) => Float64Array.from({ length: candidateCount * problemCount }, each);
  const sums = [table(() => Number(random() < 0.5)), table(() => 100 * random())];
  const once = table(() => 1);
  const meanOf = (objective: number, row: number) =>
    sums[objective]!.subarray(row * problemCount, (row + 1) * problemCount).reduce((a, b) => a + b) / problemCount;
  return {
    values: Float64Array.from({ length: 2 * candidateCount }, (_, cell) => meanOf(cell % 2, Math.floor(cell / 2))),
    sampled: new Uint8Array(candidateCount).fill(1),
    strata: [{ problemCount, sums, counts: [once, once] }],
    resamples,
    seed: 1,
  };
}

describe("the bootstrap's thread", () => {
  afterAll(closeBootstrapPool);

  it("returns the same result as this thread would, while this thread continues", async () => {
    const input = randomInput(200, 500, 1_000);
    let ticks = 0;
    const clock = setInterval(() => ticks++, 1);
    const found = await bootstrapFrontier(input, input.sampled, AXES);
    clearInterval(clock);
    // A blocked loop would not have ticked once.
    expect(ticks).toBeGreaterThan(20);
    expect(found).toEqual(frontierUncertainty(input.values, resample(input), input.sampled, AXES));
  });

  it("rejects a wrong task with its error, and runs the next task, also after it was closed", async () => {
    const input = randomInput(3, 4, 10);
    await expect(bootstrapFrontier(input, input.sampled, [])).rejects.toThrow("at least one objective");
    const found = await bootstrapFrontier(input, input.sampled, AXES);
    await closeBootstrapPool();
    expect(await bootstrapFrontier(input, input.sampled, AXES)).toEqual(found);
  });

  it("keeps no process alive", async () => {
    const pool = new URL("../../../src/analysis/resampling/bootstrapPool.ts", import.meta.url).href;
    const script = `
      const { bootstrapFrontier } = await import(${JSON.stringify(pool)});
      const input = { values: Float64Array.of(1), sampled: Uint8Array.of(0), strata: [], resamples: 1, seed: 1 };
      await bootstrapFrontier(input, input.sampled, [{ direction: "MAXIMIZE", scale: "linear" }]);
      process.stdout.write("done " + performance.now());
      process.on("exit", () => process.stdout.write(" " + performance.now()));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
    const [, done, exit] = stdout.split(" ").map(Number);
    // It would be ten seconds if the idle thread were waited for.
    expect(exit! - done!).toBeLessThan(5_000);
  });
});
