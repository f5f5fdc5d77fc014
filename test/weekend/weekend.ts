import { setTimeout as sleep } from "node:timers/promises";
import { seeded } from "../kills/killAtRandom.ts";
import { keepWorker, startCommand } from "./commands.ts";
import { countAsked, leftBehind, readRuns, wrongRuns } from "./findings.ts";
import { CONCURRENCY, type Programme, type Scene, setScene } from "./scene.ts";
import { watchStored } from "./storedAnswers.ts";

export interface Weekend extends Programme {
  /** The GPUs of each worker. */
  workers: string[];
  /** Workers are killed so often, with so many seconds between two kills on average. */
  kills: number;
  everySeconds: number;
  databaseRestarts: number;
  /** The same seed gives the same victims and waits. */
  seed: number;
  /** After so many seconds all runs must have ended. */
  seconds: number;
  log?(line: string): void;
}

export interface Outcome {
  /** What is wrong afterwards, in a sentence each; empty if all is as it must be. */
  wrong: string[];
  statuses: Record<string, number>;
  asked: ReturnType<typeof countAsked>;
  /** How many answers may at most be asked for again, and how many that had been given. */
  mostAgain: number;
  mostGiven: number;
  kills: number;
}

/**
 * Queues an experiment, lets workers measure it at engines that misbehave while workers are killed and the database is
 * restarted, and says what is wrong when all runs have ended or the time is over.
 */
export async function spendWeekend(weekend: Weekend): Promise<Outcome> {
  const { log = () => {}, workers: sets } = weekend;
  const scene = await setScene(weekend);
  const { store, environment, file, folder, postgres } = scene;
  log(`the scene is set in ${folder}`);
  const queueing = startCommand(["run", file, "--queue-only"], environment);
  if ((await queueing.ended) !== 0) throw new Error(`The experiment was not queued: ${queueing.output()}`);
  const workers = sets.map((gpus) => keepWorker(gpus, environment));
  const deadline = Date.now() + 1000 * weekend.seconds;
  const random = seeded(weekend.seed);
  const tally = { kills: 0, restarts: 0 };
  const wrong: string[] = [];
  const violence = async (signal: AbortSignal) => {
    const restartsAfter = Array.from({ length: weekend.databaseRestarts }, (_, i) =>
      Math.ceil(((i + 1) * weekend.kills) / (weekend.databaseRestarts + 1)),
    );
    for (let kill = 1; kill <= weekend.kills && !signal.aborted; kill++) {
      await sleep(1000 * weekend.everySeconds * (0.5 + random()), undefined, { signal });
      const victim = Math.floor(random() * workers.length);
      workers[victim]!.kill();
      tally.kills++;
      log(`kill ${kill}: worker ${victim}`);
      if (!restartsAfter.includes(kill)) continue;
      await sleep(1000 * random(), undefined, { signal });
      if (tally.restarts % 2 === 0) await postgres.killAndStart(true);
      else await restartInOrder(postgres);
      tally.restarts++;
      log(`database restarted`);
    }
  };
  const ended = new AbortController();
  const violent = violence(ended.signal).catch((error) => {
    if (!ended.signal.aborted) wrong.push(`The weekend itself failed: ${error}`);
  });
  try {
    const stored = watchStored(store);
    await untilEnded(scene, weekend, deadline, stored.look, log);
    ended.abort();
    await violent;
    if (tally.kills < weekend.kills) log(`only ${tally.kills} of ${weekend.kills} kills came before the end`);
    await Promise.all(workers.map((worker) => worker.stop()));
    const asked = countAsked(folder, weekend.models);
    // A kill loses what is in flight at the run of one worker, and a restart of the database at that of each worker.
    const mostGiven = CONCURRENCY * (tally.kills + tally.restarts * workers.length);
    // Where an engine breaks off what is in flight, no answer had been given.
    const mostAgain = mostGiven + CONCURRENCY * asked.interrupted;
    wrong.push(...(await wrongRuns(store, weekend, scene.problems)));
    if (asked.again > mostAgain) wrong.push(`${asked.again} answers were asked for again, and ${mostAgain} may be.`);
    if (asked.givenAgain > mostGiven) {
      wrong.push(`${asked.givenAgain} answers were asked for again that had been given, and ${mostGiven} may be.`);
    }
    wrong.push(...stored.askedAgain(await readRuns(store), folder));
    process.env.PATH = environment.PATH;
    wrong.push(...(await leftBehind(folder)));
    for (const failure of workers.flatMap(({ failures }) => failures)) log(failure);
    const statuses = countStatuses(await readRuns(store));
    return { wrong, statuses, asked, mostAgain, mostGiven, kills: tally.kills };
  } finally {
    ended.abort();
    await violent;
    await Promise.all(workers.map((worker) => worker.stop()));
    await scene.close();
  }
}

/** Stops PostgreSQL as an administrator does, who does not wait for clients, and starts it again. */
async function restartInOrder(postgres: Scene["postgres"]): Promise<void> {
  process.kill(postgres.pid(), "SIGINT");
  await sleep(2_000);
  await postgres.startAgain();
}

async function untilEnded(
  { store }: Scene,
  { seconds }: Weekend,
  deadline: number,
  look: () => Promise<void>,
  log: (line: string) => void,
) {
  for (let last = ""; ; await sleep(500)) {
    // The database may be away.
    const runs = await look()
      .then(() => readRuns(store))
      .catch(() => null);
    if (!runs) continue;
    const open = runs.filter(({ status }) => status === "QUEUED" || status === "RUNNING");
    const state = JSON.stringify(countStatuses(runs));
    if (state !== last) log(state);
    last = state;
    if (open.length === 0) return;
    if (Date.now() > deadline) {
      log(`${open.length} runs have not ended after ${seconds} s`);
      for (const { id, name, benchmark, way, status, error, details } of open) {
        log(`  run ${id} ${name} ${benchmark} ${way} ${status} ${error} ${details}`);
      }
      return;
    }
  }
}

function countStatuses(runs: { status: string; errorCode: string | null }[]): Record<string, number> {
  const groups = Object.groupBy(runs, ({ status, errorCode }) =>
    status === "FAILED" ? `${status} ${errorCode}` : status,
  );
  return Object.fromEntries(Object.entries(groups).map(([name, list]) => [name, list!.length]));
}
