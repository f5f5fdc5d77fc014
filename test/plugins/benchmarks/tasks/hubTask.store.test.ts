import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SHIPPED_TASKS } from "../../../../src/plugins/benchmarks/tasks/shippedTasks.ts";
import type { Problem } from "../../../../src/plugins/contract/benchmark.ts";
import { nowhere, startHub } from "../hubServer.ts";
import { CAPITALS, jsonLines, promptOf, ROWS, TaskFolder } from "./taskText.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const onHub = (revision?: string) => ({
  ...CAPITALS,
  data: { hub: { dataset: "a/capitals", ...(revision && { revision }) }, files: [{ path: "data/all.jsonl", rows: 2 }] },
});
const failureOf = (load: Promise<unknown>) =>
  load.then(
    () => expect.fail("It loaded."),
    (error) => error as Error & { code: string },
  );

describe("a task whose data are on the hub", () => {
  it.each([
    [COMMIT, COMMIT],
    [undefined, null],
  ])("reads them once, at the commit %s or the branch main", async (revision, stated) => {
    await using hub = await startHub({ [`a/capitals@${revision ?? "main"}:data/all.jsonl`]: jsonLines(ROWS) });
    using folder = new TaskFolder(onHub(revision), {});
    const first = await folder.load({}, { hubUrl: hub.url });
    expect(first.problems.map(({ expected }) => expected)).toEqual(["Paris", "Lima"]);
    expect(first.dataset.revision).toBe(stated);
    expect(await folder.load({}, { hubUrl: await nowhere() })).toEqual(first);
    expect(hub.requests).toHaveLength(1);
  });

  it("refuses another file than that of the first download, until its checksum is removed", async () => {
    const files = { "a/capitals@main:data/all.jsonl": jsonLines(ROWS) };
    await using hub = await startHub(files);
    using folder = new TaskFolder(onHub(), {});
    const load = () => folder.load({}, { hubUrl: hub.url });
    const first = await load();
    const cache = join(folder.path, "cache");
    const kept = () =>
      readdirSync(cache, { recursive: true, encoding: "utf8" }).filter((name) => name.includes("all.jsonl"));
    files["a/capitals@main:data/all.jsonl"] = jsonLines([ROWS[0], { ...ROWS[1], capital: "Cusco" }]);
    rmSync(join(cache, kept().find((name) => name.endsWith(".jsonl"))!));

    const failure = await failureOf(load());
    expect(failure.code).toBe("CHANGED");
    expect(failure.message).toContain(first.dataset.sha256);
    const [checksum] = kept();
    expect(failure.message).toContain(checksum);
    expect(kept()).toEqual([expect.stringMatching(/\.sha256$/)]);

    rmSync(join(cache, checksum!));
    expect((await load()).problems[1]!.expected).toBe("Cusco");
  });

  it("refuses a file with another checksum than a shipped task states, also from a mirror", async () => {
    const [mmluPro] = [...SHIPPED_TASKS.keys()].filter(({ name }) => name === "mmlu-pro");
    const key = "TIGER-Lab/MMLU-Pro@b189ec765aa7ed75c8acfea42df31fdae71f97be:data/test-00000-of-00001.parquet";
    await using hub = await startHub({ [key]: jsonLines(ROWS) });
    using folder = new TaskFolder();
    const context = { cacheFolder: folder.path, hubUrl: hub.url, signal: new AbortController().signal };
    const failure = await failureOf(mmluPro!.load({}, context));
    expect(failure).toMatchObject({ code: "CHANGED", message: expect.stringContaining("0e24a191921c2f45") });
  });

  it("shows a problem examples of its own subject, of files of their own", async () => {
    const row = (i: number, of: string) => ({ country: `${of}-${i}`, capital: `c${i}`, continent: of });
    const task = {
      ...onHub(),
      problem: { ...CAPITALS.problem, tags: { continent: "{{ continent }}" } },
      shots: { most: 2, files: [{ path: "data/shots.jsonl" }], alike: "continent", answer: "It is {{ expected }}." },
    };
    const shots = ["Asia", "Europe"].flatMap((of) => [1, 2, 3].map((i) => row(i, of)));
    await using hub = await startHub({
      "a/capitals@main:data/all.jsonl": jsonLines([row(8, "Europe"), row(9, "Asia")]),
      "a/capitals@main:data/shots.jsonl": jsonLines(shots),
    });
    using folder = new TaskFolder(task, {});
    const { problems } = await folder.load({ shots: 2 }, { hubUrl: hub.url });
    const prompt = (problem: Problem) => promptOf(folder.read(), problem);
    expect(prompt(problems[0]!).map(({ content }) => content)).toEqual([
      "What is the capital of Europe-1? Answer with its name.",
      "It is c1.",
      "What is the capital of Europe-2? Answer with its name.",
      "It is c2.",
      "What is the capital of Europe-8? Answer with its name.",
    ]);
    expect(prompt(problems[1]!)[0]!.content).toContain("Asia-1");
  });

  it("says which examples are too few", async () => {
    const task = { ...onHub(), shots: { most: 3, files: [{ path: "data/shots.jsonl" }] } };
    await using hub = await startHub({
      "a/capitals@main:data/all.jsonl": jsonLines(ROWS),
      "a/capitals@main:data/shots.jsonl": jsonLines([{ country: "Fiji", capital: "Suva" }]),
    });
    using folder = new TaskFolder(task, {});
    const failure = await failureOf(folder.load({ shots: 3 }, { hubUrl: hub.url }));
    expect(failure).toMatchObject({ code: "UNREADABLE", message: expect.stringContaining("1 examples, not 3") });
  });
});
