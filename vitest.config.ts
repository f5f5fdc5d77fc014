import { defineConfig } from "vitest/config";

// Vite would take the package's other build, whose types are strangers to those that the libraries take.
const resolve = { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] };

/** What needs no database and no other process. Everything else is of the project `store`. */
const UNIT = [
  "test/*.test.ts",
  "test/{errors,frontier,compute,drawing,schema}/**/*.test.ts",
  "test/plugins/*.test.ts",
  "test/plugins/{contract,grading}/*.test.ts",
  "test/plugins/benchmarks/!(loading).test.ts",
  "test/runners/client/reading.test.ts",
  "test/evaluation/concurrency.test.ts",
  "test/recording/{answerCompute,contentHash,summary}.test.ts",
  "test/store/filters/runFilter.test.ts",
  "test/store/reading/page.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          name: "unit",
          include: UNIT,
          // Pure functions leave nothing behind, so that files can share their imports: most of the time is importing.
          pool: "threads",
          isolate: false,
        },
      },
      {
        resolve,
        test: {
          name: "store",
          include: ["test/**/*.test.ts"],
          exclude: UNIT,
          globalSetup: ["test/support/postgresServer.ts", "test/support/shippedResults.ts"],
          // The first PGlite of a test file boots in 2 to 4 seconds, more on a busy machine.
          testTimeout: 30_000,
          expect: { poll: { timeout: 15_000 } },
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
