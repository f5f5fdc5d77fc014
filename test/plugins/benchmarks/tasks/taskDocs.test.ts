import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTaskFile } from "../../../../src/plugins/benchmarks/tasks/readTaskFile.ts";
import { ANSWER_KINDS } from "../../../../src/plugins/benchmarks/tasks/taskFile.ts";
import { TaskFolder } from "./taskText.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const text = readFileSync(join(ROOT, "docs/plugins/tasks.md"), "utf8");
const blockOf = (file: string) => new RegExp(`^\`${file}\`:\\n\\n\`\`\`\\w+\\n([\\s\\S]+?)\`\`\``, "m").exec(text)![1]!;
const load = (benchmark: ReturnType<typeof readTaskFile>) =>
  benchmark.load({}, { cacheFolder: "/nowhere", signal: new AbortController().signal });

describe("docs/plugins/tasks.md", () => {
  it("has a first task that works", async () => {
    using folder = new TaskFolder(blockOf("capitals.yaml"), { "capitals.jsonl": blockOf("capitals.jsonl") });
    const benchmark = folder.read();
    const { problems } = await load(benchmark);
    expect(benchmark.prompt(problems[1]!, {}, 0)).toEqual([
      { role: "user", content: 'What is the capital of Peru? At the end, write "Answer: " and its name alone.' },
    ]);
    expect(benchmark.grade(problems[1]!, "It lies at the sea.\nAnswer: **Lima**.", {}, 0)).toEqual({
      correct: true,
      answer: "Lima",
    });
  });

  it("names every kind of answer and every shipped task", () => {
    const rows = [...text.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
    const tasks = readdirSync(join(ROOT, "data/tasks")).map((file) => file.replace(".yaml", ""));
    expect(rows.sort()).toEqual([...ANSWER_KINDS, ...tasks].sort());
  });
});

describe("examples/private-evaluation", () => {
  const benchmark = readTaskFile(join(ROOT, "examples/private-evaluation/task.yaml"));

  it("declares that its data are private, and their canary", async () => {
    const { problems, dataset } = await load(benchmark);
    expect(benchmark).toMatchObject({ data: { private: true, canary: dataset.canary }, optionCount: 3 });
    expect(dataset.canary).toMatch(/^canary-/);
    expect(problems.map(({ id, expected }) => `${id} ${expected}`)).toEqual(["q-1 A", "q-2 B", "q-3 B", "q-4 C"]);
  });

  it("says what is wrong with a row without a word of it", async () => {
    const task = readFileSync(join(ROOT, "examples/private-evaluation/task.yaml"), "utf8");
    using folder = new TaskFolder(task, {
      "questions.jsonl":
        '{"number": "secret", "product": "secret", "question": "secret", "answers": ["secret", "secret two"], "right": "secret"}',
    });
    const failure = await folder.load().catch((error) => error);
    expect(failure).toMatchObject({ code: "UNREADABLE", message: expect.stringContaining("problem.right") });
    expect(failure.message).not.toContain("secret");
  });
});
