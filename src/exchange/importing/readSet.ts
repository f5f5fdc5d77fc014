import { expectedFailure } from "../../errors/codedError.ts";
import { invalidResult } from "../../plugins/boundary/checkedResult.ts";
import { type NamedPlugin, titleOf } from "../../plugins/boundary/pluginFailed.ts";
import { asPlugin } from "../../plugins/boundary/strayErrors.ts";
import { untilHeeded } from "../../plugins/boundary/untilHeeded.ts";
import { ImportError } from "../../plugins/contract/importError.ts";
import type { Disagreement, ImportContext, Imported, LeftOut } from "../../plugins/contract/importer.ts";
import { PluginError } from "../../plugins/contract/pluginError.ts";
import { asStorableText } from "../../recording/submitted/storable.ts";
import { type CheckedImport, type CheckedRun, type CheckedSpeed, imported } from "./importedShape.ts";
import type { RecognisedSet } from "./recognise.ts";

/** What stands in a set of files. */
export interface SetContent {
  runs: CheckedRun[];
  speeds: CheckedSpeed[];
  leftOut: LeftOut[];
  disagreements: Disagreement[];
}

/** The most samples of a set, and characters of their texts: a set is held in memory until it is stored. */
const MOST_SAMPLES = 1_000_000;
const MOST_CHARACTERS = 256 * 1024 * 1024;
const MOST_REMARKS = 100_000;
const TEXTS = ["answer", "expected", "output", "error"] as const;

/**
 * Reads a set of files with its importer, whole: where some of it cannot be read, nothing of it is given.
 *
 * @throws ImportError for files that cannot be read, and PluginError for an importer that fails.
 */
export async function readSet(set: RecognisedSet, context: ImportContext): Promise<SetContent> {
  const { importer, options, ...files } = set;
  const content: SetContent = { runs: [], speeds: [], leftOut: [], disagreements: [] };
  const size = { samples: 0, characters: 0 };
  try {
    await asPlugin(importer.name, async () => {
      const given = importer.read(files, options, context)[Symbol.asyncIterator]();
      for (;;) {
        const { done, value } = await untilHeeded(Promise.resolve(given.next()), context.signal);
        if (done) break;
        add(content, checked(importer, value), size, set.name);
      }
    });
    if (Object.values(content).every(({ length }) => length === 0)) {
      content.leftOut.push({ place: set.name, reason: "It holds no results." });
    }
  } catch (error) {
    if (expectedFailure(error)) throw error;
    const message = `${titleOf(importer)} failed at ${set.name}: ${(error as Error)?.message ?? error}.`;
    throw new PluginError("PLUGIN_FAILED", message, { cause: error });
  }
  return content;
}

function add(content: SetContent, one: CheckedImport, size: Record<"samples" | "characters", number>, name: string) {
  if (one.kind === "run") {
    const { samples = [] } = one.run;
    size.samples += samples.length;
    for (const sample of samples) for (const field of TEXTS) size.characters += sample[field]?.length ?? 0;
    content.runs.push(one.run);
  } else if (one.kind === "speed") {
    const { completed, place, ttft, latency } = one.speed;
    // Its throughput of 0 would be that of an engine that was not there.
    if (completed === 0) content.leftOut.push({ place, reason: "None of its requests was completed." });
    else content.speeds.push(one.speed);
    // A unit that is stated wrongly shows here.
    if (ttft?.mean !== undefined && latency?.mean !== undefined && ttft.mean > latency.mean * (1 + 1e-6)) {
      const statement = `The mean time to the first token is ${ttft.mean} s, and that of a whole request is ${latency.mean} s.`;
      content.disagreements.push({ place, statement });
    }
  } else if (one.kind === "leftOut") content.leftOut.push(one.leftOut);
  else content.disagreements.push(one.disagreement);
  const remarks = content.leftOut.length + content.disagreements.length + content.speeds.length + content.runs.length;
  if (size.samples > MOST_SAMPLES || size.characters > MOST_CHARACTERS || remarks > MOST_REMARKS) {
    const most = `${MOST_SAMPLES} samples, ${MOST_CHARACTERS} characters of their texts and ${MOST_REMARKS} runs and remarks`;
    throw new ImportError("FILE_TOO_LARGE", name, `it has more than ${most}. Import parts of it.`);
  }
}

/** A copy of what an importer gave. Throws what says where its figures or its shape are wrong. */
function checked(plugin: NamedPlugin, given: Imported): CheckedImport {
  const { data, error } = imported.safeParse(storable(given));
  if (data) return data;
  const place = placeOf(given);
  const issue = error.issues[0]!;
  const path = issue.path.slice(1).join(".");
  const isFigure = issue.code === "too_big" || issue.code === "too_small" || "params" in issue;
  if (place === null) throw invalidResult(plugin, "read", `${issue.path.join(".")}: ${issue.message}`);
  if (isFigure && isNumber(given, issue.path))
    throw new ImportError("OUT_OF_RANGE", place, `${path}: ${issue.message}.`);
  throw new ImportError("BAD_FILE", place, `${path}: ${issue.message}.`);
}

function placeOf(given: unknown): string | null {
  const { kind, ...rest } = (given ?? {}) as Record<string, { place?: unknown } | undefined>;
  const place = rest[String(kind)]?.place;
  return typeof place === "string" && place !== "" ? place.slice(0, 1000) : null;
}

function isNumber(given: unknown, path: readonly PropertyKey[]): boolean {
  const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], given);
  return typeof value === "number";
}

/** What models write can hold the character 0 and half a surrogate pair, which no database stores. */
function storable(given: Imported): Imported {
  const samples = given?.kind === "run" ? given.run?.samples : undefined;
  if (!Array.isArray(samples)) return given;
  for (const sample of samples) {
    for (const field of TEXTS) {
      const text = sample?.[field];
      if (typeof text === "string") sample[field] = asStorableText(text);
    }
  }
  return given;
}
