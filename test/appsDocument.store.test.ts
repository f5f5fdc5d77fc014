import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../src/store/store.ts";
import { type Api, serveApi } from "./support/api.ts";
import { BUNDLED_ENGINES } from "./support/bundledStores.ts";

const run = promisify(execFile);

/** The blocks of code in docs/apps.md by their language, in their order. */
const blocks = (language: string) =>
  [...readFileSync("docs/apps.md", "utf8").matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    ([, code]) => code!,
  );

describe("docs/apps.md", { timeout: 120_000 }, () => {
  let store: Store;
  let api: Api;
  let folder: string;
  beforeAll(async () => {
    store = await BUNDLED_ENGINES[1]![1]();
    api = await serveApi(store);
    // Beside the packages that the blocks import.
    folder = mkdtempSync("node_modules/.apps-");
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await api.close();
    await store.close();
  });

  const here = (code: string) =>
    code
      .replaceAll("ws://localhost:4000/graphql", api.url.replace("http", "ws"))
      .replaceAll("http://localhost:4000/graphql", api.url)
      .replaceAll("paretograph/client", pathToFileURL("src/exports/client.ts").href);
  const script = async (code: string) => {
    const file = join(folder, "block.mjs");
    writeFileSync(file, here(code));
    return (await run(process.execPath, [file])).stdout;
  };

  it("asks by GET, and again by the tag", async () => {
    const { stdout } = await run("sh", ["-c", here(blocks("sh")[0]!)], { cwd: folder });
    expect(stdout).toBe("304\n");
    const { data } = JSON.parse(readFileSync(join(folder, "answer.json"), "utf8"));
    expect(data.frontier).toMatchObject({ candidateCount: expect.any(Number), dataVersion: store.version() });
  });

  it("follows a frontier by server-sent events and over a WebSocket", async () => {
    const { stdout } = await run("sh", ["-c", here(blocks("sh")[1]!)]);
    expect(stdout).toMatch(/event: next\ndata: \{"data":\{"frontierChanged":\{"points":\[\{"mode":/);
    expect(await script(blocks("js")[0]!)).toMatch(/^\d+ points\n$/);
  });

  it("uses the typed client", async () => {
    const lines = (await script(blocks("js")[1]!)).trim().split("\n");
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.at(-2)).toBe("UNKNOWN_MODEL");
    expect(Number(lines.at(-1))).toBeGreaterThan(lines.length);
  });

  it("compares the same model served differently", async () => {
    const { comparison } = await api.data(blocks("graphql")[0]!);
    expect(comparison.groups.length).toBeGreaterThan(1);
  });

  it("has no other blocks", () => {
    expect([blocks("sh"), blocks("js"), blocks("graphql"), blocks("\\w+")].map(({ length }) => length)).toEqual([
      3, 2, 1, 6,
    ]);
  });
});
