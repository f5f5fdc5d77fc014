import { defineImporter, Fields, type FileSet, type Imported, leftOut, textOf } from "paretograph/plugin";
import { z } from "zod";

/** `summary_results.json` of MLPerf Inference: rows of systems, of which those in tokens a second are speeds. */
export default defineImporter({
  name: "mlperf",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "MLPerf Inference",
  versions: "4.1 to 5.1",
  description: "Reads the summary of a round of MLPerf Inference.",
  options: z.strictObject({}),
  async find(files) {
    const sets: FileSet[] = [];
    for (const file of files) {
      if (!file.path.endsWith(".json")) continue;
      const head = await file.head();
      if (/"Performance_Units"\s*:/.test(head) && /"Submitter"\s*:/.test(head))
        sets.push({ name: file.path, files: [file] });
    }
    return sets;
  },
  async *read({ files: [file] }) {
    const rows = new Fields({ rows: await file!.json() }, file!.path).listOf("rows");
    const watts = new Map<string, number>();
    for (const row of rows) {
      const power = /^Watts$/i.test(row.label("Performance_Units") ?? "")
        ? row.amount("Performance_Result")
        : undefined;
      if (power !== undefined) watts.set(keyOf(row), power);
    }
    const others = new Map<string, number>();
    for (const row of rows) {
      const units = row.label("Performance_Units") ?? "";
      if (/^Tokens\/s$/i.test(units)) yield speedOf(row, watts.get(keyOf(row)));
      else if (!/^Watts$/i.test(units)) others.set(units, (others.get(units) ?? 0) + 1);
    }
    for (const [units, count] of others)
      yield leftOut(file!.path, `Results in "${units}" are no tokens a second.`, count);
    const texts = rows.filter((row) => row.value("Accuracy")).length;
    if (texts > 0) yield leftOut(file!.path, "The accuracies are texts of several measures, such as ROUGE.", texts);
  },
});

/** The rows of power stand apart from those of speed, for the same system, model and scenario. */
function keyOf(row: Fields): string {
  return JSON.stringify(
    ["ID", "Submitter", "System", "Model", "Scenario", "Category"].map((key) => row.value(key) ?? null),
  );
}

function speedOf(row: Fields, power: number | undefined): Imported {
  const each = row.count("a#");
  const nodes = row.count("Nodes") ?? 1;
  const name = textOf(row.value("Accelerator"))?.trim().slice(0, 200);
  const precision = row.label("weight_data_types");
  const settings = Object.fromEntries(
    ["Submitter", "System", "Scenario", "Category", "Availability", "Suite"].flatMap((key) => {
      const value = textOf(row.value(key))?.slice(0, 200);
      return value ? [[key, value]] : [];
    }),
  );
  const version = row.label("version");
  const scenario = row.label("Scenario");
  const throughput = row.amount("Performance_Result");
  return {
    kind: "speed",
    speed: {
      place: row.place(),
      model: row.model("UsedModel") ?? row.model("Model") ?? { name: "" },
      tool: `MLPerf Inference${version === undefined ? "" : ` ${version}`}`,
      ...(name !== undefined &&
        each &&
        nodes > 0 &&
        each * nodes < 2 ** 31 && { accelerator: { name, count: each * nodes } }),
      ...(precision !== undefined && { precision }),
      ...(scenario === "Offline" && { requestRate: null, concurrency: null }),
      ...(throughput !== undefined && { throughput }),
      ...(power !== undefined && { power }),
      settings,
    },
  };
}
