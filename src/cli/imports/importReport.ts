import { tableOrLists } from "../../drawing/table.ts";
import { expectedFailure } from "../../errors/codedError.ts";
import type { PlacedRun, ReadFiles } from "../../exchange/importing/importResults.ts";
import type { Outcome } from "../../exchange/submitting/submitRuns.ts";

/** A set of files that was read, with what became of its runs; null where they were not to be stored. */
export interface ImportedFiles extends ReadFiles {
  outcomes: Outcome[] | null;
}

type Report = ReturnType<typeof importReport>;
type ReportedRun = Report["sets"][number]["runs"][number];

/** What an import did or would do, as it is printed as JSON. */
export function importReport(read: readonly ImportedFiles[], others: string[]) {
  const sets = read.map(({ runs, outcomes, ...set }) => ({
    ...set,
    runs: runs.map((run, i) => reportedRun(run, outcomes?.[i])),
  }));
  const statuses = sets.flatMap(({ runs }) => runs.map(({ status }) => status));
  const counted = (...wanted: string[]) => statuses.filter((status) => wanted.includes(status)).length;
  return {
    sets,
    /** The files that no importer takes. */
    others,
    stored: counted("STORED"),
    known: counted("KNOWN"),
    refused: counted("REFUSED", "FORGOTTEN"),
    unstored: counted("READ"),
    failed: sets.filter(({ failure }) => failure).length,
  };
}

function reportedRun({ place, run, accelerator, newModel, newBenchmark }: PlacedRun, outcome: Outcome | undefined) {
  const { samples, ...stated } = run;
  const verdicts = (samples ?? []).filter(({ correct }) => correct != null);
  const error = outcome && "error" in outcome ? expectedFailure(outcome.error) : null;
  return {
    place,
    status: outcome?.status ?? ("READ" as const),
    ...(outcome && "contentHash" in outcome && { contentHash: outcome.contentHash }),
    ...(outcome?.status === "REFUSED" && {
      error: {
        code: error?.code ?? "BAD_RUN",
        message: error?.message ?? String((outcome as { error: unknown }).error),
      },
    }),
    ...stated,
    ...(accelerator && { accelerator }),
    isNewModel: newModel !== undefined,
    isNewBenchmark: newBenchmark !== undefined,
    sampleCount: samples?.length ?? null,
    sampledProblems: samples ? new Set(samples.map(({ problem }) => problem)).size : null,
    errorCount: samples ? samples.filter(({ correct, error: why }) => correct == null && why != null).length : null,
    rightShare: verdicts.length > 0 ? verdicts.filter(({ correct }) => correct).length / verdicts.length : null,
  };
}

const MOST_NAMED = 20;
const WIDTH = 120;
const STATUS: Record<string, string> = {
  READ: "not stored",
  STORED: "stored",
  KNOWN: "held before",
  FORGOTTEN: "was deleted for good",
  REFUSED: "refused",
};

/** The report in lines for people. */
export function writeReport({ sets, others, ...totals }: Report): string[] {
  const lines: string[] = [];
  for (const { name, format, files, runs, leftOut, disagreements, failure } of sets) {
    lines.push(`${name} (${format}, ${files.length === 1 ? "1 file" : `${files.length} files`})`);
    if (failure) lines.push(`  ${failure.code}: ${failure.message}`);
    if (runs.length > 0) lines.push(...tableOrLists(COLUMNS, runs, WIDTH).map((line) => `  ${line}`));
    for (const { place, error } of runs)
      if (error) lines.push(`  ${place} is refused (${error.code}): ${error.message}`);
    lines.push(
      ...named(
        "Left out",
        leftOut,
        ({ place, reason, count = 1 }) => `${place}${count > 1 ? ` (${count} times)` : ""}: ${reason}`,
      ),
    );
    lines.push(...named("Does not agree", disagreements, ({ place, statement }) => `${place}: ${statement}`));
    lines.push("");
  }
  lines.push(...named("No importer takes", others, (path) => path).map((line) => line.trimStart()));
  const newModels = new Set(
    sets.flatMap(({ runs }) => runs.flatMap(({ isNewModel, model }) => (isNewModel ? [model] : []))),
  );
  for (const model of [...newModels].filter((name) => name.includes("/")).slice(0, MOST_NAMED)) {
    lines.push(
      `The model ${model} is new, and its compute is not known: \`paretograph model add ${model}\` reads its architecture.`,
    );
  }
  const { stored, known, refused, unstored, failed } = totals;
  const unread = failed > 0 ? ` ${failed} of ${sets.length} sets of files could not be read.` : "";
  lines.push(
    unstored > 0
      ? `${unstored} runs would be stored.${unread}`
      : `${stored} runs stored, ${known} held before, ${refused} refused.${unread}`,
  );
  return lines;
}

const COLUMNS = [
  { title: "model", write: ({ model }: ReportedRun) => model || "not named: --model", cuttable: true },
  { title: "mode", write: ({ mode }: ReportedRun) => mode },
  {
    title: "benchmark",
    write: ({ benchmark, isNewBenchmark }: ReportedRun) => benchmark + (isNewBenchmark ? " (new)" : ""),
    cuttable: true,
  },
  {
    title: "graded by",
    write: ({ protocol }: ReportedRun) =>
      [protocol?.metric, protocol?.scorer, protocol?.filter].filter((one) => typeof one === "string").join(", "),
    cuttable: true,
  },
  { title: "samples", write: ({ sampleCount }: ReportedRun) => String(sampleCount ?? "") },
  { title: "errors", write: ({ errorCount }: ReportedRun) => String(errorCount || "") },
  { title: "result", write: resultOf },
  { title: "", write: ({ status }: ReportedRun) => STATUS[status]! },
];

/** The accuracy or, where nothing was graded, the speed. */
function resultOf({ measures, rightShare }: ReportedRun): string {
  const { throughput } = measures;
  const accuracy = measures.accuracy?.value ?? rightShare;
  return accuracy === null && throughput ? `${throughput.value.toPrecision(4)} tokens/s` : percent(accuracy);
}

const percent = (share: number | null) => (share === null ? "" : `${(100 * share).toFixed(1)} %`);

function named<One>(title: string, all: readonly One[], write: (one: One) => string): string[] {
  if (all.length === 0) return [];
  const more = all.length > MOST_NAMED ? [`    and ${all.length - MOST_NAMED} others (--json names all)`] : [];
  return [`  ${title}:`, ...all.slice(0, MOST_NAMED).map((one) => `    ${write(one)}`), ...more];
}
