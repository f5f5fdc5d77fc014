import { describe, expect, it } from "vitest";
import { CAPITALS, jsonLines, promptOf, ROWS, TaskFolder } from "./taskText.ts";

const OPTIONS = {
  ...CAPITALS,
  problem: { question: "{{ q }}", options: "choices", right: "{{ a }}" },
  answer: { kind: "option" },
};
const optionRows = (...rows: object[]) => ({ "capitals.jsonl": jsonLines(rows) });
const failureOf = (load: Promise<unknown>) =>
  load.then(
    () => expect.fail("It loaded."),
    (error) => error as Error & { code: string },
  );

describe("the problems of a task", () => {
  it.each<[string, string]>([
    ["capitals.jsonl", jsonLines(ROWS)],
    ["capitals.json", JSON.stringify(ROWS)],
    ["capitals.csv", `country,capital,continent\n${ROWS.map((row) => Object.values(row).join(",")).join("\n")}\n`],
  ])("come from the rows of %s", async (path, text) => {
    using folder = new TaskFolder(
      {
        ...CAPITALS,
        data: { files: [{ path, rows: 2 }] },
        problem: { ...CAPITALS.problem, tags: { continent: "{{ continent }}" } },
      },
      { [path]: text },
    );
    const { problems, dataset } = await folder.load();
    expect(problems).toEqual([
      {
        id: "0",
        question: "What is the capital of France?",
        expected: "Paris",
        details: { continent: "Europe", task: {} },
      },
      {
        id: "1",
        question: "What is the capital of Peru?",
        expected: "Lima",
        details: { continent: "South America", task: {} },
      },
    ]);
    expect(dataset).toMatchObject({ source: path, revision: null, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(folder.read().prompt(problems[0]!, {}, 0)).toEqual([
      { role: "user", content: "What is the capital of France? Answer with its name." },
    ]);
  });

  it("come from the file that a run gives in their place", async () => {
    using folder = new TaskFolder();
    using other = new TaskFolder(CAPITALS, { "other.jsonl": jsonLines([{ country: "Fiji", capital: "Suva" }]) });
    const { problems, dataset } = await folder.load({}, { dataFile: `${other.path}/other.jsonl` });
    expect(problems.map(({ expected }) => expected)).toEqual(["Suva"]);
    expect(dataset.source).toBe("other.jsonl");
  });

  it.each<[string, object, Record<string, string>, string, string[]]>([
    [
      "a column that is not there",
      CAPITALS,
      { "capitals.jsonl": '{"country":"x"}' },
      "UNREADABLE",
      ["row 1", "problem.expected", '"capital"', "country"],
    ],
    [
      "an empty answer",
      CAPITALS,
      { "capitals.jsonl": jsonLines([ROWS[0], { country: "x", capital: null }]) },
      "UNREADABLE",
      ["row 2", "problem.expected: it is empty"],
    ],
    ["a row that is no object", CAPITALS, { "capitals.jsonl": "7" }, "UNREADABLE", ["row 1"]],
    ["no rows", CAPITALS, { "capitals.jsonl": "" }, "UNREADABLE", ["no problems"]],
    ["no file", CAPITALS, {}, "NOT_FOUND", ["capitals.jsonl"]],
    [
      "one id twice",
      { ...CAPITALS, problem: { ...CAPITALS.problem, id: "x" } },
      { "capitals.jsonl": jsonLines(ROWS) },
      "UNREADABLE",
      ["row 2", "id"],
    ],
    [
      "another checksum",
      { ...CAPITALS, data: { files: [{ path: "capitals.jsonl", sha256: "0".repeat(64) }] } },
      { "capitals.jsonl": jsonLines(ROWS) },
      "CHANGED",
      ["SHA-256"],
    ],
    [
      "another number of rows",
      { ...CAPITALS, data: { files: [{ path: "capitals.jsonl", rows: 3 }] } },
      { "capitals.jsonl": jsonLines(ROWS) },
      "CHANGED",
      ["2 problems, not 3"],
    ],
    [
      "options that are no list",
      OPTIONS,
      optionRows({ q: "?", choices: "ab", a: "A" }),
      "UNREADABLE",
      ["problem.options", "list of 2 to 26"],
    ],
    ["one option", OPTIONS, optionRows({ q: "?", choices: ["x"], a: "A" }), "UNREADABLE", ["list of 2 to 26"]],
    [
      "an empty option",
      OPTIONS,
      optionRows({ q: "?", choices: ["x", " "], a: "A" }),
      "UNREADABLE",
      ["list of 2 to 26"],
    ],
    [
      "a letter of no option",
      OPTIONS,
      optionRows({ q: "?", choices: ["x", "y"], a: "C" }),
      "UNREADABLE",
      ["problem.right", "2 options"],
    ],
    [
      "a place of no option",
      OPTIONS,
      optionRows({ q: "?", choices: ["x", "y"], a: 2 }),
      "UNREADABLE",
      ["problem.right"],
    ],
    [
      "another number of options",
      { ...OPTIONS, optionCount: 3 },
      optionRows({ q: "?", choices: ["x", "y"], a: 0 }),
      "UNREADABLE",
      ["3 options"],
    ],
    [
      "a template without end",
      {
        ...CAPITALS,
        problem: {
          question: "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
          expected: "1",
        },
      },
      { "capitals.jsonl": jsonLines(ROWS) },
      "UNREADABLE",
      ["row 1", "problem.question", "longer than 1 second"],
    ],
    [
      "a template that makes too much",
      {
        ...CAPITALS,
        problem: {
          question:
            "{% set n = namespace(x='ab') %}{% for i in range(22) %}{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x }}",
          expected: "1",
        },
      },
      { "capitals.jsonl": jsonLines(ROWS) },
      "UNREADABLE",
      ["more than 1048576"],
    ],
    [
      "a template that stops",
      { ...CAPITALS, problem: { question: "{{ raise_exception('no such country') }}", expected: "1" } },
      { "capitals.jsonl": jsonLines(ROWS) },
      "UNREADABLE",
      ["no such country"],
    ],
  ])("with %s are refused, with row and field", async (_, task, files, code, named) => {
    using folder = new TaskFolder(task, files);
    const failure = await failureOf(folder.load());
    expect(failure.code).toBe(code);
    for (const part of named) expect(failure.message).toContain(part);
  });

  it("do not name values of the rows in what is wrong with them", async () => {
    using folder = new TaskFolder(
      OPTIONS,
      optionRows({ q: "secret question", choices: ["secret one", "secret two"], a: "secret" }),
    );
    expect((await failureOf(folder.load())).message).not.toContain("secret");
  });
});

describe("the variants of a task", () => {
  const files = ["de", "fr"].flatMap((language) =>
    ["easy", "hard"].map((subset) => ({ path: `${subset}-${language}.jsonl`, subset, language })),
  );
  const task = {
    ...CAPITALS,
    data: { files },
    problem: { question: "{{ q }}", expected: "{{ a }}" },
    prompt: "{% if language == 'de' %}Antworte:{% else %}Réponds:{% endif %} {{ question }} ({{ subset }})",
    system: "Be brief.",
    systemPrompts: { long: "Take your time." },
    shots: { most: 1 },
  };
  const rows = (path: string) => jsonLines([0, 1, 2].map((i) => ({ q: `${path} ${i}`, a: i })));
  const data = Object.fromEntries(files.map(({ path }) => [path, rows(path)]));

  it("are declared, and any caller may choose them", () => {
    using folder = new TaskFolder(task, data);
    const benchmark = folder.read();
    expect(benchmark).toMatchObject({
      variants: { subset: ["easy", "hard"], language: ["de", "fr"], shots: [0, 1], systemPrompt: ["long"] },
      problemOptions: ["subset", "language"],
      callerOptions: ["subset", "language", "shots", "systemPrompt"],
    });
    for (const options of [
      { subset: "medium" },
      { language: "en" },
      { shots: 2 },
      { systemPrompt: "x" },
      { path: "x" },
    ]) {
      expect(benchmark.options.safeParse(options).success).toBe(false);
    }
  });

  it("choose among the files, and all are asked where a run chooses none", async () => {
    using folder = new TaskFolder(task, data);
    const all = await folder.load();
    expect(all.problems).toHaveLength(12);
    expect(new Set(all.problems.map(({ id }) => id)).size).toBe(12);
    const some = await folder.load({ language: "fr" });
    expect(some.problems.map(({ id }) => id)).toEqual([
      "easy/fr/0",
      "easy/fr/1",
      "easy/fr/2",
      "hard/fr/0",
      "hard/fr/1",
      "hard/fr/2",
    ]);
    expect(some.problems[0]!.language).toBe("fr");
    expect((await folder.load({ language: "fr", subset: "hard" })).problems).toEqual(some.problems.slice(3));
    expect(some.dataset.sha256).not.toBe(all.dataset.sha256);
    expect(await folder.load({ language: "fr" })).toEqual(some);
  });

  it("change the prompt", async () => {
    using folder = new TaskFolder(task, data);
    const [problem] = (await folder.load({ language: "de" })).problems;
    const prompt = (options: object) => promptOf(folder.read(), problem!, options);
    expect(prompt({})).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Antworte: easy-de.jsonl 0 (easy)" },
    ]);
    expect(prompt({ systemPrompt: "long" })[0]).toEqual({ role: "system", content: "Take your time." });
  });

  it("that no file has together are refused", async () => {
    using folder = new TaskFolder({ ...task, data: { files: [files[0], files[3]] } }, data);
    expect((await failureOf(folder.load({ subset: "easy", language: "fr" }))).code).toBe("NOT_FOUND");
  });

  it("take examples out of the problems of the same subset and language", async () => {
    using folder = new TaskFolder(task, data);
    const { problems } = await folder.load({ shots: 1 });
    expect(problems).toHaveLength(8);
    for (const problem of problems) {
      const [, asked, answered, last] = promptOf(folder.read(), problem);
      const part = problem.question.slice(0, -2);
      expect(asked!.content).toContain(part);
      expect(answered!.content).toMatch(/^\\boxed\{\d\}$/);
      expect(last!.content).not.toBe(asked!.content);
    }
  });
});
