import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { foldLogs, readSummaries } from "../../../src/metering/fold.ts";
import type { AnswerLine, EndLine, RequestLine, SessionLine } from "../../../src/metering/records/logLines.ts";
import { readLog } from "../../../src/metering/records/readLog.ts";
import { openWriteAhead } from "../../../src/metering/records/writeAhead.ts";
import { summarize } from "../../../src/metering/summary.ts";
import { SESSION } from "../support.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "metering-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const END: EndLine = { kind: "end", at: SESSION.at + 9000, requests: 2, linesLeftOut: 0 };
const request = (id: number, more: Partial<RequestLine> = {}): RequestLine => ({
  ...{
    kind: "request",
    id,
    at: SESSION.at + 1000 * id,
    run: "a",
    path: "/v1/chat/completions",
    model: "m",
    stream: true,
    n: 1,
  },
  ...{ prompts: [], body: `${id}`, attempt: null, usageAskedBy: null },
  ...more,
});
const answer = (id: number, more: Partial<AnswerLine> = {}): AnswerLine => ({
  ...{ kind: "answer", id, status: 200, failure: null, ttft: 0.1 * id, latency: id, choices: [], notes: [], bytes: 7 },
  ...{ promptTokens: 10, outputTokens: 10 * id, reasoningTokens: null, cachedPromptTokens: null },
  ...more,
});

describe("a log", () => {
  it("holds its lines in their order, for this user alone", async () => {
    const log = openWriteAhead(folder, SESSION);
    for (let id = 1; id <= 1000; id++) log.add(request(id));
    log.add(answer(1));
    await log.close(END);
    expect(statSync(log.file).mode & 0o777).toBe(0o600);
    const read = (await readLog(log.file))!;
    expect(read.requests.map(({ id }) => id)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
    expect(read).toMatchObject({ session: SESSION, end: END, faults: [] });
    expect(read.requests[0]!.answer).toEqual(answer(1));
    expect(read.requests[1]!.answer).toBeNull();
  });

  it("is read up to a line that was cut off, and after it", async () => {
    const log = openWriteAhead(folder, SESSION);
    log.add(request(1));
    log.add(answer(1));
    await log.close(END);
    const text = readFileSync(log.file, "utf8");
    for (let cut = 1; cut < text.length; cut += 7) {
      const file = join(folder, "metering", "cut.ndjson");
      rmSync(file, { force: true });
      appendFileSync(file, `${text.slice(0, -cut)}\n${JSON.stringify(request(2))}\n`);
      const read = await readLog(file);
      if (!read) continue;
      expect(read.faults.length).toBeLessThanOrEqual(1);
      expect(read.requests.at(-1)).toMatchObject({ id: 2 });
    }
    const file = join(folder, "metering", "odd.ndjson");
    appendFileSync(file, `${JSON.stringify(SESSION)}\n{"kind":"answer","id":7}\n{"kind":"new"}\n{"kind":"answ`);
    expect((await readLog(file))!.faults).toEqual([
      "line 2: it is no line of this log",
      "line 3: it is no line of this log",
      "line 4: it is cut off",
    ]);
  });

  it("stops at its limit, and says what it left out", async () => {
    const log = openWriteAhead(folder, SESSION, 10_000);
    for (let id = 1; id <= 1000; id++) log.add(request(id));
    await log.close({ ...END, linesLeftOut: log.linesLeftOut });
    expect(statSync(log.file).size).toBeLessThanOrEqual(10_000);
    const read = (await readLog(log.file))!;
    expect(read.end!.linesLeftOut).toBe(1000 - read.requests.length);
    expect(read.requests.length).toBeGreaterThan(10);
  });

  it("is left as it is by another session at the same instant", async () => {
    const logs = [openWriteAhead(folder, SESSION), openWriteAhead(folder, SESSION)];
    for (const log of logs) await log.close(END);
    expect(readdirSync(join(folder, "metering"))).toHaveLength(2);
  });

  it("of another version is not read", async () => {
    const log = openWriteAhead(folder, { ...SESSION, version: 2 });
    await log.close(END);
    expect(await readLog(log.file)).toBeNull();
    expect(await foldLogs(folder)).toEqual([{ file: log.file, outcome: "can't be read by this version" }]);
  });
});

describe("folding", () => {
  async function write(session: Partial<SessionLine>, end: EndLine | null = END) {
    const log = openWriteAhead(folder, { ...SESSION, ...session });
    const energy = (seconds: number) =>
      ({
        kind: "energy",
        at: SESSION.at + 1000 * seconds,
        joules: 700 * seconds,
        gpuSeconds: 8 * seconds,
        from: "counter",
      }) as const;
    log.add(energy(0));
    for (const id of [1, 2, 3]) log.add(request(id));
    log.add(answer(1));
    log.add(answer(2, { failure: "OVERLOADED", status: 429, outputTokens: null, promptTokens: null, ttft: null }));
    log.add(energy(3));
    log.add(answer(3));
    log.add(request(4, { own: true }));
    log.add(energy(9));
    await log.close(end ?? energy(9));
    return log.file;
  }

  it("sums up what each run cost", async () => {
    await write({ hardware: { name: "H100-SXM", count: 8 } });
    const [summary] = await readSummaries(folder);
    expect(summary).toMatchObject({ ended: true, ownRequests: 1, hardware: "8xH100-SXM", requestsSeen: 2, faults: [] });
    // By hand: request 3 begins at 3 s and ends at 6 s, the first one at 1 s; 5 s at 700 W on 8 GPUs.
    expect(summary!.runs).toMatchObject([
      {
        ...{ run: "a", models: ["m"], requests: 3, answered: 2, unfinished: 0, retries: 0, seconds: 5 },
        ...{
          failures: { OVERLOADED: 1 },
          promptTokens: 20,
          outputTokens: 40,
          reasoningTokens: null,
          answersCounted: 2,
        },
        latency: { count: 2, mean: 2, p50: 2 },
        ttft: { count: 2, p50: 0.2 },
        gpuSeconds: 40,
      },
    ]);
    expect(summary!.runs[0]!.joules).toBeCloseTo(3500);
  });

  it("keeps the logs of runs, and deletes those of samples", async () => {
    const [whole, sample] = [await write({}), await write({ sample: 0.01 })];
    const before = await readSummaries(folder);
    expect((await foldLogs(folder)).map(({ outcome }) => outcome)).toEqual(["folded", "folded"]);
    const names = readdirSync(join(folder, "metering")).map((name) => join(folder, "metering", name));
    expect(names).toContain(whole);
    expect(names).not.toContain(sample);
    expect(await readSummaries(folder)).toEqual(before);
  });

  it("waits for a session that goes on, and takes one whose process was killed", async () => {
    const alive = await write({ host: hostname(), pid: process.pid }, null);
    expect(await foldLogs(folder)).toEqual([{ file: alive, outcome: "is being written" }]);
    rmSync(alive);
    const dead = await write({ host: hostname(), pid: 2 ** 22 + 7 }, null);
    expect(await foldLogs(folder)).toEqual([{ file: dead, outcome: "folded" }]);
    expect((await readSummaries(folder))[0]).toMatchObject({ ended: false, requestsSeen: null });
  });

  it("is done once for each log, and again where it went on", async () => {
    const file = await write({});
    expect(await foldLogs(folder)).toHaveLength(1);
    expect(await foldLogs(folder)).toEqual([]);
    appendFileSync(file, `${JSON.stringify(request(9))}\n`);
    utimesSync(file, Date.now() / 1000 + 10, Date.now() / 1000 + 10);
    expect((await readSummaries(folder))[0]!.runs[0]!.requests).toBe(4);
    expect(await foldLogs(folder)).toEqual([{ file, outcome: "folded" }]);
  });

  it("can be done by several at once", async () => {
    for (let i = 0; i < 5; i++) await write({ sample: 0.01 });
    await Promise.all([foldLogs(folder), foldLogs(folder), foldLogs(folder), readSummaries(folder)]);
    expect(readdirSync(join(folder, "metering")).filter((name) => !name.endsWith(".summary.json"))).toEqual([]);
    expect(await readSummaries(folder)).toHaveLength(5);
  });

  it("takes a session of very many requests", () => {
    const requests = Array.from({ length: 200_000 }, (_, id) => ({ ...request(id + 1), answer: null }));
    const session = { file: "log", session: SESSION, requests, energy: [], end: END, faults: [] };
    expect(summarize(session).runs).toMatchObject([{ requests: 200_000, seconds: 199_999 }]);
  });
});
