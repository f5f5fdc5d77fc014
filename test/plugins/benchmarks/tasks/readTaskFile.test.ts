import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTaskFile } from "../../../../src/plugins/benchmarks/tasks/readTaskFile.ts";
import { taskJsonSchema } from "../../../../src/plugins/benchmarks/tasks/taskFile.ts";
import { runs } from "../../../support/runs.ts";
import { CAPITALS, TaskFolder } from "./taskText.ts";

function refusalOf(task: unknown): string {
  using folder = new TaskFolder(task);
  try {
    folder.read();
  } catch (error) {
    expect(error).toMatchObject({ name: "PluginError", code: "TASK_INVALID" });
    return (error as Error).message;
  }
  return "none";
}

const withProblem = (problem: object) => ({ ...CAPITALS, problem: { ...CAPITALS.problem, ...problem } });
const OPTIONS = { question: "{{ q }}", options: "choices", right: "{{ a }}" };
const withOptions = (more: object) => ({ ...CAPITALS, problem: OPTIONS, answer: { kind: "option" }, ...more });

describe("a task file", () => {
  it("is an ordinary benchmark, in YAML or in JSON", () => {
    for (const text of [CAPITALS, JSON.stringify(CAPITALS)]) {
      using folder = new TaskFolder(text);
      const benchmark = folder.read();
      expect(benchmark).toMatchObject({ kind: "benchmark", name: "capitals", title: "Capitals", problemsVersion: "1" });
      expect(benchmark.problemOptions).toEqual([]);
      expect(benchmark.options.safeParse({ shots: 1 }).success).toBe(false);
    }
  });

  it("has the published JSON Schema (npm run docs writes it)", () => {
    const published = readFileSync(new URL("../../../../task.schema.json", import.meta.url), "utf8");
    expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(taskJsonSchema())));
  });

  it.each<[string, unknown, string[]]>([
    ["an unknown field", { ...CAPITALS, promt: "x" }, ["the file", "promt"]],
    ["no name", { ...CAPITALS, name: undefined }, ["name"]],
    ["a name with blanks", { ...CAPITALS, name: "My Task" }, ["line 1", "name: a name is of lower-case letters"]],
    ["a version that is none", { ...CAPITALS, version: "1" }, ["line 2", "version is e.g. 1.0.0"]],
    ["an address that is none", { ...CAPITALS, source: { url: "x", license: "MIT" } }, ["source.url"]],
    ["a file address", { ...CAPITALS, source: { url: "file:///etc/passwd", license: "MIT" } }, ["source.url"]],
    ["no files", { ...CAPITALS, data: { files: [] } }, ["data.files"]],
    [
      "a short checksum",
      { ...CAPITALS, data: { files: [{ path: "a", sha256: "ab" }] } },
      ["data.files.0.sha256", "64 digits"],
    ],
    [
      "a branch as revision",
      { ...CAPITALS, data: { hub: { dataset: "a/b", revision: "main" }, files: [{ path: "a" }] } },
      ["data.hub.revision", "40 digits"],
    ],
    [
      "a way out of a dataset",
      { ...CAPITALS, data: { hub: { dataset: "a/b" }, files: [{ path: "../a" }] } },
      ["data.files.0.path", "no . and .."],
    ],
    [
      "a dataset that is an address",
      { ...CAPITALS, data: { hub: { dataset: "https://evil/x" }, files: [{ path: "a" }] } },
      ["data.hub.dataset", "an owner and a name"],
    ],
    [
      "a query in a path",
      { ...CAPITALS, data: { files: [{ path: "a?b" }] } },
      ["data.files.0.path", "letters, digits"],
    ],
    [
      "subsets of some files",
      { ...CAPITALS, data: { files: [{ path: "a", subset: "a" }, { path: "b" }] } },
      ["data.files.1.subset", "all files have a subset or none"],
    ],
    [
      "a language that is none",
      { ...CAPITALS, data: { files: [{ path: "a", language: "German" }] } },
      ["data.files.0.language", "de or pt-BR"],
    ],
    [
      "no gold answer",
      { ...CAPITALS, problem: { question: "{{ q }}" } },
      ["problem.expected", "text need a gold answer"],
    ],
    [
      "options without the right one",
      withOptions({ problem: { ...OPTIONS, right: undefined } }),
      ["problem.right", "a letter or a place"],
    ],
    [
      "a gold answer beside options",
      withOptions({ problem: { ...OPTIONS, expected: "x" } }),
      ["problem.expected", "problem.right instead"],
    ],
    ["options of another kind", withProblem({ options: "choices" }), ["problem.options", "answer.kind: option"]],
    [
      "options as a template",
      withOptions({ problem: { ...OPTIONS, options: "{{ choices }}" } }),
      ["problem.options", "without braces"],
    ],
    [
      "a template that does not end",
      { ...CAPITALS, prompt: "{% if question %}" },
      ["line 15", "prompt", "ends before a block"],
    ],
    ["a template with a file", { ...CAPITALS, prompt: "{% include '/etc/passwd' %}" }, ["prompt", "include"]],
    ["a template with the time", withProblem({ question: "{{ strftime_now('%Y') }}" }), ["problem.question", "time"]],
    [
      "a name that a prompt has not",
      { ...CAPITALS, prompt: "{{ question }} {{ expected }}" },
      ["prompt", '"expected"', "question, options, tags, subset, language"],
    ],
    [
      "an unknown kind of answer",
      { ...CAPITALS, answer: { kind: "regex" } },
      ["answer.kind", '"option"|"number"|"expression"|"text"'],
    ],
    ["a pattern that is none", { ...CAPITALS, answer: { kind: "text", pattern: "(" } }, ["answer.pattern"]],
    ["a tag with a name that is taken", withProblem({ tags: { task: "x" } }), ["problem.tags.task", "taken"]],
    [
      "examples alike in no tag",
      { ...CAPITALS, shots: { most: 2, files: [{ path: "a" }], alike: "x" } },
      ["shots.alike", "none of the tags"],
    ],
    ["too many examples", { ...CAPITALS, shots: { most: 9 } }, ["shots.most"]],
    ["a chance of one", { ...CAPITALS, chanceLevel: 1 }, ["chanceLevel"]],
    ["two chances", withOptions({ optionCount: 4, chanceLevel: 0.3 }), ["chanceLevel", "follows from optionCount"]],
    ["a tolerance of text", withProblem({ tolerance: "1" }), ["problem.tolerance", "number or expression"]],
    ["no YAML", "a: [", ["is no YAML"]],
    ["a key twice", "name: a\nname: b", ["is no YAML"]],
    ["no object", "- a", ["the file"]],
    ["nothing", "", ["the file"]],
    [
      "a bomb of aliases",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefgh"].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${"abcdefgh"[i]}`).join(",")}]`).join("\n")}`,
      ["can't be read as YAML"],
    ],
    ["a deep nest", `a: ${"[".repeat(20_000)}`, ["task.yaml"]],
  ])("with %s is refused, with the field and what is allowed", (_, task, named) => {
    const message = refusalOf(task);
    for (const part of ["task.yaml", ...named]) expect(message).toContain(part);
  });

  it("that is no regular file, too large or not there is refused", () => {
    using folder = new TaskFolder();
    execFileSync("mkfifo", [join(folder.path, "pipe.yaml")]);
    writeFileSync(join(folder.path, "large.yaml"), `# ${"x".repeat(600_000)}`);
    for (const [name, reason] of [
      ["pipe.yaml", "not a regular file"],
      ["large.yaml", "more than"],
      ["none.yaml", "ENOENT"],
    ] as const) {
      expect(() => readTaskFile(join(folder.path, name)), name).toThrow(reason);
    }
  });

  it("is refused or read, whatever stands in it", () => {
    const fields = fc.constantFrom(...Object.keys(CAPITALS), "shots", "system", "optionCount", "systemPrompts");
    const values = fc.oneof(
      fc.jsonValue(),
      fc.string(),
      fc.constant(null),
      fc.constant({ files: [null] }),
      fc.constant([[]]),
    );
    fc.assert(
      fc.property(fields, values, (field, value) => {
        using folder = new TaskFolder({ ...CAPITALS, [field]: value });
        try {
          expect(folder.read().kind).toBe("benchmark");
        } catch (error) {
          expect(error).toMatchObject({ code: "TASK_INVALID" });
        }
      }),
      runs(60, 3000),
    );
  });
});
