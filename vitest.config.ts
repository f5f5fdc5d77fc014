import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Compiled code is kept between runs, in the system's temporary folder: a third of a quick run is compiling.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), "node-compile-cache");

// Vite would take the package's other build, whose types are strangers to those that the libraries take.
const resolve = {
  alias: [
    { find: /^graphql$/, replacement: "graphql/index.js" },
    // The packages of examples/ import it as an outsider does.
    { find: /^paretograph\/plugin$/, replacement: new URL("./src/exports/plugin.ts", import.meta.url).pathname },
  ],
};

/** Tests that need a database, another process, a server or large data: their names end in this. All others are quick. */
const STORE = "test/**/*.store.test.ts";

export default defineConfig({
  test: {
    // Tests cut databases off, and nothing can await what the driver asks by itself meanwhile (src/cli/uncaughtErrors.ts).
    onUnhandledError: (error) => !String((error as { query?: unknown }).query).includes("from pg_catalog.pg_type"),
    projects: [
      {
        resolve,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [STORE],
          // Pure functions leave nothing behind, so that files can share their imports: most of the time is importing.
          sequence: { groupOrder: 0 },
          pool: "threads",
          isolate: false,
          // Node reads TypeScript itself, which is quicker than Vite's transformation.
          experimental: { viteModuleRunner: false },
          maxWorkers: "100%",
          execArgv: [
            "--import",
            new URL("./src/cli/drizzleResolution.ts", import.meta.url).href,
            "--import",
            new URL("./test/support/ownPackage.ts", import.meta.url).href,
          ],
        },
      },
      {
        resolve,
        test: {
          name: "store",
          include: [STORE],
          // After the quick ones: projects that run at the same time must have the same number of workers.
          sequence: { groupOrder: 1 },
          // Much of the time passes with waiting: for processes that end, engines that are away, pauses between attempts.
          maxWorkers: 2 * availableParallelism(),
          globalSetup: [
            "test/support/postgresServer.ts",
            "test/support/bundledResults.ts",
            "test/support/packedFolder.ts",
          ],
          // The first PGlite of a test file boots in 2 to 4 seconds, more on a busy machine.
          testTimeout: 30_000,
          expect: { poll: { timeout: 15_000 } },
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
