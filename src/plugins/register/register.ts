import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";

/** A published score that was measured again: what was stated, what came out, and where the run is. */
const reproduction = z.strictObject({
  model: z.string().min(1).max(200),
  published: z.strictObject({
    accuracy: z.number().min(0).max(1),
    standardError: z.number().positive().max(1).optional(),
    answers: z.int().min(1),
    source: z.url({ protocol: /^https$/ }),
  }),
  measured: z.strictObject({
    accuracy: z.number().min(0).max(1),
    standardError: z.number().positive().max(1).optional(),
    answers: z.int().min(1),
    /** The address of the run, of its export or of its record in a feed. */
    run: z.url({ protocol: /^https$/ }),
  }),
});

/** A line of the register: a package of plugins and where it comes from. */
export const registerEntry = z.strictObject({
  name: z
    .string()
    .max(214)
    .regex(
      /^(?:@[a-z0-9][a-z0-9-]*\/)?paretograph-plugin-[a-z0-9][a-z0-9.-]*$/,
      "must be the name of a package paretograph-plugin-…",
    ),
  kind: z.enum(["benchmark", "runner", "metric", "importer", "exporter", "meter", "architecture", "estimator"]),
  repository: z.url({ protocol: /^https$/ }),
  commit: z.string().regex(/^[0-9a-f]{40}$/, "must be a commit in 40 hexadecimal digits"),
  description: z.string().min(1).max(300),
  license: z.string().min(1).max(100),
  /** Scores of a benchmark that were measured again. Whether they agree is computed, not stated. */
  reproductions: z.array(reproduction).max(100).optional(),
});

export type RegisterEntry = z.output<typeof registerEntry>;

/** The file of the register: one line of JSON for each package, in the order of their names. */
export const REGISTER_FILE = join(dirname(findPackageJSON(import.meta.url)!), "data/plugins.jsonl");

/** The entries of the register. Throws an error that names the line that cannot be. */
export function readRegister(file = REGISTER_FILE): RegisterEntry[] {
  return parseRegister(readFileSync(file, "utf8"));
}

export function parseRegister(text: string): RegisterEntry[] {
  const entries: RegisterEntry[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const fail = (fault: string) => new Error(`data/plugins.jsonl, line ${i + 1}: ${fault}.`);
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw fail(`it is no JSON (${(error as Error).message})`);
    }
    const { data, error } = registerEntry.safeParse(value);
    if (!data) throw fail(`${error.issues[0]!.path.join(".") || "it"}: ${error.issues[0]!.message}`);
    const before = entries.at(-1);
    if (before && before.name >= data.name)
      throw fail(`${data.name} must stand in the order of names, each once, and comes after ${before.name}`);
    if (data.kind !== "benchmark" && data.reproductions) throw fail("only a benchmark has reproductions");
    entries.push(data);
  }
  return entries;
}

/** The entries that have all of the words in their name, kind or description. */
export function searchRegister(entries: readonly RegisterEntry[], words: readonly string[]): RegisterEntry[] {
  const wanted = words.map((word) => word.toLowerCase());
  return entries.filter((entry) => {
    const text =
      `${entry.name} ${entry.kind} ${entry.description} ${isReproduced(entry) ? "reproduced" : ""}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** How many models' published scores must be met. */
const FEWEST_MODELS = 2;
/** The half of a 95 % interval in standard errors. */
const Z = 1.959964;

/**
 * Whether a benchmark is reproduced: for two models or more the published score and that which was measured differ by no more than
 * the 95 % interval of their difference, and for none by more.
 */
export function isReproduced({ reproductions = [] }: Pick<RegisterEntry, "reproductions">): boolean {
  const models = new Set(reproductions.map(({ model }) => model));
  return models.size >= FEWEST_MODELS && reproductions.every(agrees);
}

type Reproduction = z.output<typeof reproduction>;

function agrees({ published, measured }: Reproduction): boolean {
  const error = Math.hypot(standardError(published), standardError(measured));
  return Math.abs(published.accuracy - measured.accuracy) <= Z * error;
}

/**
 * The standard error as it is stated, or of a share of so many answers. It is that of Agresti and Coull, which is not 0 where all
 * answers are right.
 */
function standardError({
  accuracy,
  answers,
  standardError: stated,
}: Reproduction["published"] | Reproduction["measured"]): number {
  if (stated !== undefined) return stated;
  const n = answers + Z ** 2;
  const share = (accuracy * answers + Z ** 2 / 2) / n;
  return Math.sqrt((share * (1 - share)) / n);
}
