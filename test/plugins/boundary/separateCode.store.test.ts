import { afterEach, describe, expect, it, vi } from "vitest";
import type { CodedError } from "../../../src/errors/codedError.ts";
import type { BenchmarkCode } from "../../../src/plugins/boundary/benchmarkCode.ts";
import { separateCode } from "../../../src/plugins/boundary/separateCode.ts";
import { ATTACK_NAMES, FULL_NAMES, GARBAGE_NAMES, PROBLEM_NAMES } from "./faultyBenchmark.ts";

const MODULE = new URL("./faultyBenchmark.ts", import.meta.url).href;
const DEADLINES = { import: 20_000, load: 2000, prompt: 1000, grade: 1000, compute: 1000, estimate: 1000, try: 1000 };
const CONTEXT = { cacheFolder: "/cache", reach: "public", signal: new AbortController().signal } as const;
const RIGHT = { correct: true, answer: "4" };

const opened: BenchmarkCode[] = [];
afterEach(() => Promise.all(opened.splice(0).map((code) => code.close())));

function faulty(module = MODULE, name = "faulty"): BenchmarkCode {
  const code = separateCode(module, { name, version: "1.0.0" }, DEADLINES);
  opened.push(code);
  return code;
}

async function loaded(code = faulty()) {
  const { problems } = await code.load({}, CONTEXT);
  const [problem, garbage] = problems as [(typeof problems)[0], (typeof problems)[0]];
  const graded = (answer: string) =>
    code.grade(problem, answer, {}, 0, { finishReason: "stop" }).catch((error: CodedError<"plugin">) => error.code);
  return { code, problem, garbage, graded };
}

const failureOf = (work: Promise<unknown>): Promise<CodedError<"plugin">> =>
  work.then(
    () => expect.fail("it did not fail"),
    (error) => error,
  );

describe("a benchmark in a process of its own", () => {
  it("loads, asks and grades as in this process", async () => {
    const { code, problem, graded } = await loaded();
    expect(problem).toEqual({ id: "1", question: "2 + 2", expected: "4", details: { level: 1 } });
    expect(await code.prompt(problem, {}, 3)).toEqual([{ role: "user", content: "2 + 2 3 1" }]);
    expect(await graded("4")).toEqual(RIGHT);
    expect(await code.grade(problem, "options", { a: [1, null] }, 0)).toMatchObject({ answer: '{"a":[1,null]}' });
    expect((await code.load({}, CONTEXT)).dataset.source).toBe("/cache public");
  });

  it("does not see the address of the database and the key of tokens, but the variables of others", async () => {
    const given = { DATABASE_URL: "postgres://u:secret-one@h/d", TOKEN_SECRET: "secret-two", OF_A_PLUGIN: "shown" };
    for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
    const { graded } = await loaded();
    const { answer } = (await graded("environment")) as { answer: string };
    vi.unstubAllEnvs();
    expect(answer).toContain("shown");
    expect(answer).not.toContain("secret-");
  });

  it("does not remember what the plugin changed in a problem", async () => {
    const { code, problem } = await loaded();
    const prompts = [await code.prompt(problem, {}, 0), await code.prompt(problem, {}, 0)];
    expect(prompts[0]).toEqual(prompts[1]);
    expect(problem.details).toEqual({ level: 1 });
  });

  it("takes a problem that it has not loaded", async () => {
    const { code } = await loaded();
    const other = { id: "9", question: "1 + 3", expected: "4", details: {} };
    expect(await code.prompt(other, {}, 0)).toEqual([{ role: "user", content: "1 + 3 0 1" }]);
  });

  it.each(ATTACK_NAMES)("is started anew and blames the one call when the plugin %s", async (attack) => {
    const { graded, code, problem } = await loaded();
    const answers = ["4", "4", attack, "4", "wait", "4"];
    expect(await Promise.all(answers.map(graded))).toEqual([RIGHT, RIGHT, "PLUGIN_FAILED", RIGHT, RIGHT, RIGHT]);
    expect(await graded("4")).toEqual(RIGHT);
    expect(await code.prompt(problem, {}, 0)).toEqual([{ role: "user", content: "2 + 2 0 1" }]);
  });

  it("says why the call failed", async () => {
    const { code, problem } = await loaded();
    const reason = async (answer: string) => (await failureOf(code.grade(problem, answer, {}, 0))).message;
    expect(await reason("loops for ever")).toBe(
      'The plugin "faulty" 1.0.0 failed in grade: it took longer than 1 s, and its process was ended.',
    );
    expect(await reason("exits")).toBe('The plugin "faulty" 1.0.0 failed in grade: it ended its process with 0.');
    expect(await reason("throws later")).toBe('The plugin "faulty" 1.0.0 failed in grade: later.');
    expect(await reason("rejects unseen")).toBe('The plugin "faulty" 1.0.0 failed in grade: unseen.');
    expect(await reason("throws")).toBe('The plugin "faulty" 1.0.0 failed in grade: TypeError: nothing to be done.');
  });

  it.each(FULL_NAMES)(
    "ends by itself, before its time is over, when the plugin %s",
    async (attack) => {
      const patient = separateCode(MODULE, { name: "faulty", version: "1.0.0" }, { ...DEADLINES, grade: 60_000 });
      opened.push(patient);
      const { code, problem, graded } = await loaded(patient);
      const before = process.memoryUsage.rss();
      expect((await failureOf(code.grade(problem, attack, {}, 0))).message).toContain("too much memory");
      expect(process.memoryUsage.rss() - before).toBeLessThan(100e6);
      expect(await graded("4")).toEqual(RIGHT);
    },
    60_000,
  );

  it.each(GARBAGE_NAMES)("refuses a verdict that is %s", async (garbage) => {
    const { code, problem, graded } = await loaded();
    const { code: refusal, message } = await failureOf(code.grade(problem, garbage, {}, 0));
    expect([refusal, message]).toEqual(["INVALID_RESULT", expect.stringContaining('"faulty" 1.0.0 gave from grade')]);
    expect(await graded("4")).toEqual(RIGHT);
  });

  it("refuses a prompt that is none, and names the field", async () => {
    const { code, garbage } = await loaded();
    const { code: refusal, message } = await failureOf(code.prompt(garbage, {}, 0));
    expect([refusal, message]).toEqual([
      "INVALID_RESULT",
      expect.stringContaining("prompt what the contract does not allow: 0.content:"),
    ]);
  });

  it.each(PROBLEM_NAMES)("refuses to load problems that are %s", async (problems) => {
    const { code, message } = await failureOf(faulty().load({ problems }, CONTEXT));
    expect([code, message]).toEqual([
      "INVALID_RESULT",
      expect.stringMatching(/"faulty" 1.0.0 gave from load .*problems/),
    ]);
  });

  it("ends a load that takes too long, exits or never ends when it is canceled", async () => {
    expect((await failureOf(faulty().load({ attack: "exits" }, CONTEXT))).code).toBe("PLUGIN_FAILED");
    expect((await failureOf(faulty().load({ attack: "loops for ever" }, CONTEXT))).message).toContain(
      "longer than 2 s",
    );
    const canceled = AbortSignal.timeout(200);
    const { code, message } = await failureOf(faulty().load({ wait: true }, { ...CONTEXT, signal: canceled }));
    expect([code, message]).toEqual(["CANCELED", "Stopped in /cache."]);
    const gone = AbortSignal.abort(new Error("gone"));
    expect((await failureOf(faulty().load({}, { ...CONTEXT, signal: gone }))).message).toBe("gone");
  });

  it("cannot change this process or another plugin's", async () => {
    const { graded } = await loaded();
    const other = await loaded();
    await graded("break everything");
    expect(Math.max(1, 2)).toBe(2);
    expect(Object.prototype.toString.call([])).toBe("[object Array]");
    expect(await other.graded("4")).toEqual(RIGHT);
  });

  it("fails at once where the module throws, does not bring the plugin, or is not there", async () => {
    const throwing = `data:text/javascript,throw new Error("not today")`;
    const code = (module: string, name?: string) => failureOf(faulty(module, name).load({}, CONTEXT));
    expect((await code(throwing)).message).toContain("failed in its import: not today");
    expect((await code(MODULE, "gone")).message).toContain('no longer brings the benchmark "gone"');
    expect((await code("file:///nowhere.js")).message).toContain("Cannot find module");
  });

  it("cannot be told options that are no data, and goes on", async () => {
    const { code, problem, graded } = await loaded();
    expect((await failureOf(code.grade(problem, "4", { f: () => {} }, 0))).code).toBe("PLUGIN_FAILED");
    expect(await graded("4")).toEqual(RIGHT);
  });

  it("fails what is under way when it is closed, and leaves no process", async () => {
    const { code, problem } = await loaded();
    const failure = failureOf(code.grade(problem, "never settles", {}, 0));
    await code.close();
    expect((await failure).message).toContain("it was closed");
  });

  it("grades many answers at once, each as it was asked", async () => {
    const { code, problem } = await loaded();
    const grades = await Promise.all(
      Array.from({ length: 500 }, (_, i) => code.grade(problem, "options", { i }, 0).then(({ answer }) => answer)),
    );
    expect(grades).toEqual(Array.from({ length: 500 }, (_, i) => JSON.stringify({ i })));
  });
});
