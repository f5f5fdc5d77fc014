import type { Rule } from "./conformanceCase.ts";
import { WIRE_ANSWERS } from "./wireAnswers.ts";
import { WIRE_FAILURES } from "./wireFailures.ts";

const read = "docs/runners.md";

/** What an engine must keep to, whatever it speaks. */
export const ENGINE_RULES = {
  OPEN_FAILED: {
    area: "engine",
    holds: "it opens, and says which engine and model there are",
    why: "A run records what answered. Without a name of the model nobody can tell whether it is the right one.",
    read,
  },
  ANSWER_NOT_SOUND: {
    area: "engine",
    holds: "an answer has the form that the contract asks for, with times and counts that can be",
    why: "What cannot be is stored as unknown, so that the answer has no cost.",
    read,
  },
  ANSWERS_MIXED: {
    area: "engine",
    holds: "answers that are asked for at the same time are not mixed up",
    why: "A run keeps dozens of requests in flight. An answer to another question is graded as wrong.",
    read,
  },
  CANCEL_NOT_HEEDED: {
    area: "cancel",
    holds: "an answer that is given up ends at once, and the server is told",
    why: "A run that is canceled would go on to cost money, and holds up its worker.",
    read,
  },
  OPEN_NOT_CANCELED: {
    area: "cancel",
    holds: "the opening of an engine that does not answer ends when it is given up",
    why: "A run that is canceled while its engine starts must end.",
    read,
  },
  LOAD_NOT_SOUND: {
    area: "load",
    holds: "the load is null or a reading that can be",
    why: "The number of requests in flight follows it.",
    read,
  },
  CLOSE_FAILS: {
    area: "close",
    holds: "an engine can be closed, closed again, and opened anew",
    why: "Engines are closed after a failure as well as after a run, and opened again for the next one.",
    read,
  },
  CLOSE_LEAKS: {
    area: "close",
    holds: "a closed engine leaves no connection open",
    why: "A worker opens engines for weeks. What each leaves open adds up until nothing can be opened.",
    read,
  },
} satisfies Record<string, Rule>;

/** What a runner that asks a server of chat completions must make of how servers behave. */
export const WIRE_CASES = { ...WIRE_FAILURES, ...WIRE_ANSWERS };

export type WireCode = keyof typeof WIRE_CASES;

export const RUNNER_RULES = {
  ...ENGINE_RULES,
  ...(Object.fromEntries(
    Object.entries(WIRE_CASES).map(([code, { area, holds, why }]) => [code, { area, holds, why, read }]),
  ) as Record<WireCode, Rule>),
};
