import { sql } from "drizzle-orm";
import type { RunSubmission } from "../../../recording/submitted/submission.ts";
import type { BenchmarkRow, HardwareRow, LabRow, ModelRow } from "../../../store/catalogue.ts";
import { runStatement, selection } from "../../../store/database/statement.ts";
import { conditionsOf, counted, shapeOf, valuesOf } from "../../../store/filters/runCriteria.ts";
import { criteriaOf } from "../../../store/filters/runFilter.ts";
import { requireVersion } from "../../../store/reading/storedVersions.ts";
import { runs } from "../../../store/tables.ts";
import type { ExportSource } from "./exportSource.ts";

const runColumns = selection(runs, "r", [
  "id",
  "contentHash",
  "modelId",
  "mode",
  "benchmarkId",
  "labId",
  "runner",
  "runnerVersion",
  "hardwareId",
  "hardwareCount",
  "provenance",
  "sourceUrl",
  "license",
  "startedAt",
  "finishedAt",
  "problemCount",
  "sampleCount",
  "protocolId",
  "servedAs",
  "grader",
  "notes",
  "deployment",
  "decoding",
  "recipe",
  "submission",
  "measures",
]);

/** A run that counted in the exported version, with what it refers to. */
export type ExportedRun = Omit<ReturnType<typeof runColumns.read>, "submission"> & {
  model: ModelRow;
  benchmark: BenchmarkRow;
  lab: LabRow;
  hardware: HardwareRow | null;
  /** As it was submitted, its samples left out; `samples` is an empty list where it has some. */
  submission: RunSubmission;
  /** Whether samples of it are stored. */
  hasSamples: boolean;
};

/** Runs hold texts of thousands of characters: a recipe, notes, the submission. */
const PAGE = 100;

/**
 * The runs of an export, a page at a time, in the order in which they came into the store.
 *
 * @throws RequestError `VERSION_NOT_KEPT` where the version is lost meanwhile.
 */
export async function* runsOf(source: ExportSource): AsyncGenerator<ExportedRun> {
  const { store, catalogue, version } = source;
  const criteria = criteriaOf({ ...source.where, dataVersion: version }, catalogue);
  const compose = () => {
    const where = sql.join([counted(criteria), ...conditionsOf(criteria)], sql` and `);
    return sql`
      select ${runColumns.list}, exists (select from samples s where s.run_id = r.id)
      from runs r where ${where} and r.id > ${sql.placeholder("last")}::integer
      order by r.id limit ${sql.raw(String(PAGE))}`;
  };
  let last = 0;
  for (;;) {
    source.reads(PAGE, 0);
    const rows = await runStatement(store, `exported runs|${shapeOf(criteria)}`, compose, {
      ...valuesOf(criteria),
      last,
    });
    for (const row of rows) {
      const run = runColumns.read(row);
      last = run.id;
      yield {
        ...run,
        submission: run.submission as unknown as RunSubmission,
        model: catalogue.models.byId.get(run.modelId)!,
        benchmark: catalogue.benchmarks.byId.get(run.benchmarkId)!,
        lab: catalogue.labs.byId.get(run.labId)!,
        hardware: run.hardwareId === null ? null : catalogue.hardware.byId.get(run.hardwareId)!,
        hasSamples: row[runColumns.width] as boolean,
      };
    }
    if (rows.length < PAGE) break;
  }
  await requireVersion(store, version, "dataVersion");
}
