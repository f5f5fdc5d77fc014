import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { commandsIn, type Done, Shell } from "../support/documentCommands.ts";
import { startPackageRegistry } from "../support/packageRegistry.ts";
import { packedPackage } from "../support/packedPackage.ts";

const DOCUMENT = "docs/plugins/tutorial.md";
const PACKAGES = [".", "packages/create-paretograph-plugin"];

let registry: Awaited<ReturnType<typeof startPackageRegistry>>;
beforeAll(async () => {
  const packed: { source: string; tarball: string }[] = [];
  // One after the other: both compile the sources.
  for (const source of PACKAGES) packed.push({ source, tarball: await packedPackage(inject("packedFolder"), source) });
  registry = await startPackageRegistry(packed);
}, 300_000);
afterAll(() => registry.close());

describe("the tutorial of plugins", () => {
  it("has ten commands, which lead from an empty folder to a frontier with one's own benchmark", {
    timeout: 600_000,
  }, async () => {
    using shell = new Shell(registry.url);
    const done: Done[] = [];
    for (const command of commandsIn(DOCUMENT)) {
      const one = await shell.run(command);
      expect([one.command, one.output, one.code]).toEqual([command, one.output, 0]);
      done.push(one);
    }
    expect(done).toHaveLength(10);
    const outputOf = (words: string) => done.find(({ command }) => command.includes(words))!.output;
    expect(outputOf("npm run check")).toMatch(/\d+ hold, 0 failed, 1 with a warning/);
    expect(outputOf("npm run check")).toContain("NO_PUBLISHED_SCORE");
    expect(outputOf("--preview 3").match(/^=== word-problems 0\.1\.0, problem/gm)).toHaveLength(3);
    expect(outputOf("--runner mock")).toMatch(/SUCCEEDED, 5 answers/);
    expect(outputOf("frontier")).toContain("mock/mock");
    expect(outputOf("npm pack")).toContain("paretograph-plugin-word-problems-0.1.0.tgz");
  });

  it("names the example of a private evaluation as it is", () => {
    const text = readFileSync(DOCUMENT, "utf8");
    const [, name] = /^name: (.+)$/m.exec(readFileSync("examples/private-evaluation/task.yaml", "utf8"))!;
    expect(text).toContain(`paretograph frontier ${name}`);
  });
});
