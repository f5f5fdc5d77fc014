import { printable } from "../../errors/printable.ts";
import type { Ask } from "./ask.ts";
import type { FollowedRun } from "./followedRun.ts";
import { type ReportedRun, readReported } from "./reportedRun.ts";
import { LEGEND, runTable } from "./runTable.ts";
import { placeOf, standingOf } from "./standing.ts";

/**
 * What runs that have ended are, in lines: a table of their figures, where each stands on the frontier of its benchmark now,
 * and where to see it.
 *
 * @param width the columns of the terminal, or infinity where there is none.
 * @param url the address of the server that measured them; null where they were measured in this process.
 * @throws the error of a question, if the runs cannot be read.
 */
export async function runReport(ask: Ask, runs: readonly FollowedRun[], width: number, url: string | null) {
  const reported = await readReported(ask, runs);
  const table = [...runTable(reported, width), LEGEND];
  const lines: string[] = [];
  for (const run of reported) lines.push("", ...(await linesOf(ask, run, url)));
  return [...table, ...lines].map(printable);
}

async function linesOf(ask: Ask, run: ReportedRun, url: string | null): Promise<string[]> {
  const id = `${run.title} has the id ${run.id}.`;
  if (run.status !== "SUCCEEDED") {
    const why = run.error === null ? "" : ` (${run.errorCode}): ${run.error.replace(/\.$/, "")}`;
    return [
      `${run.title} ${run.status === "FAILED" ? `failed${why}` : `is ${run.status.toLowerCase()}`}. It is no result.`,
      id,
    ];
  }
  const place = placeOf(run);
  // The run is measured and stored, whatever becomes of this question.
  const standing = await standingOf(ask, run).catch(
    (error: Error) => `Where ${run.title} stands can't be said now: ${error.message}`,
  );
  const objectives = place && ["accuracy", place.cost].map((metric) => `objective=${metric}`).join("&");
  const picture = url && place && `${url}/frontier.svg?benchmark=${encodeURIComponent(run.benchmark)}&${objectives}`;
  const seen = picture
    ? `The frontier: ${picture}`
    : `The frontier: paretograph frontier ${run.benchmark}${place ? ` --by ${place.cost}` : ""}`;
  return [standing, id, seen];
}
