import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { aime25 } from "../../../src/plugins/benchmarks/aime25.ts";
import { gpqaDiamond } from "../../../src/plugins/benchmarks/gpqa-diamond/benchmark.ts";
import { gsm8k } from "../../../src/plugins/benchmarks/gsm8k.ts";
import { hmmtFeb25 } from "../../../src/plugins/benchmarks/hmmt-feb25.ts";
import { math500 } from "../../../src/plugins/benchmarks/math500.ts";
import type { BenchmarkContext } from "../../../src/plugins/contract/benchmark.ts";
import type { BenchmarkDataError } from "../../../src/plugins/contract/benchmarkDataError.ts";
import { answer, breakOff, nowhere, startHub } from "./hubServer.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");
const AIME25 = join(import.meta.dirname, "../../../../shared/data/aime25/test.jsonl");
const HMMT = "MathArena/hmmt_feb_2025@6fdc4277120810ff75aa22d2d5489b91f7a262a1:data/train-00000-of-00001.parquet";
const GPQA = "Idavidrein/gpqa@633f5ee89ab8ad4522a9f850766b73f62147ffdd:gpqa_diamond.csv";
const AIME = "math-ai/aime25@563bb8404243c5f09de6ec262f2db674fe5bce9b:test.jsonl";

/** 30 rows in HMMT's columns, written by pyarrow 26. */
const sums = await readFile(join(FIXTURES, "sums-snappy.parquet"));

const it = test.extend<{ cacheFolder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs
  cacheFolder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "paretograph-data-"));
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

function from(hubUrl: string, cacheFolder: string, more: Partial<BenchmarkContext> = {}): BenchmarkContext {
  return { cacheFolder, hubUrl, signal: new AbortController().signal, ...more };
}

function fromFile(dataFile: string): BenchmarkContext {
  return { cacheFolder: "/nowhere", dataFile, signal: new AbortController().signal };
}

async function failureOf(load: Promise<unknown>): Promise<BenchmarkDataError> {
  return load.then(
    () => expect.fail("It loaded."),
    (error) => error,
  );
}

describe.concurrent("a benchmark from the hub", () => {
  it("comes once through a redirect, its token kept from the storage, and then from the cache", async ({
    cacheFolder,
  }) => {
    await using hub = await startHub({ [HMMT]: sums }, { redirects: true });
    const first = await hmmtFeb25.load({}, from(`${hub.url}/`, cacheFolder, { token: "hf_secret" }));
    const second = await hmmtFeb25.load({}, from(await nowhere(), cacheFolder));

    expect(second).toEqual(first);
    expect(hub.requests).toEqual([
      { path: expect.stringContaining("/resolve/6fdc427"), authorization: "Bearer hf_secret" },
    ]);
    expect(hub.storageRequests).toEqual([{ path: expect.any(String), authorization: undefined }]);
    expect(first.problems).toHaveLength(30);
    expect(first.problems[2]).toEqual({
      id: "3",
      question: "Compute $\\frac{3}{7} + 1$.",
      expected: "\\frac{10}{7}",
      details: { subjects: ["Algebra", "Number Theory"] },
    });
    expect(first.dataset).toEqual({
      source: `https://huggingface.co/datasets/MathArena/hmmt_feb_2025/blob/6fdc4277120810ff75aa22d2d5489b91f7a262a1/data/train-00000-of-00001.parquet`,
      revision: "6fdc4277120810ff75aa22d2d5489b91f7a262a1",
      sha256: "a515f026e62169dcc9bd55cb08e7d61a8d00060a6984e59844a237d60a8022fd",
    });
  });

  it.for<[string, (file: string) => Promise<void>]>([
    ["changed", (file: string) => writeFile(file, "PAR1 but not really")],
    ["cut off", (file: string) => truncate(file, 100)],
    ["without its checksum", (file: string) => rm(`${file}.sha256`)],
  ])("is fetched again where the kept file is %s", async ([, spoil], { cacheFolder }) => {
    await using hub = await startHub({ [HMMT]: sums });
    const first = await hmmtFeb25.load({}, from(hub.url, cacheFolder));
    const kept = (await readdir(cacheFolder, { recursive: true })).find((name) => name.endsWith(".parquet"));
    await spoil(join(cacheFolder, kept!));

    expect(await hmmtFeb25.load({}, from(hub.url, cacheFolder))).toEqual(first);
    expect(await hmmtFeb25.load({}, from(hub.url, cacheFolder))).toEqual(first);
    expect(hub.requests).toHaveLength(2);
  });

  it("is waited for as long as a rate limit asks, by either header", async ({ cacheFolder }) => {
    const faults = [answer(429, { "retry-after": "0" }), answer(429, { ratelimit: '"resolvers";r=0;t=1' })];
    await using hub = await startHub({ [HMMT]: sums }, { faults });
    const start = performance.now();
    await hmmtFeb25.load({}, from(hub.url, cacheFolder));
    expect(performance.now() - start).toBeGreaterThan(950);
    expect(hub.requests).toHaveLength(3);
  });

  it("is not waited for where a rate limit asks for minutes", async ({ cacheFolder }) => {
    await using hub = await startHub({}, { faults: [answer(429, { ratelimit: '"resolvers";r=0;t=280' })] });
    const { code, message } = await failureOf(hmmtFeb25.load({}, from(hub.url, cacheFolder)));
    expect(code).toBe("RATE_LIMITED");
    expect(message).toMatch(/try again in 280 seconds.*HF_TOKEN/);
  });

  it("survives a server's fault and a connection that breaks off", async ({ cacheFolder }) => {
    await using hub = await startHub({ [HMMT]: sums }, { faults: [answer(503), breakOff] });
    expect((await hmmtFeb25.load({}, from(hub.url, cacheFolder))).problems).toHaveLength(30);
  });

  it("is not asked for again where the server does not take the request", async ({ cacheFolder }) => {
    await using hub = await startHub({ [HMMT]: sums }, { faults: [answer(400)] });
    expect((await failureOf(hmmtFeb25.load({}, from(hub.url, cacheFolder)))).message).toContain("answers 400");
    expect(hub.requests).toHaveLength(1);
  });

  it("fails without a trace where each connection breaks off", async ({ cacheFolder }) => {
    await using hub = await startHub({ [HMMT]: sums }, { faults: Array(9).fill(breakOff) });
    const { code, message } = await failureOf(hmmtFeb25.load({}, from(hub.url, cacheFolder)));
    expect(code).toBe("UNREACHABLE");
    expect(message).toContain("--data");
    expect(hub.requests).toHaveLength(4);
    expect(await readdir(cacheFolder)).toEqual([]);
  });

  it("names the address and what to do where nothing answers", async ({ cacheFolder }) => {
    const { code, message } = await failureOf(hmmtFeb25.load({}, from(await nowhere(), cacheFolder)));
    expect(code).toBe("UNREACHABLE");
    expect(message).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/datasets\/MathArena.*HF_ENDPOINT.*--data/);
  });

  it("stops waiting when its caller ends it", async ({ cacheFolder }) => {
    await using hub = await startHub({}, { faults: [answer(429, { "retry-after": "30" })] });
    const signal = AbortSignal.timeout(100);
    expect((await failureOf(hmmtFeb25.load({}, from(hub.url, cacheFolder, { signal })))).code).toBe("CANCELED");
  });

  it("says that it moved where it is not there", async ({ cacheFolder }) => {
    await using hub = await startHub({});
    const { code, message } = await failureOf(math500.load({}, from(hub.url, cacheFolder)));
    expect(code).toBe("NOT_FOUND");
    expect(message).toMatch(/404 \(Entry not found\).*--data/);
  });

  it.for<[number, string | undefined, string]>([
    [401, undefined, "no token was given"],
    [401, "hf_old", "the token is not valid or its account has no access"],
    [403, "hf_new", "the token is not valid or its account has no access"],
  ])("says how to get access where it is gated (%i, token %s)", async ([status, token, fault], { cacheFolder }) => {
    const headers = {
      "x-error-code": "GatedRepo",
      "x-error-message": "Access to dataset Idavidrein/gpqa is restricted.",
    };
    await using hub = await startHub({}, { faults: [answer(status, headers)] });
    const { code, message } = await failureOf(gpqaDiamond.load({ seed: 0 }, from(hub.url, cacheFolder, { token })));
    expect(code).toBe("ACCESS_DENIED");
    for (const part of [
      `${status} (Access to dataset`,
      fault,
      "accept the terms at https://huggingface.co/datasets/Idavidrein/gpqa",
      "HF_TOKEN",
      "gpqa_diamond.csv",
      "--data",
    ])
      expect(message).toContain(part);
    expect(message).not.toContain("hf_");
  });

  it("is refused where it is not the file that is pinned", async ({ cacheFolder }) => {
    await using hub = await startHub({ [AIME]: '{"id": "0", "problem": "1 + 1", "answer": 2}\n' });
    const { code, message } = await failureOf(aime25.load({}, from(hub.url, cacheFolder)));
    expect(code).toBe("CHANGED");
    expect(message).toContain("not b4e273c02d3e7fe1");
    expect(await readdir(cacheFolder)).toEqual([]);
  });

  it("is refused where it holds another number of problems", async ({ cacheFolder }) => {
    await using hub = await startHub({ [GPQA]: gpqaRows(3) });
    const { code, message } = await failureOf(gpqaDiamond.load({ seed: 0 }, from(hub.url, cacheFolder)));
    expect(code).toBe("CHANGED");
    expect(message).toContain("3 problems, not 198");
  });

  it("reads CSV with line breaks inside of cells", async ({ cacheFolder }) => {
    await using hub = await startHub({ [GPQA]: gpqaRows(198) });
    const { problems, dataset } = await gpqaDiamond.load({ seed: 0 }, from(hub.url, cacheFolder, { token: "hf_new" }));
    expect(dataset.canary).toBe("GUID 7");
    expect(problems).toHaveLength(198);
    expect(problems[7]).toEqual({
      id: "rec7",
      question: 'Which is "7",\nroughly?',
      expected: "7",
      details: { wrong: ["8", "9", "10"], subject: "Physics", subdomain: "Optics" },
    });
  });

  it.skipIf(!existsSync(AIME25))("takes the published file of AIME 2025, byte for byte", async ({ cacheFolder }) => {
    const rows = (await readFile(AIME25, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const published = rows.map(({ id, problem, answer }) => JSON.stringify({ problem, answer: Number(answer), id }));
    const asPython = published.map((line) => line.replace(/","answer":(\d+),"id":/, '", "answer": $1, "id": '));
    await using hub = await startHub({
      [AIME]: `${asPython.join("\n").replaceAll('{"problem":"', '{"problem": "')}\n`,
    });
    const { problems } = await aime25.load({}, from(hub.url, cacheFolder));
    expect(problems).toEqual((await aime25.load({}, fromFile(AIME25))).problems);
  });
});

describe("a benchmark from a file", () => {
  it.for(["none", "snappy", "gzip", "zstd"])("reads Parquet, compression %s", async (compression) => {
    const { problems, dataset } = await hmmtFeb25.load({}, fromFile(join(FIXTURES, `sums-${compression}.parquet`)));
    expect(problems).toHaveLength(30);
    expect(problems[29]).toMatchObject({ id: "30", expected: "\\frac{37}{7}" });
    expect(dataset).toMatchObject({ source: `sums-${compression}.parquet`, revision: null });
  });

  it("takes CSV, JSON Lines and a JSON list, and any number of problems", async ({ cacheFolder }) => {
    const row = { id: 4, problem: "What is 3 + 4?", answer: 7 };
    const contents = {
      "a.csv": "\uFEFFid,problem,answer\n4,What is 3 + 4?,7\n",
      "a.jsonl": JSON.stringify(row),
      "a.json": JSON.stringify([row]),
    };
    for (const [name, content] of Object.entries(contents)) {
      await writeFile(join(cacheFolder, name), content);
      const { problems } = await aime25.load({}, fromFile(join(cacheFolder, name)));
      expect(problems).toEqual([{ id: "4", question: "What is 3 + 4?", expected: "7" }]);
    }
  });

  it.for<[string, string | null, string, RegExp]>([
    ["is missing", null, "NOT_FOUND", /can't be read: Error: ENOENT/],
    ["is empty", "", "UNREADABLE", /holds no problems/],
    ["breaks off", '{"question": "a", "answer": "#### 1"}\n{"quest', "UNREADABLE", /line 2/],
    [
      "is another benchmark's",
      '{"id": "0", "problem": "a", "answer": "1"}',
      "UNREADABLE",
      /row 1: column "question".*this benchmark's file/,
    ],
    ["has no result", '{"question": "a", "answer": "one"}', "UNREADABLE", /row 1: column "answer": has no ####/],
    ["is no Parquet", "PAR1xxxxxxxx", "UNREADABLE", /can't be read as Parquet/],
  ])("says what is wrong where it %s", async ([, content, code, message], { cacheFolder }) => {
    const file = join(cacheFolder, "data.jsonl");
    if (content !== null) await writeFile(file, content);
    const failure = await failureOf(gsm8k.load({}, fromFile(file)));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
    expect(failure.message).toContain(file);
  });

  it("refuses two problems of one id", async ({ cacheFolder }) => {
    const file = join(cacheFolder, "data.jsonl");
    await writeFile(file, '{"id": 1, "problem": "a", "answer": 2}\n{"id": "1", "problem": "b", "answer": 2}\n');
    expect((await failureOf(aime25.load({}, fromFile(file)))).message).toMatch(/row 2: another row has the id "1"/);
  });
});

function gpqaRows(count: number): string {
  const header =
    "Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3,Record ID,High-level domain,Subdomain,Canary String";
  const rows = Array.from(
    { length: count },
    (_, i) =>
      `"Which is ""${i}"",\nroughly?","${i}\n",${i + 1}, ${i + 2},${i + 3},rec${i},Physics,Optics,${i === 0 ? "" : "GUID 7"}`,
  );
  return [header, ...rows].join("\r\n");
}
