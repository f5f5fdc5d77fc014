import { z } from "zod";

const LONGEST_TEMPLATE = 20_000;
const template = z.string().min(1).max(LONGEST_TEMPLATE);
const part = /^(?!\.{1,2}$)[\w.@+() -]+$/;
const path = z
  .string()
  .max(500)
  .refine((text) => text.split("/").every((one) => part.test(one) || one === "." || one === ".."), {
    error: "a path has parts of letters, digits, spaces and . _ @ + ( ) - between slashes",
  });
const name = z.string().regex(/^[\w.-]{1,100}$/, "a name has up to 100 letters, digits, dots, dashes and underscores");
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "a SHA-256 has 64 digits of 0 to 9 and a to f");

const dataFile = z.strictObject({
  path: path.describe(
    "The path of the file in the dataset of the hub, or beside the task file. It is Parquet, JSON Lines, a list in JSON, or CSV with a header (named .csv).",
  ),
  sha256: sha256
    .optional()
    .describe(
      "The SHA-256 of the file. A file with another one is refused. Where it is left out, that of the first download is kept, and a later file that differs is refused.",
    ),
  rows: z.int().min(1).optional().describe("How many problems the file holds. A file with another number is refused."),
  subset: name.optional().describe("The part of the benchmark that the file holds: a run may ask for it alone."),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "a language is a code such as de or pt-BR")
    .optional()
    .describe(
      "The language of its questions, e.g. de. A run may ask for it alone, and decimal signs are read as in it.",
    ),
});

const data = z.strictObject({
  hub: z
    .strictObject({
      dataset: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "a dataset is an owner and a name, e.g. openai/gsm8k"),
      revision: z
        .string()
        .regex(/^[0-9a-f]{40}$/, "a revision is the full hash of a commit, of 40 digits of 0 to 9 and a to f")
        .optional()
        .describe("The commit at which the files are read. Where it is left out, they are those of the branch main."),
    })
    .optional()
    .describe(
      "The dataset of the Hugging Face hub that has the files. Where it is left out, they are beside the task file.",
    ),
  files: z.array(dataFile).min(1).max(500),
  private: z
    .boolean()
    .optional()
    .describe("Whether the texts of the problems must not leave: then none is stored or shown, not in errors either."),
  canary: z
    .string()
    .min(8)
    .max(200)
    .optional()
    .describe("The text by which copies of the data are recognised. It is kept with runs and never shown."),
});

const problem = z.strictObject({
  id: template
    .optional()
    .describe("What identifies the problem. By default its subset, its language and the number of its row, from 0."),
  question: template.describe("The text of the problem, without any instruction."),
  expected: template.optional().describe("The gold answer, where the answer is no option."),
  options: z
    .union([template, z.array(template).min(2).max(26)])
    .optional()
    .describe(
      "The options of the question: an expression that gives a list, e.g. choices.text, or a template for each.",
    ),
  right: template.optional().describe("Which option is right: its letter (A for the first one), or its place from 0."),
  tolerance: template
    .optional()
    .describe("By how much a number may differ from the gold answer. Where it gives nothing, not at all."),
  solution: template.optional().describe("A worked solution, which only a problem that is shown as an example needs."),
  tags: z
    .record(
      z.string().regex(/^[a-z][\w-]{0,49}$/i, "a tag has up to 50 letters, digits, dashes and underscores"),
      template,
    )
    .optional()
    .describe("The parts of the benchmark to which the problem belongs, e.g. subject. Runs are broken down by them."),
});

const shots = z.strictObject({
  most: z.int().min(1).max(8).describe("How many examples a run may ask for at most. By default it has none."),
  files: z
    .array(dataFile)
    .min(1)
    .max(500)
    .optional()
    .describe(
      "The files of the examples, with the columns of the others. A problem is shown those of its subset and language. Where it is left out, examples are taken from the problems, which are then not asked.",
    ),
  alike: z
    .string()
    .optional()
    .describe("The tag that an example shares with the problem before which it stands, e.g. subject."),
  answer: template
    .optional()
    .describe("How an example is answered. By default its gold answer, or its letter, stands in \\boxed{}."),
});

export const ANSWER_KINDS = ["option", "number", "expression", "text"] as const;

const answer = z.strictObject({
  kind: z
    .enum(ANSWER_KINDS)
    .describe(
      "What is compared: the letter of an option, a number, any mathematics, or a text without regard to case, spaces and the marks around it.",
    ),
  pattern: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe(
      "A regular expression of JavaScript (flags i, m and u). The answer is looked for in the first group of its last match, and an answer without a match states none.",
    ),
});

/** A benchmark as a file in YAML or JSON, for those who write no code. docs/plugins/tasks.md explains the fields. */
export const taskFile = z
  .strictObject({
    $schema: z.string().optional(),
    name: z
      .string()
      .max(100)
      .regex(/^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9._-]+)*$/, "a name is of lower-case letters, digits, dots and dashes")
      .describe("The name in queries and commands, e.g. mmlu-pro."),
    version: z
      .string()
      .regex(/^\d+\.\d+\.\d+(?:[-+].+)?$/, "a version is e.g. 1.0.0")
      .describe("The version of this file. Every run records it."),
    problemsVersion: z
      .string()
      .min(1)
      .max(100)
      .default("1")
      .describe("The version of the problems. Results of different versions are never pooled."),
    title: z.string().min(1).max(200).describe("The name that is shown."),
    description: z.string().min(1).max(2000),
    domain: z.string().min(1).max(100).describe("What the problems are about, e.g. math."),
    source: z.strictObject({
      url: z
        .url({ protocol: /^https?$/ })
        .nullable()
        .describe("Where the problems are published; null for your own."),
      license: z
        .string()
        .min(1)
        .max(200)
        .describe("The licence of the problems, as an SPDX identifier where it has one."),
    }),
    data,
    problem: problem.describe(
      "How a row becomes a problem. Each field is a Jinja template over the columns of the row, and row (its number from 0), subset and language.",
    ),
    system: z.string().min(1).max(LONGEST_TEMPLATE).optional().describe("The system prompt of every request."),
    systemPrompts: z
      .record(name, z.string().min(1).max(LONGEST_TEMPLATE))
      .optional()
      .describe("Other system prompts by their names, one of which a run may ask for instead."),
    prompt: template.describe(
      "The request, as a Jinja template over question, options (each with letter and text), tags, subset and language.",
    ),
    answer,
    shots: shots.optional(),
    optionCount: z
      .int()
      .min(2)
      .max(26)
      .optional()
      .describe("How many options every question has, if all have as many."),
    chanceLevel: z
      .number()
      .min(0)
      .lt(1)
      .optional()
      .describe("The accuracy of guessing, where optionCount does not say it."),
    usualRepeats: z.int().min(1).max(10_000).optional().describe("How many answers to each problem a run usually has."),
  })
  .superRefine((task, context) => {
    const fault = (at: (string | number)[], message: string) => context.addIssue({ code: "custom", path: at, message });
    const { problem, answer, data, shots } = task;
    const isOption = answer.kind === "option";
    if (isOption && !problem.options)
      fault(["problem", "options"], "a question whose answer is an option needs options");
    if (isOption && !problem.right)
      fault(["problem", "right"], "it says which option is right, as a letter or a place from 0");
    if (isOption && problem.expected) fault(["problem", "expected"], "an option is named by problem.right instead");
    if (!isOption && !problem.expected)
      fault(["problem", "expected"], `answers of the kind ${answer.kind} need a gold answer`);
    for (const field of ["options", "right"] as const) {
      if (!isOption && problem[field]) fault(["problem", field], `it is allowed with answer.kind: option alone`);
    }
    if (!isOption && task.optionCount) fault(["optionCount"], "it is allowed with answer.kind: option alone");
    if (task.optionCount && task.chanceLevel !== undefined) fault(["chanceLevel"], "it follows from optionCount");
    if (problem.tolerance && answer.kind !== "number" && answer.kind !== "expression") {
      fault(["problem", "tolerance"], "it is allowed with answer.kind: number or expression alone");
    }
    for (const [list, files] of [["data", data.files] as const, ["shots", shots?.files ?? []] as const]) {
      for (const variant of ["subset", "language"] as const) {
        const bare = files.findIndex(
          (file) => (file[variant] === undefined) !== (data.files[0]![variant] === undefined),
        );
        if (bare >= 0) fault([list, "files", bare, variant], `either all files have a ${variant} or none`);
      }
      if (data.hub === undefined) continue;
      const outside = files.findIndex((file) => file.path.split("/").some((one) => one === "." || one === ".."));
      if (outside >= 0)
        fault([list, "files", outside, "path"], "a path in a dataset of the hub has no . and .. as parts");
    }
    for (const tag of Object.keys(problem.tags ?? {})) {
      if (RESERVED_TAGS.includes(tag))
        fault(["problem", "tags", tag], `the names ${RESERVED_TAGS.join(" and ")} are taken`);
    }
    if (shots?.alike !== undefined && !Object.hasOwn(problem.tags ?? {}, shots.alike)) {
      fault(
        ["shots", "alike"],
        `it is none of the tags ${Object.keys(problem.tags ?? {}).join(", ") || "(there are none)"}`,
      );
    }
    if (shots?.alike !== undefined && !shots.files)
      fault(["shots", "alike"], "it needs shots.files, from which to choose");
  });

/** The names of details of a problem that are no tags. */
export const RESERVED_TAGS = ["shots", "task"];

export type TaskFile = z.infer<typeof taskFile>;
export type TaskDataFile = z.infer<typeof dataFile>;

/** The options of a run: which of the variants of the task it asks for. */
export interface TaskOptions {
  subset?: string | undefined;
  language?: string | undefined;
  shots?: number | undefined;
  systemPrompt?: string | undefined;
}

/** The JSON Schema of a task file, as `task.schema.json` holds it. */
export function taskJsonSchema(): Record<string, unknown> {
  return { title: "A benchmark as a task file of Paretograph", ...z.toJSONSchema(taskFile, { io: "input" }) };
}
