// Runs the tests of the pure rooms with many more random values (test/support/runs.ts). Plain JS, so that it runs on the
// packaged Node under any npm.
process.env.LONG_TESTS = "1";
process.argv.push("run", "--project", "unit");
await import("../node_modules/vitest/vitest.mjs");
