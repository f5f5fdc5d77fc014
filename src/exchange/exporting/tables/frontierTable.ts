import type { FrontierPoint } from "../../../analysis/frontierPoint.ts";
import type { Membership } from "../../../analysis/resampling/frontierUncertainty.ts";
import type { Measures } from "../../../store/measures.ts";
import { readRuns } from "../../../store/reading/rowsByKey.ts";
import type { FrontierSource } from "../source/exportSource.ts";
import { asJson, type Column } from "./column.ts";
import { measureColumns, otherMeasures } from "./measureColumns.ts";

interface FrontierRow {
  point: FrontierPoint;
  measures: Measures;
  membership: Membership;
  run: { contentHash: string; lab: string } | null;
}

/** The points of a frontier as a table, with the measures that any of them has. */
export async function frontierTable(
  source: FrontierSource,
): Promise<{ columns: Column<FrontierRow>[]; rows: FrontierRow[] }> {
  const { store, catalogue, frontier } = source;
  const { models, labs, metrics } = catalogue;
  const { points } = frontier;
  const ids = points.flatMap(({ runId }) => runId ?? []);
  const runs = new Map((await readRuns(store, ids)).flatMap((run) => (run ? [[run.id, run] as const] : [])));
  const rows = await Promise.all(
    points.map(async (point): Promise<FrontierRow> => {
      const run = point.runId === null ? undefined : runs.get(point.runId);
      return {
        point,
        measures: await frontier.measuresOf(point),
        membership: await frontier.membershipOf(point),
        run: run ? { contentHash: run.contentHash, lab: labs.byId.get(run.labId)!.slug } : null,
      };
    }),
  );
  const found = new Set(rows.flatMap(({ measures }) => Object.keys(measures)));
  const known = metrics.list().filter(({ name }) => found.has(name));
  const slugOf = (id: number) => models.byId.get(id)?.slug;
  const measuresOf = ({ measures }: FrontierRow) => measures;
  const columns: Column<FrontierRow>[] = [
    { name: "model", type: "text", of: ({ point }) => slugOf(point.modelId) },
    { name: "mode", type: "text", of: ({ point }) => point.mode },
    { name: "run", type: "text", of: ({ run }) => run?.contentHash },
    { name: "lab", type: "text", of: ({ run }) => run?.lab },
    { name: "operating_point", type: "text", of: ({ point }) => pointText(point, slugOf) },
    { name: "is_knee", type: "boolean", of: ({ point }) => point === frontier.knee },
    { name: "membership", type: "number", of: ({ membership }) => membership.probability },
    { name: "membership_note", type: "text", of: ({ membership }) => membership.note },
    { name: "marginal_gain", type: "number", of: ({ point }) => point.marginalGain },
    ...measureColumns(known, measuresOf),
    otherMeasures(known, measuresOf),
  ];
  return { columns, rows };
}

function pointText({ operatingPoint }: FrontierPoint, slugOf: (id: number) => string | undefined): string | null {
  if (operatingPoint === null) return null;
  const { fallback, ...own } = operatingPoint;
  return asJson({ ...own, fallback: fallback && { model: slugOf(fallback.modelId), mode: fallback.mode } });
}
