import { setTimeout as delay } from "node:timers/promises";
import { expectedFailure } from "../../errors/codedError.ts";
import { RequestError } from "../../errors/requestError.ts";
import { loadPlugins } from "../../evaluation/loadPlugins.ts";
import { type ImportWishes, type ReadFiles, readResults } from "../../exchange/importing/importResults.ts";
import { createMetricCatalogue } from "../../frontier/metricCatalogue.ts";
import { type GroupReport, joinRuns, type OtherRequest } from "../../metering/joining/joinRuns.ts";
import type { MeteredSession } from "../../metering/records/readLog.ts";
import type { ImportFile } from "../../plugins/contract/importer.ts";
import { type Destination, openDestination } from "../imports/destination.ts";
import { importReport, writeReport } from "../imports/importReport.ts";
import { openStoreOrServer } from "../runningServer.ts";
import { CommandError, type Settings } from "../settings.ts";

/** What was joined and stored. */
export interface JoinReport {
  report: ReturnType<typeof importReport>;
  groups: GroupReport[];
  others: OtherRequest[];
}

/** Files of a harness, and what is said of them beside. */
export interface HarnessFiles {
  files: ImportFile[];
  wishes: Omit<ImportWishes, "requests">;
}

/** Milliseconds for which another command may keep the store, such as another harness that ends at the same time. */
const LONGEST_TURN = 120_000;
const POLL = 500;

/**
 * Reads the files of a harness, joins its samples with the requests of a session, and stores the runs, or submits them to
 * the server that has the store open. Throws a `CommandError` where the store can't be opened or no file is of a known
 * format.
 */
export async function joinResults(
  session: MeteredSession,
  { files, wishes }: HarnessFiles,
  settings: Settings,
): Promise<JoinReport> {
  const opened = await openInTurn(settings);
  let destination: Destination | undefined;
  try {
    const metrics = "server" in opened ? createMetricCatalogue() : opened.store.metrics;
    const { registry } = await loadPlugins(process.cwd(), metrics);
    destination = await openDestination(opened, registry);
    const sets: ReadFiles[] = [];
    let unread: string[] = [];
    const read = readResults(
      files,
      registry,
      destination.names,
      { ...wishes, requests: true },
      new AbortController().signal,
    );
    for await (const set of read) {
      if ("others" in set) unread = set.others;
      else sets.push(set);
    }
    const joined = joinRuns(session, sets);
    const stored = [];
    for (const set of joined.sets) stored.push({ ...set, outcomes: await destination.store(set.runs) });
    return { report: importReport(stored, unread), groups: joined.groups, others: joined.others };
  } catch (error) {
    const failure = expectedFailure(error);
    throw failure ? new CommandError(`${failure.code}: ${failure.message}`) : error;
  } finally {
    await destination?.close();
    if ("store" in opened) await opened.store.close();
  }
}

/** Opens the store, or waits until another command has closed it. */
async function openInTurn(settings: Settings): ReturnType<typeof openStoreOrServer> {
  const deadline = performance.now() + LONGEST_TURN;
  for (;;) {
    try {
      return await openStoreOrServer(settings);
    } catch (error) {
      const { cause } = error as Error;
      const isInUse = cause instanceof RequestError && cause.code === "STORE_IN_USE";
      if (!isInUse || performance.now() > deadline) throw error;
      await delay(POLL);
    }
  }
}

const MOST_NAMED = 20;

/** The report in lines for people. */
export function joinLines({ report, groups, others }: JoinReport): string[] {
  return [...writeReport(report), ...groups.flatMap(groupLines), ...otherLines(others)];
}

function groupLines({ benchmark, model, samples, joined, requests, failed, grading, joules }: GroupReport): string[] {
  const of = joules === null ? "" : `, ${Math.round(joules)} J`;
  const lines = [
    `${joined} of ${samples} samples of ${benchmark} by ${model} are joined, with ${requests} requests` +
      `${failed > 0 ? `, ${failed} of them failed or given up` : ""}${of}.`,
  ];
  if (grading) {
    const { promptTokens = "unknown", outputTokens = "unknown", models } = grading;
    lines.push(
      `  A grader (${models.join(", ")}) took ${grading.requests} requests, ${promptTokens} tokens of prompts and ${outputTokens} of output, which are no cost of the answers.`,
    );
  }
  return lines;
}

function otherLines(others: readonly OtherRequest[]): string[] {
  if (others.length === 0) return [];
  const named = others
    .slice(0, MOST_NAMED)
    .map(
      ({ id, at, path, model, status, outputTokens }) =>
        `    request ${id} of ${at}, ${path}, ${model ?? "no model"}, status ${status ?? "none"}, ${outputTokens ?? "unknown"} tokens of output`,
    );
  const more = others.length > MOST_NAMED ? [`    and ${others.length - MOST_NAMED} others`] : [];
  return [`  Requests that belong to no sample: ${others.length}`, ...named, ...more];
}
