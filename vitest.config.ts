import { defineConfig } from "vitest/config";

// Vite would take the package's other build, whose types are strangers to those that the libraries take.
const resolve = { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] };

/** What needs no database and no other process. Everything else is of the project `store`. */
const UNIT = [
  "test/*.test.ts",
  "test/{errors,decoding,frontier,compute,drawing,schema}/**/*.test.ts",
  "test/plugins/*.test.ts",
  "test/plugins/{contract,grading}/*.test.ts",
  "test/plugins/benchmarks/!(loading).test.ts",

  "test/runners/client/!(connection|cutStreams).test.ts",
  "test/runners/launch/!(engine|processTree).test.ts",
  "test/runners/meter/tally.test.ts",
  "test/evaluation/!(evaluation|expectedCost|killedWorker|worker).test.ts",
  "test/cli/*Flags.test.ts",
  "test/analysis/{frontierPoint,frontierSegments,stableOrder,trajectoryTrends}.test.ts",
  "test/analysis/candidates/{meanOverBenchmarks,typicalPrompt}.test.ts",
  "test/analysis/deployment/{deployedMeasures,servingFigures}.test.ts",
  "test/analysis/request/*.test.ts",
  "test/analysis/resampling/sampleStratum.test.ts",
  "test/server/{body,failure,presentError}.test.ts",
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
          globalSetup: ["test/support/postgresServer.ts", "test/support/bundledResults.ts"],
          // The first PGlite of a test file boots in 2 to 4 seconds, more on a busy machine.
          testTimeout: 30_000,
          expect: { poll: { timeout: 15_000 } },
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
