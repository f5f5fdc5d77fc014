import { z } from "zod";
import type { Grade, LoadedProblems } from "../contract/benchmark.ts";
import type { ServingTimes } from "../contract/estimator.ts";
import type { Message } from "../contract/message.ts";
import { PluginError } from "../contract/pluginError.ts";
import { promptShape } from "./checkedPrompt.ts";
import { type NamedPlugin, reasonOf, titleOf } from "./pluginFailed.ts";

/** The most characters of a question, a gold answer, an extracted answer or another long text. */
const LONGEST_TEXT = 1_000_000;
const LONGEST_NAME = 1000;
const MOST_PROBLEMS = 1_000_000;
/** The most parts of a benchmark that a problem belongs to, and the most values of an answer. */
const MOST_TAGS = 50;
const MOST_SCORES = 50;
/** Sums and squares of smaller values stay finite. */
const LARGEST = 1e100;
/** How deep the details of a problem may be nested. */
const DEEPEST = 32;

const text = z.string().max(LONGEST_TEXT);
/** What is stored as it is, by which a problem is known again: no database takes a character 0 or half a surrogate pair. */
const name = z
  .string()
  .max(LONGEST_NAME)
  .refine(
    (text) => !text.includes("\0") && text.isWellFormed(),
    "it holds the character U+0000 or half a surrogate pair",
  );

const details = z.custom<Record<string, unknown>>().superRefine((value, context) => {
  const fault = value === null || typeof value !== "object" ? "it is no object" : faultOf(value, 0);
  if (fault !== null) context.addIssue({ code: "custom", message: fault });
});

const tag = name.min(1).max(200);
const tags = z.union([
  z.array(tag).max(MOST_TAGS),
  z
    .record(tag, z.union([tag, z.array(tag).max(MOST_TAGS)]))
    .refine((tags) => Object.keys(tags).length <= MOST_TAGS, `there are more than ${MOST_TAGS}`),
]);

const problem = z.object({
  id: name.min(1),
  question: text,
  expected: text,
  tags: tags.optional(),
  difficulty: z.union([tag, z.number()]).optional(),
  language: name.optional(),
  details: details.optional(),
});

/** How the refusal of problems names one whose id another has; the conformance kit has a rule of its own for it. */
export const ID_AGAIN = "an earlier problem has the same id";

const problems = z
  .array(problem)
  .min(1)
  .max(MOST_PROBLEMS)
  .superRefine((given, context) => {
    const ids = new Set<string>();
    for (const [i, { id }] of given.entries()) {
      if (ids.has(id)) {
        const message = `${ID_AGAIN}, "${id.slice(0, 100)}"`;
        return context.addIssue({ code: "custom", path: [i, "id"], message });
      }
      ids.add(id);
    }
  });

/** No time of an answer is longer, and none takes no time at all. */
const seconds = z.number().gt(0).max(1e7);
const times = z.object({
  ttft: seconds,
  ttftP95: seconds,
  interTokenLatency: seconds,
  interTokenP95: seconds,
  power: z.number().gt(0).max(1e9).nullable(),
});

const RESULTS = {
  estimate: z.array(times.nullable()),
  try: z.null(),
  compute: z.array(z.number().min(-LARGEST).max(LARGEST).nullable()),
  load: z.object({
    problems,
    dataset: z.object({ source: name, revision: name.nullable(), sha256: name, canary: name.optional() }),
  }),
  prompt: promptShape,
  grade: z
    .object({
      correct: z.boolean().nullable(),
      score: z.number().min(0).max(1).optional(),
      scores: z
        .record(z.string().max(60), z.number().min(-LARGEST).max(LARGEST))
        .refine((scores) => Object.keys(scores).length <= MOST_SCORES, `there are more than ${MOST_SCORES}`)
        .optional(),
      answer: text.nullable(),
      expected: text.optional(),
    })
    .superRefine(({ correct, score }, context) => {
      const fault = score === undefined ? null : faultOfScore(correct, score);
      if (fault !== null) context.addIssue({ code: "custom", path: ["score"], message: fault });
    }),
};

function faultOfScore(correct: boolean | null, score: number): string | null {
  if (correct === null) return "an answer with a score is right or wrong, and correct is null";
  if (correct && score === 0) return "it is 0, and correct is true";
  return !correct && score === 1 ? "it is 1, and correct is false" : null;
}

/** What the methods of plugins give; of a metric the values of rows, and of a module that is tried nothing. */
export interface Results {
  try: null;
  compute: (number | null)[];
  estimate: (ServingTimes | null)[];
  load: LoadedProblems;
  prompt: Message[];
  grade: Grade;
}

/**
 * A copy of what a plugin gave, in the shape that the contract asks for. Throws `INVALID_RESULT`, which names the plugin
 * and the field at fault.
 *
 * @param isPrivate whether nothing that the plugin wrote may be in the error.
 */
export function checkedResult<Method extends keyof Results>(
  plugin: NamedPlugin,
  method: Method,
  given: unknown,
  isPrivate = false,
): Results[Method] {
  let fault: string;
  try {
    const checked = RESULTS[method].safeParse(given);
    if (checked.success) return checked.data as Results[Method];
    const { path, message } = meant(checked.error.issues[0]!);
    const at = path.filter((part) => !isPrivate || typeof part === "number" || OWN_FIELDS.has(String(part))).join(".");
    const said = isPrivate ? message.replace(/".*"/s, "…") : message;
    fault = at === "" ? said : `${at}: ${said}`;
  } catch (error) {
    // A result can throw while it is read.
    fault = isPrivate ? "it throws while it is read" : reasonOf(error);
  }
  throw invalidResult(plugin, method, fault);
}

/** The fields that the contract names: all others are words of the plugin. */
const OWN_FIELDS = new Set([
  ...["problems", "dataset", "id", "question", "expected", "tags", "difficulty", "language", "details", "source"],
  ...["revision", "sha256", "canary", "role", "content", "type", "text", "mediaType", "data", "correct", "score"],
  ...["scores", "answer"],
]);

/** The fault inside a union: of the form that was meant, which got furthest. */
function meant(issue: z.core.$ZodIssue): Pick<z.core.$ZodIssue, "path" | "message"> {
  if (issue.code !== "invalid_union") return issue;
  const faults = issue.errors.flat().map(meant);
  const deepest = faults.toSorted((a, b) => b.path.length - a.path.length)[0];
  return deepest && deepest.path.length > 0 ? { ...deepest, path: [...issue.path, ...deepest.path] } : issue;
}

export function invalidResult(plugin: NamedPlugin, method: string, fault: string): PluginError {
  return new PluginError(
    "INVALID_RESULT",
    `${titleOf(plugin)} gave from ${method} what the contract does not allow: ${fault.slice(0, 1000)}.`,
  );
}

/** What keeps a value from being JSON, or null. What is undefined is left out of JSON. */
function faultOf(value: unknown, depth: number): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? null : "it holds a number that is not finite";
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") {
    return `it holds a ${typeof value}, which JSON has not`;
  }
  if (typeof value !== "object" || value === null) return null;
  if (depth >= DEEPEST) return `it is nested more than ${DEEPEST} levels deep`;
  if (!Array.isArray(value) && !isPlain(value)) return "it holds an object that is not plain, which JSON has not";
  for (const entry of Object.values(value)) {
    const fault = faultOf(entry, depth + 1);
    if (fault !== null) return fault;
  }
  return null;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}
