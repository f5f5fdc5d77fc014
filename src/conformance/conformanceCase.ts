/** What the kit holds a plugin against. */
export interface Rule {
  /** What is looked at, e.g. `grading`. */
  area: string;
  /** What must hold, as a sentence. */
  holds: string;
  /** What goes wrong where it does not. */
  why: string;
  /** The document, with its section, that says more. */
  read: string;
  /** Whether a breach is a warning: the plugin works, and people should know. */
  isAdvice?: true;
}

/** What a case found where it did not fail. */
export type Outcome =
  | { outcome: "passed" }
  /** The plugin breaks a rule that is advice. */
  | { outcome: "warned"; message: string }
  /** What the case needs is not there, such as problems that could not be loaded. */
  | { outcome: "skipped"; message: string };

/** One rule that is tried with one plugin. It knows no test runner: `test(name, { skip: skipped }, run)` fits several. */
export interface ConformanceCase {
  /** The code of the rule, which `paretograph plugin check --explain CODE` explains. */
  code: string;
  /** The plugin and the rule, as a sentence. */
  name: string;
  area: string;
  /** Why it is not tried; undefined where it is. */
  skipped?: string;
  /** Throws a `ConformanceFailure` where the plugin breaks the rule. */
  run(): Promise<Outcome>;
}

/** A rule that a plugin breaks: what was seen, why it matters and where to read. */
export class ConformanceFailure extends Error {
  readonly code: string;
  /** What was seen alone, without what the rule says. */
  readonly seen: string;

  constructor(code: string, seen: string, { why, read }: Rule) {
    super(`${code}: ${seen}\nWhy it matters: ${why}\nRead: ${read}`);
    this.name = "ConformanceFailure";
    this.code = code;
    this.seen = seen;
  }
}

/** A case cannot be tried, for this reason. */
export class Untried extends Error {}

/** Gives what was seen to break the rule, as a sentence; anything else than a text where the rule holds. */
export type Trial = () => unknown;

/**
 * Makes the cases of one plugin from the rules of a table.
 *
 * @param isPrivate whether what was seen may hold texts that must not be shown.
 */
export function casesOf<Code extends string>(plugin: string, rules: Record<Code, Rule>, isPrivate = false) {
  return (code: Code, trial: Trial, skipped?: string): ConformanceCase => {
    const rule = rules[code];
    return {
      code,
      name: `${plugin}: ${rule.holds}`,
      area: rule.area,
      ...(skipped !== undefined && { skipped }),
      async run() {
        let seen: string;
        try {
          const found = await trial();
          if (typeof found !== "string") return { outcome: "passed" };
          seen = found;
        } catch (error) {
          if (error instanceof Untried) return { outcome: "skipped", message: error.message };
          seen = sayThrown(error);
        }
        if (isPrivate) seen = "It does not hold. What was seen is not shown, since the data is private.";
        if (rule.isAdvice) return { outcome: "warned", message: seen };
        throw new ConformanceFailure(code, seen, rule);
      },
    };
  };
}

const LONGEST = 2000;

/** What was thrown, in one text. */
export function sayThrown(thrown: unknown): string {
  const { name, code, message } = (thrown ?? {}) as { name?: unknown; code?: unknown; message?: unknown };
  const text = typeof message === "string" ? message : String(thrown);
  return `It threw ${[name, code].filter((one) => typeof one === "string").join(" ") || typeof thrown}: ${text}`.slice(
    0,
    LONGEST,
  );
}

/** A text of others in a message: short, on one line and between quotes. */
export function quoted(text: unknown, longest = 120): string {
  const json = JSON.stringify(typeof text === "string" ? text : (text ?? null)) ?? String(text);
  return json.length <= longest ? json : `${json.slice(0, longest)}…`;
}
