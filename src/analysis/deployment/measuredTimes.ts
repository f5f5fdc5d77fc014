import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Architecture } from "../../compute/architecture/architecture.ts";
import { dimensionsDigest } from "../../compute/architecture/dimensionsDigest.ts";
import type { Serving } from "../../compute/serving/deploymentTarget.ts";
import { packageFolder } from "../../store/database/packageFolder.ts";

/** A measured time between two tokens of an answer. */
export interface MeasuredTime {
  /** In seconds, as a mean. */
  timePerToken: number;
  version: string | null;
  measuredOn: string;
}

interface MeasuredRow extends MeasuredTime {
  batch: number;
  promptTokens: number;
  outputTokens: number;
}

/** A measured configuration stands for those whose batch and lengths differ from it by at most this factor. */
const TOLERANCE = 1.05;

/**
 * The measured time between two tokens where a configuration was measured (data/serving): the same layers, accelerator,
 * precision, engine and split at about the same batch and lengths, and in the given version if one is given. Of several, it is
 * the latest. Null where none was measured.
 */
export function measuredTime(
  architecture: Architecture,
  serving: Serving,
  promptTokens: number,
  outputTokens: number,
): MeasuredTime | null {
  if (serving.cacheBits !== 16 && serving.engine !== "TENSORRT_LLM") return null;
  const { accelerator, precision, engine, split } = serving;
  if (split.pipeline > 1) return null;
  const found = rows().get(
    keyOf([dimensionsDigest(architecture), accelerator.slug, precision, engine, split.tensor, split.attention]),
  );
  const near = (a: number, b: number) => Math.max(a / b, b / a) <= TOLERANCE;
  const matching = (found ?? []).filter(
    (row) =>
      near(row.batch, serving.batch) &&
      near(row.promptTokens, promptTokens) &&
      near(row.outputTokens, outputTokens) &&
      (serving.version === null || serving.version === row.version),
  );
  return matching.sort((a, b) => (a.measuredOn < b.measuredOn ? 1 : -1))[0] ?? null;
}

let read: Map<string, MeasuredRow[]> | undefined;

function rows(): Map<string, MeasuredRow[]> {
  if (read) return read;
  const [, ...lines] = readFileSync(join(packageFolder("data"), "serving/measured-times.csv"), "utf8")
    .trim()
    .split("\n");
  const all = lines.map((line) => {
    const [dimensions, accelerator, precision, engine, version, tensor, attention, , ...rest] = line.split(",");
    const [batch, promptTokens, outputTokens, timePerToken] = rest.map(Number) as [number, number, number, number];
    const row = { batch, promptTokens, outputTokens, timePerToken, version: version || null, measuredOn: rest[4]! };
    return { key: keyOf([dimensions, accelerator, precision, engine, tensor, attention]), row };
  });
  read = new Map([...Map.groupBy(all, ({ key }) => key)].map(([key, found]) => [key, found.map(({ row }) => row)]));
  return read;
}

const keyOf = (parts: unknown[]) => parts.join("|");
