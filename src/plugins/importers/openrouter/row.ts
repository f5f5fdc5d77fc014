import { ImportError } from "../../contract/importError.ts";
import type { Imported } from "../../contract/importer.ts";
import { amountAt, countAt, numberAt, shareAt } from "../fields/figures.ts";
import { leftOut } from "../fields/found.ts";
import { instantAt } from "../fields/instants.ts";
import { labelAt, shortened } from "../fields/texts.ts";
import { type Columns, type Fact, secondsOf, wholeOf } from "./columns.ts";
import type { Snapshot } from "./snapshot.ts";

const EXPORTS = "https://openrouter.ai/api/v1/datasets/exports/benchmark-leaderboard";
/** Variants of a model that change its answers; the others, such as `free`, say how it is served. */
const MODES = ["thinking", "nothinking"];

/** The run of a row: a version of a model at one provider on one benchmark, the mean over its runs. */
export function runOfRow(row: Record<string, unknown>, columns: Columns, snapshot: Snapshot, place: string): Imported {
  const at = (fact: Fact) => `${place}, column ${columns[fact]?.name}`;
  const value = (fact: Fact) => columns[fact] && row[columns[fact].name];
  const benchmark = labelAt(value("benchmark"), at("benchmark"));
  const [model, variant] = (labelAt(value("model"), at("model")) ?? "").split(":");
  if (!benchmark || !model) throw new ImportError("BAD_FILE", place, "it names no benchmark or no model.");
  const accuracy = shareAt(value("accuracy"), at("accuracy"), wholeOf(columns.accuracy!));
  if (accuracy === undefined) {
    return leftOut(at("accuracy"), `${model} on ${benchmark} has no accuracy.`);
  }
  const deviation = numberAt(value("deviation"), at("deviation"));
  const tasks = countAt(value("tasks"), at("tasks"));
  const runs = countAt(value("runs"), at("runs"));
  const time = amountAt(value("time"), at("time"));
  const cost = amountAt(value("cost"), at("cost"));
  const outputTokens = amountAt(value("outputTokens"), at("outputTokens"));
  const mode = labelAt(value("effort"), at("effort")) ?? (variant && MODES.includes(variant) ? variant : undefined);
  const provider = labelAt(value("provider"), at("provider"));
  const served = [provider, variant && !MODES.includes(variant) ? variant : null].filter(Boolean).join(", ");
  const finishedAt = instantAt(value("lastRun"), at("lastRun"));
  const name = labelAt(value("modelName"), at("modelName"));
  const date = /^\d{4}-\d{2}-\d{2}$/.test(snapshot.date ?? "") ? snapshot.date : undefined;
  return {
    kind: "run",
    run: {
      place,
      model: { name: model },
      benchmark: { name: benchmark },
      ...(mode && { mode: mode.toLowerCase() }),
      ...(served && { servedAs: served }),
      ...(finishedAt && { finishedAt }),
      ...(date && { sourceUrl: `${EXPORTS}/${date}.json` }),
      license: /^CC[ -]BY[ -]4\.0$/i.test(snapshot.license ?? "CC BY 4.0")
        ? "CC-BY-4.0"
        : shortened(snapshot.license!, 200),
      protocol: { harness: "OpenRouter benchmark harness", task: benchmark },
      notes: [
        `OpenRouter's benchmark leaderboard${date ? `, snapshot of ${date}` : ""}: the mean over ${runs ?? "all"} runs.`,
        name && name !== model && `It shows the model as ${name}.`,
      ]
        .filter(Boolean)
        .join(" "),
      measures: {
        accuracy: {
          value: accuracy,
          ...(tasks && { count: tasks }),
          ...(deviation !== undefined && { note: `The standard deviation over runs is ${deviation}.` }),
        },
        ...(cost !== undefined && { cost: { value: cost } }),
        ...(time !== undefined && {
          latency: { value: time * secondsOf(columns.time!), note: "The mean time of generating." },
        }),
        ...(outputTokens !== undefined && { output_tokens: { value: outputTokens } }),
      },
    },
  };
}
