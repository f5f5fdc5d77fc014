import { defineConfig } from "vitest/config";

export default defineConfig({
  // Vite would take the package's other build, whose types are strangers to those that the libraries take.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/postgresServer.ts", "test/support/shippedResults.ts"],
    // The first PGlite of a test file boots in 2 to 4 seconds, more on a busy machine.
    testTimeout: 30_000,
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 60_000,
  },
});
