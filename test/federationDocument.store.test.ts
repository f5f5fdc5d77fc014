import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../src/store/store.ts";
import { type Api, serveApi } from "./support/api.ts";
import { BUNDLED_ENGINES } from "./support/bundledStores.ts";

const run = promisify(execFile);
const guide = readFileSync("docs/federation.md", "utf8");

/** The blocks of code of the steps by their language, in their order. */
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^ {3}\`\`\`${language}\\n([\\s\\S]*?)^ {3}\`\`\`$`, "gm"))].map(([, code]) => code!);

describe("docs/federation.md", { timeout: 120_000 }, () => {
  let store: Store;
  let api: Api;
  let folder: string;
  /** The addresses that the steps use, and those that they have here. */
  const addresses = new Map<string, string>();
  const started: ChildProcess[] = [];
  beforeAll(async () => {
    store = await BUNDLED_ENGINES[1]![1]();
    api = await serveApi(store);
    folder = mkdtempSync(join("node_modules", ".federation-"));
    addresses.set("http://localhost:4000/graphql", api.url);
  });
  afterAll(async () => {
    // Each ends when it is asked to.
    const ends = started.map((child) => once(child, "exit"));
    for (const child of started) child.kill();
    await Promise.all(ends);
    rmSync(folder, { recursive: true, force: true });
    await api.close();
    await store.close();
  });

  const here = (code: string) =>
    [...addresses]
      .reduce((text, [there, address]) => text.replaceAll(there, address), code)
      .replaceAll("node examples", `${process.execPath} ${resolve("examples")}`);
  const shell = async (code: string) => (await run("sh", ["-c", here(code)], { cwd: folder })).stdout;
  /** Starts what a step starts, and gives the address that it prints. */
  async function start(code: string): Promise<string> {
    const [file, ...args] = here(code).trim().split(" ");
    const child = spawn(file!, args, {
      cwd: folder,
      env: { ...process.env, PORT: "0" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    started.push(child);
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    return /http:\S+\/graphql/.exec(line)![0];
  }

  it("starts the subgraph, composes the graph and serves it", async () => {
    const [subgraph, compose, gateway] = blocks("sh");
    addresses.set("http://localhost:4001/graphql", await start(subgraph!));
    await shell(compose!);
    expect(readFileSync(join(folder, "supergraph.graphql"), "utf8")).toContain(
      '@join__type(graph: OWNERS, key: "slug")',
    );
    addresses.set("http://localhost:4002", (await start(gateway!)).replace("/graphql", ""));
  });

  const ask = async (query: string, headers: Record<string, string> = {}) => {
    const response = await fetch(here("http://localhost:4002/graphql"), {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as { data: any; errors?: { message: string; extensions: { code?: string } }[] };
  };

  it("asks across both subgraphs", async () => {
    const { data, errors } = await ask(blocks("graphql")[0]!);
    expect(errors).toBeUndefined();
    const { points } = (
      await api.data(
        `{ frontier(where: { benchmark: ["gpqa-diamond"], openWeights: true }) { points { model { slug name } } } }`,
      )
    ).frontier;
    const owners = JSON.parse(readFileSync("examples/subgraph/owners.json", "utf8"));
    const expected = points.map(({ model: { slug, name } }: any) => ({ model: { name, owner: owners[slug] ?? null } }));
    expect(data.frontier.points).toEqual(expected);
    expect(expected.some(({ model }: any) => model.owner !== null)).toBe(true);
    expect(data.modelsOf).toEqual([
      { slug: "openai/gpt-oss-120b", name: "gpt-oss-120b", totalParameters: expect.any(Number), owner: "inference" },
    ]);
    expect(JSON.parse(await shell(blocks("sh")[3]!))).toEqual({
      data: { modelsOf: [{ name: "gpt-oss-120b", owner: "inference" }] },
    });
  });

  it("follows a frontier through the gateway", async () => {
    const text = await shell(blocks("sh")[4]!);
    const [event] = [...text.matchAll(/^data: ?(\{.+\})$/gm)].map(([, json]) => JSON.parse(json!));
    expect(event.data.frontierChanged.points.length).toBeGreaterThan(1);
    for (const { model } of event.data.frontierChanged.points) expect(model).toHaveProperty("owner");
  });

  it("has null for what a model that is not in the store may not have, and says so where it must have it", async () => {
    const { data, errors } = await ask(`{ modelsOf(team: "research") { slug developer } }`);
    expect({ data, errors }).toEqual({ data: expect.anything(), errors: undefined });
    expect(data.modelsOf).toContainEqual({ slug: "in-house/assistant-7b", developer: null });
    const refused = await ask(`{ modelsOf(team: "research") { slug name } }`);
    expect(refused.errors?.length).toBeGreaterThan(0);
  });

  it("hands a token on, and a refusal back", async () => {
    const cancel = `mutation { cancelRun(id: "${Buffer.from(`Run:${"0".repeat(64)}`).toString("base64")}") { run { id } } }`;
    const codeOf = async (headers: Record<string, string>) => (await ask(cancel, headers)).errors?.[0]?.extensions.code;
    expect(await codeOf({})).toBe("UNAUTHENTICATED");
    expect(await codeOf({ authorization: `Bearer ${await api.operateToken()}` })).toBe("BAD_ID");
  });

  it("has no other steps", () => {
    expect([blocks("sh"), blocks("graphql"), blocks("\\w+")].map(({ length }) => length)).toEqual([5, 1, 6]);
  });
});
