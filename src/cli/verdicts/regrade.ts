import type { Command } from "commander";
import { printable } from "../../errors/printable.ts";
import { RequestError } from "../../errors/requestError.ts";
import { cacheFolder } from "../../evaluation/cacheFolder.ts";
import { COMMAND } from "../../evaluation/permission/command.ts";
import { type GradeChange, type Regraded, regradeRun } from "../../evaluation/regrading/regradeRun.ts";
import { criteriaOf, type RunFilter } from "../../store/filters/runFilter.ts";
import { readRunPage } from "../../store/reading/runPages.ts";
import { requireStoredValues } from "../../store/reading/storedValues.ts";
import type { Store } from "../../store/store.ts";
import { openEvaluation } from "../openEvaluation.ts";
import { nameOfRun } from "../rerun.ts";
import { openStoreOrServer } from "../runningServer.ts";
import { CommandError, readSettings } from "../settings.ts";

interface Flags {
  where?: string;
  grader?: string;
  lab?: string;
  dryRun?: boolean;
}

/** `paretograph regrade`: grades stored outputs again with the grader of today, and lists what changed. */
export function declare(command: Command): void {
  command
    .argument("[run...]", "numbers that `paretograph run` showed, content hashes of runs, or their ids in the API")
    .option("--where <filter>", 'runs by a filter of the API as JSON, e.g. {"benchmark": ["gsm8k"], "lab": ["local"]}')
    .option("--grader <benchmark>", "another benchmark that grades, with the same problems")
    .option("--lab <slug>", "the lab of what is derived from other labs' runs; local if not given")
    .option("--dry-run", "only list what would change")
    .action(regrade);
}

async function regrade(names: string[], { where, grader, lab, dryRun = false }: Flags): Promise<void> {
  if ((names.length === 0) === (where === undefined)) throw new CommandError("Name runs, or give --where.");
  const opened = await openStoreOrServer(readSettings(process.env));
  if ("server" in opened) {
    throw new CommandError(
      `The server at ${opened.server.url} has the store open. Stop it first, or ask it with the mutation regradeRun.`,
    );
  }
  const { store } = opened;
  const evaluation = await openEvaluation(store);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort(new CommandError("Stopped. The runs that were named above are done.")));
  try {
    const { plugins } = evaluation;
    const context = { store, plugins, cacheFolder: cacheFolder(), readsAnyFile: true };
    const request = { grader, lab, dryRun, signal: stop.signal };
    const chosen = where === undefined ? names.map(nameOfRun) : await runsWhere(store, where);
    for (const name of chosen) {
      try {
        console.log(textOf(await regradeRun(context, name, COMMAND, request), dryRun).join("\n"));
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        // Of many runs some have no outputs; a run that was named is expected to have them.
        console.error(where === undefined ? error.message : `Run ${name} is left out: ${error.message}`);
        if (where === undefined) process.exitCode = 1;
      }
    }
    if (chosen.length === 0) console.log("No run matches.");
  } finally {
    await evaluation.close();
    await store.close();
  }
}

const PAGE = 500;

/** The row numbers of the runs that count and match a filter. */
async function runsWhere(store: Store, text: string): Promise<number[]> {
  const found: number[] = [];
  try {
    const filter: RunFilter = JSON.parse(text);
    await requireStoredValues(store, filter);
    const criteria = criteriaOf(filter, await store.catalogue());
    const order = { field: "finishedAt", descending: false } as const;
    let after: Parameters<typeof readRunPage>[3]["after"];
    for (;;) {
      const { rows, hasNextPage } = await readRunPage(store, criteria, order, {
        size: PAGE,
        backward: false,
        ...(after && { after }),
      });
      found.push(...rows.filter(({ status }) => status === "SUCCEEDED").map(({ id }) => id));
      if (!hasNextPage) return found;
      after = rows.at(-1)!.key;
    }
  } catch (error) {
    if (error instanceof SyntaxError) throw new CommandError(`--where is not JSON: ${error.message}`);
    throw error instanceof RequestError ? new CommandError(`--${error.message}`) : error;
  }
}

function textOf({ run, version, derivedBy, answers, kept, changes }: Regraded, dryRun: boolean): string[] {
  const left = kept === 0 ? "" : ` ${kept} of them could not be graded again and stay as they were.`;
  if (changes.length === 0) return [`Run ${run}: none of ${answers} answers changed.${left}`];
  const fates = changes.filter(({ before, after }) => before.fate !== after.fate).length;
  return [
    `Run ${run}: ${changes.length} of ${answers} answers changed, ${fates} of them in their verdict.${left}`,
    ...changes.map(lineOf),
    ...(dryRun
      ? ["Nothing is stored with --dry-run."]
      : [
          derivedBy === null
            ? `Run ${version} supersedes it.`
            : `Run ${version} of the lab ${derivedBy} is derived from it.`,
        ]),
  ];
}

function lineOf({ problem, repeat, before, after }: GradeChange): string {
  const state = ({ fate, answer }: GradeChange["before"]) => `${fate.toLowerCase()} ${shown(answer)}`;
  return `  ${printable(problem)} #${repeat}: ${state(before)} → ${state(after)}, the gold answer is ${shown(after.expected)}`;
}

const LONGEST_SHOWN = 80;

const shown = (text: string | null) =>
  text === null
    ? "none"
    : JSON.stringify(printable(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text));
