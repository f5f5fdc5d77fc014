import { z } from "zod";
import type { Grade, LoadedProblems } from "../contract/benchmark.ts";
import { PluginError } from "../contract/pluginError.ts";
import type { Message } from "../contract/runner.ts";

/** The most characters of a question, a gold answer, an extracted answer or another long text. */
const LONGEST_TEXT = 1_000_000;
/** The most characters of a message, which can hold examples beside the question. */
const LONGEST_MESSAGE = 10_000_000;
const LONGEST_NAME = 1000;
const MOST_PROBLEMS = 1_000_000;
const MOST_MESSAGES = 1000;
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

const problem = z.object({
  id: name.min(1),
  question: text,
  expected: text,
  language: name.optional(),
  details: details.optional(),
});

const problems = z
  .array(problem)
  .min(1)
  .max(MOST_PROBLEMS)
  .superRefine((given, context) => {
    const ids = new Set<string>();
    for (const [i, { id }] of given.entries()) {
      if (ids.has(id)) {
        const message = `an earlier problem has the id "${id.slice(0, 100)}", too`;
        return context.addIssue({ code: "custom", path: [i, "id"], message });
      }
      ids.add(id);
    }
  });

const RESULTS = {
  load: z.object({
    problems,
    dataset: z.object({ source: name, revision: name.nullable(), sha256: name, canary: name.optional() }),
  }),
  prompt: z
    .array(z.object({ role: z.enum(["system", "user", "assistant"]), content: z.string().max(LONGEST_MESSAGE) }))
    .min(1)
    .max(MOST_MESSAGES),
  grade: z.object({ correct: z.boolean().nullable(), answer: text.nullable(), expected: text.optional() }),
};

/** What the methods of a benchmark give. */
export interface Results {
  load: LoadedProblems;
  prompt: Message[];
  grade: Grade;
}

/**
 * A copy of what a plugin gave, in the shape that the contract asks for. Throws `INVALID_RESULT`, which names the plugin
 * and the field at fault.
 */
export function checkedResult<Method extends keyof Results>(
  plugin: string,
  method: Method,
  given: unknown,
): Results[Method] {
  let fault: string;
  try {
    const checked = RESULTS[method].safeParse(given);
    if (checked.success) return checked.data as Results[Method];
    const { path, message } = checked.error.issues[0]!;
    fault = path.length === 0 ? message : `${path.join(".")}: ${message}`;
  } catch (error) {
    // A result can throw while it is read.
    fault = String(error);
  }
  throw invalidResult(plugin, method, fault);
}

export function invalidResult(plugin: string, method: string, fault: string): PluginError {
  return new PluginError(
    "INVALID_RESULT",
    `The plugin "${plugin}" gave from ${method} what the contract does not allow: ${fault.slice(0, 1000)}.`,
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
