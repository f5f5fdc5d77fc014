import test from "node:test";
import { fileURLToPath } from "node:url";
import { importerCases } from "paretograph/testing";
import plugin from "../src/index.ts";

const files = fileURLToPath(new URL("files", import.meta.url));

for (const { name, skipped, run } of importerCases(plugin, { files })) {
  test(name, { skip: skipped ?? false }, async () => {
    await run();
  });
}
