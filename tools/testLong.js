// Runs the tests of the pure rooms with many more random values (test/support/runs.ts), and then the simulated weekend
// (test/weekend.ts) unless arguments choose among the tests. Plain JS, so that it runs on the packaged Node under any npm.
import { spawnSync } from "node:child_process";

const chosen = process.argv.slice(2);
const steps = [
  ["node_modules/vitest/vitest.mjs", "run", "--project", "unit", ...chosen],
  ...(chosen.length === 0 ? [["test/weekend.ts"]] : []),
];
const env = { ...process.env, LONG_TESTS: "1" };
for (const step of steps) {
  const { status } = spawnSync(process.execPath, step, { stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}
