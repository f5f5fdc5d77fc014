import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SHIPPED_TASKS } from "../../../../src/plugins/benchmarks/tasks/shippedTasks.ts";
import type { BenchmarkPlugin, Problem } from "../../../../src/plugins/contract/benchmark.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const TASKS = new Map([...SHIPPED_TASKS.keys()].map((task) => [task.name, task]));
/** For each task, a sample in the format of its source, and the right answers to its problems as a model would end a text. */
const SAMPLES: [task: string, sample: string, options: object, answers: string[], wrong: string][] = [
  ["mmlu-pro", "mmlu-pro-test", {}, ["The answer is (C).", "The answer is (B).", "\\boxed{B}"], "The answer is (A)."],
  ["aime24", "aime24", {}, ["\\boxed{2}", "\\boxed{006}"], "\\boxed{999}"],
  ["arc-challenge", "arc-challenge", {}, ["\\boxed{B}", "\\boxed{B}", "\\boxed{\\text{diamond}}"], "\\boxed{A}"],
  ["mgsm", "mgsm-de", { language: "de" }, ["\\boxed{1.203}", "Die Antwort ist 100."], "\\boxed{7}"],
  ["mgsm", "mgsm-en", { language: "en" }, ["\\boxed{1,203}", "\\boxed{100}"], "\\boxed{1.203}"],
  [
    "olympiadbench-text",
    "olympiadbench-maths_en",
    { subset: "maths_en_COMP" },
    ["\\boxed{\\sqrt 3}", "\\boxed{-2, 2}"],
    "\\boxed{2}",
  ],
  [
    "olympiadbench-text",
    "olympiadbench-physics_en",
    { subset: "physics_en_COMP" },
    ["\\boxed{0.452}"],
    "\\boxed{0.47}",
  ],
  ...(
    [
      ["boolean_expressions", ["Answer: False", "Answer: **True**"]],
      ["causal_judgement", ["Answer: No", "Answer: no."]],
      ["date_understanding", ["Answer: (B)", "Answer: A"]],
      ["dyck_languages", ["Answer: ] ]", "Answer: ]]>"]],
      ["formal_fallacies", ["Answer: invalid", "Therefore the argument is not sound.\nAnswer: invalid"]],
      ["movie_recommendation", ["Answer: Monsters, Inc", "The answer is (C)."]],
      ["multistep_arithmetic_two", ["Answer: 24", "Answer: 63"]],
      ["object_counting", ["Answer: 8", "Answer: 15"]],
      ["ruin_names", ["Answer: dearth, wind, & fire", "Answer: (A)"]],
      ["sports_understanding", ["Answer: no", "Answer: yes"]],
      ["web_of_lies", ["Answer: No", "Answer: No"]],
      [
        "word_sorting",
        [
          "Answer: syndrome therefrom",
          "Answer: barn, damp, delmarva, dot, drumhead, embezzle, entirety, greene, guru, it&t, malton, obstetric, onus, panicking, prod, same, scorch, splutter, subsist, thrill",
        ],
      ],
    ] as [string, string[]][]
  ).map(([subset, answers]): [string, string, object, string[], string] => [
    "bbh",
    `bbh-${subset}`,
    { subset },
    answers,
    "Answer: perhaps",
  ]),
];

let cacheFolder: string;
beforeAll(() => {
  cacheFolder = mkdtempSync(join(tmpdir(), "paretograph-tasks-"));
});
afterAll(() => rmSync(cacheFolder, { recursive: true }));

const sampleOf = (name: string) => join(import.meta.dirname, "samples", `${name}.parquet`);
const load = (task: BenchmarkPlugin, sample: string, options: object) =>
  task.load(task.options.parse(options), {
    cacheFolder,
    dataFile: sampleOf(sample),
    signal: new AbortController().signal,
  });

describe("a shipped task", () => {
  it("has the title and domain of the bundled list, if that has it", () => {
    const bundled = JSON.parse(readFileSync(join(ROOT, "data/benchmarks.json"), "utf8"));
    const same = [...TASKS.values()].filter(({ name }) => bundled.some(({ slug }: { slug: string }) => slug === name));
    expect(same.map(({ name }) => name)).toEqual(["aime24", "mmlu-pro"]);
    for (const { name, title, domain, chanceLevel } of same) {
      expect(bundled).toContainEqual(
        expect.objectContaining({ slug: name, name: title, domain, ...(chanceLevel && { chanceLevel }) }),
      );
    }
  });

  it.each(SAMPLES)(
    "%s reads the format of its source and grades by it: %s",
    async (name, sample, options, answers, wrong) => {
      const task = TASKS.get(name)!;
      const { problems } = await load(task, sample, options);
      const ending = { finishReason: "stop" };
      const graded = async (problem: Problem, text: string) =>
        (await task.grade(problem, text, options, 0, ending)).correct;
      for (const [i, answer] of answers.entries()) {
        expect(await graded(problems[i]!, `Step by step.\n\n${answer}`), `${answer} to ${problems[i]!.expected}`).toBe(
          true,
        );
        expect(await graded(problems[i]!, `Step by step.\n\n${wrong}`)).toBe(false);
        const [{ content }] = (await task.prompt(problems[i]!, options, 0)) as unknown as [{ content: string }];
        expect(content).toContain(problems[i]!.question);
        expect(content).not.toMatch(/undefined|None|\[object/);
      }
    },
  );

  it("asks with its options by their letters", async () => {
    const [first] = (await load(TASKS.get("arc-challenge")!, "arc-challenge", {})).problems;
    expect(TASKS.get("arc-challenge")!.prompt(first!, {}, 0)).toEqual([
      {
        role: "user",
        content:
          "Which of these is a planet?\n\n(A) The Moon\n(B) Mars\n(C) The Sun\n(D) A comet\n\nOne of the options is right. Work it out step by step. At the end, write the letter of the right option, and nothing else, inside \\boxed{}.",
      },
    ]);
  });

  it("asks in the language of the problem", async () => {
    const task = TASKS.get("mgsm")!;
    const [first] = (await load(task, "mgsm-de", { language: "de" })).problems;
    expect(JSON.stringify(task.prompt(first!, {}, 0))).toContain("Löse die Aufgabe");
  });

  it("reads a context before the question, and the subset into the id", async () => {
    const { problems } = await load(TASKS.get("olympiadbench-text")!, "olympiadbench-physics_en", {
      subset: "physics_en_COMP",
    });
    expect(problems).toMatchObject([
      {
        id: "physics_en_COMP/903",
        question: "A stone falls by 1 m.\n\nHow long does it fall?",
        details: { subject: "Physics", subfield: "Mechanics" },
      },
    ]);
  });
});
