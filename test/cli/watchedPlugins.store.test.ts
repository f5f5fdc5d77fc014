import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { ask, run } from "./command.ts";

const project = mkdtempSync(join(tmpdir(), "paretograph-watched-"));
afterAll(() => rmSync(project, { recursive: true, force: true }));
const ZOD = JSON.stringify(pathToFileURL(join(import.meta.dirname, "../../node_modules/zod/index.js")).href);

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}
/** A plugin whose version stands in a module that its own imports. */
const plugin = (name: string) => `import { z } from ${ZOD};
import { version } from "./version.mjs";
export default { kind: "runner", name: "${name}", version, apiVersion: "1.0.0", description: "d", options: z.strictObject({}), open: async () => {} };`;

describe("serve --watch", () => {
  it("loads plugins again when their files, the config or what is installed change, and stays up", {
    timeout: 120_000,
  }, async () => {
    write("local/plugin.mjs", plugin("local"));
    write("local/version.mjs", 'export const version = "1.0.0";');
    write("paretograph.config.mjs", 'export default { plugins: ["./local/plugin.mjs"] };');
    mkdirSync(join(project, "node_modules"));
    const server = run(["serve", "--watch"], {}, project);
    const url = await server.ready();
    const found = async () => {
      const { plugins } = await ask(url, "{ plugins { name version } }");
      return Object.fromEntries(plugins.map(({ name, version }: Record<string, string>) => [name, version]));
    };
    const patient = { timeout: 60_000, interval: 200 };
    await expect.poll(found, patient).toMatchObject({ local: "1.0.0", vllm: "1.0.0" });

    // A module below the plugin's own.
    write("local/version.mjs", 'export const version = "1.1.0";');
    await expect.poll(found, patient).toMatchObject({ local: "1.1.0" });

    write("local/version.mjs", "export const version = ;");
    await expect.poll(async () => "local" in (await found()), patient).toBe(false);
    write("local/version.mjs", 'export const version = "1.2.0";');
    await expect.poll(found, patient).toMatchObject({ local: "1.2.0" });

    // A package that is installed.
    const manifest = {
      name: "paretograph-plugin-new",
      version: "3.0.0",
      type: "module",
      exports: "./plugin.mjs",
      paretograph: { plugin: "1" },
    };
    write("packed/package.json", JSON.stringify(manifest));
    write("packed/plugin.mjs", plugin("new"));
    write("packed/version.mjs", 'export const version = "3.0.0";');
    renameSync(join(project, "packed"), join(project, "node_modules/paretograph-plugin-new"));
    await expect.poll(found, patient).toMatchObject({ local: "1.2.0", new: "3.0.0" });

    // A config that cannot be read changes nothing.
    write("paretograph.config.mjs", "export default { plugin: 1 };");
    write("node_modules/paretograph-plugin-new/version.mjs", 'export const version = "3.1.0";');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(await found()).toMatchObject({ local: "1.2.0", new: "3.0.0" });
    write("paretograph.config.mjs", "export default {};");
    await expect.poll(found, patient).toMatchObject({ new: "3.1.0" });
    expect(await found()).not.toHaveProperty("local");

    server.child.kill("SIGINT");
    const { code, stdout, stderr } = await server.ended;
    expect(code).toBe(0);
    expect(stdout + stderr).toContain("The plugins were loaded again");
    expect(stdout + stderr).toContain("stay as they were");
  });
});
