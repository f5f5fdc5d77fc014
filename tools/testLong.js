// Runs the tests of the pure rooms with many more random values (test/support/runs.ts), then the store tests that have a
// long form, and then the simulated weekend (test/weekend.ts). Paths choose among the tests of both projects instead.
// Plain JS, so that it runs on the packaged Node under any npm.
import { spawnSync } from "node:child_process";

/** The store tests with a long form. */
const STORE = [
  "test/federation/weather",
  "test/federation/fuzz.store",
  "test/federation/memory",
  "test/examples/feedPython",
];

const chosen = process.argv.slice(2);
const tests = (project, paths) => ["node_modules/vitest/vitest.mjs", "run", "--project", project, ...paths];
const steps =
  chosen.length > 0
    ? [[...tests("unit", chosen), "--project", "store"]]
    : [tests("unit", []), tests("store", STORE), ["test/weekend.ts"]];
const env = { ...process.env, LONG_TESTS: "1" };
for (const step of steps) {
  const { status } = spawnSync(process.execPath, step, { stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}
