import { connect } from "node:net";
import { ERRORS } from "../../src/errors/errorTable.ts";
import { takeGpus } from "../../src/runners/launch/gpuOwnership.ts";
import type { Store } from "../../src/store/store.ts";
import { findViolations } from "../kills/invariants.ts";
import { type Noted, readLaunches, readNoted } from "./askedLog.ts";
import { CHARACTERS, outcomeOf } from "./characters.ts";
import { type AskedProblem, idOf, WAYS } from "./problems.ts";
import { EXPERIMENT, GPUS, type Programme } from "./scene.ts";

/** A run of the weekend as it is stored. */
export interface StoredRun {
  id: number;
  name: string;
  benchmark: number;
  way: number;
  status: string;
  errorCode: string | null;
  error: string | null;
  details: string | null;
  accuracy: number | null;
}

export async function readRuns(store: Pick<Store, "rows">): Promise<StoredRun[]> {
  const rows = await store.rows(
    `select r.id, m.slug, (r.recipe #>> '{benchmark,options,seed}')::integer - 11, r.recipe -> 'thinking', r.status,
       r.error_code, r.error, r.error_details, r.accuracy
     from runs r join models m on m.id = r.model_id where r.recipe #>> '{experiment,name}' = $1 order by r.id`,
    [EXPERIMENT],
  );
  return rows.map(([id, slug, benchmark, thinking, status, errorCode, error, details, accuracy]) => ({
    ...{ id: id as number, name: (slug as string).split("/")[1]!, benchmark: benchmark as number },
    way: wayOf(thinking),
    ...{ status: status as string, errorCode: errorCode as string | null, error: error as string | null },
    ...{ details: details as string | null, accuracy: accuracy as number | null },
  }));
}

function wayOf(thinking: unknown): number {
  const word = typeof thinking === "object" ? (thinking as { budget: number }).budget : thinking;
  return WAYS.indexOf((word === "on" ? "full" : word) as (typeof WAYS)[number]);
}

/** What is wrong with the runs after the weekend, in a sentence each. */
export async function wrongRuns(store: Store, programme: Programme, problems: AskedProblem[]): Promise<string[]> {
  const runs = await readRuns(store);
  const wrong = await findViolations(store, { hashes: [], runs: [] });
  const expected = programme.models.length * programme.benchmarks * programme.ways.length;
  if (runs.length !== expected) wrong.push(`${runs.length} runs are stored, and ${expected} were asked.`);
  for (const run of runs) {
    const { fails = [], maySucceed = true } = CHARACTERS[run.name]!;
    const title = `Run ${run.id} (${run.name}, benchmark ${run.benchmark}, ${WAYS[run.way]})`;
    if (run.status === "SUCCEEDED" && maySucceed) {
      const asked = problems.filter(({ benchmark }) => benchmark === run.benchmark);
      for (const fault of await wrongSamples(store, run, asked)) wrong.push(`${title}: ${fault}`);
    } else if (run.status !== "FAILED" || !fails.includes(run.errorCode!)) {
      wrong.push(`${title} is ${run.status} with ${run.errorCode}: ${run.error} ${run.details}`);
    } else if (!Object.hasOwn(ERRORS.runner, run.errorCode!) || !run.error) {
      wrong.push(`${title} failed without a reason: ${run.errorCode} ${run.error}`);
    }
  }
  return wrong;
}

async function wrongSamples(store: Store, run: StoredRun, problems: AskedProblem[]): Promise<string[]> {
  const rows = await store.rows(
    "select problem_id, repeat, correct, error_code from samples where run_id = $1 order by problem_id, repeat",
    [run.id],
  );
  const found = rows.map(([problem, repeat, correct, code]) => `${problem} ${repeat} ${code ?? verdict(correct)}`);
  const outcomes = problems.map((problem) => outcomeOf(run.name, run.way, problem));
  const expected = problems.map((problem, i) => `${idOf(problem)} 0 ${outcomes[i]}`);
  const faults: string[] = [];
  if (found.join() !== expected.join()) faults.push(`it has ${found.join()} in place of ${expected.join()}.`);
  const scored = outcomes.filter((outcome) => outcome === "right" || outcome === "wrong");
  const accuracy = scored.filter((outcome) => outcome === "right").length / scored.length;
  if (run.accuracy === null || Math.abs(run.accuracy - accuracy) > 1e-9) {
    faults.push(`its accuracy is ${run.accuracy}, and the script implies ${accuracy}.`);
  }
  return faults;
}

const verdict = (correct: unknown) => (correct === true ? "right" : correct === false ? "wrong" : "undecided");

/**
 * What the engines were asked: how many requests, how many of them failed by the script, how often the script broke off
 * requests in flight, how often an answer was asked for again that had not failed, and how often one that had been given.
 */
export function countAsked(folder: string, models: string[]) {
  const lines = models.flatMap((name) => readNoted(folder, name).map((line) => ({ name, ...line })));
  const count = (what: Noted["what"]) => lines.filter((line) => line.what === what).length;
  const answers = Map.groupBy(lines, ({ name, benchmark, way, place }) => `${name} ${benchmark} ${way} ${place}`);
  let [again, givenAgain] = [0, 0];
  for (const noted of answers.values()) {
    const asked = noted.filter(({ what }) => what === "asked").length;
    const failed = noted.filter(({ what }) => what === "failed").length;
    const given = noted.filter(({ what }) => what === "whole").length;
    again += Math.max(0, asked - failed - Math.min(1, given));
    givenAgain += Math.max(0, given - 1);
  }
  return { asked: count("asked"), failed: count("failed"), interrupted: count("interrupted"), again, givenAgain };
}

/** What the engines of the weekend left behind. */
export async function leftBehind(folder: string): Promise<string[]> {
  const left: string[] = [];
  for (const { model, pid, port } of readLaunches(folder)) {
    if (isAlive(pid)) left.push(`The engine of ${model} is still there as process ${pid}.`);
    if (await listens(port)) left.push(`Port ${port} of ${model} is still taken.`);
  }
  try {
    const giveBack = await takeGpus(Array.from({ length: GPUS }, (_, i) => String(i)));
    await giveBack();
  } catch (error) {
    left.push(String(error));
  }
  return left;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
