import { type ParseArgsConfig, parseArgs } from "node:util";
import { paretoFrontier } from "../src/frontier/dominance/dominance.ts";
import { hypervolume } from "../src/frontier/hypervolume/hypervolume.ts";
import type { Direction } from "../src/frontier/metrics.ts";
import { type ParetoPeers, type Peer, startParetoPeers, type Timed } from "./support/paretoPeers.ts";
import { report, round } from "./support/report.ts";
import { type Distribution, distributions, skylinePoints } from "./support/skylinePoints.ts";

const options = {
  python: { type: "string" },
  points: { type: "string", default: "1000000" },
  rounds: { type: "string", default: "9" },
  json: { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];
const { values } = parseArgs({ options });
const most = Number(values.points);

/** The most points for paretoset. It compares each point with each of the frontier, and takes 52 s for a million points in five objectives. */
const PARETOSET_LIMIT = 100_000;
/** The most points for a hypervolume. The frontier of a million points in five anti-correlated objectives has 35,616 points, and a round takes 16 s. */
const VOLUME_LIMIT = 100_000;
/** The longest time for a comparison, in milliseconds, once each contender has run. */
const MILLISECONDS = 20_000;

const minimise = (width: number) => Array.from({ length: width }, (): Direction => "MINIMIZE");

/**
 * The median times of ours and of the peers, in milliseconds. They run in turn, and the first round only warms up. Short
 * tasks run for at least a second, so that their code has been compiled.
 */
async function race(ours: () => number, peers: Record<string, () => Promise<Timed>>): Promise<Record<string, number>> {
  const all = { ours: async () => timed(ours), ...peers };
  const times = Object.fromEntries(Object.keys(all).map((name) => [name, [] as number[]]));
  const start = performance.now();
  const isOver = (rounds: number) => {
    const spent = performance.now() - start;
    return rounds > 1 && (spent > MILLISECONDS || (rounds > Number(values.rounds) && spent > 1000));
  };
  for (let rounds = 0; !isOver(rounds); rounds++) {
    const results = [];
    for (const [name, ask] of Object.entries(all)) {
      const { milliseconds, result } = await ask();
      if (rounds > 0) times[name]!.push(milliseconds);
      results.push(result);
    }
    const [expected] = results as [number];
    if (results.some((result) => Math.abs(result - expected) > 1e-9 * expected))
      throw new Error(`${Object.keys(all).join(", ")} give ${results.join(", ")}.`);
  }
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, median(each)]));
}

function timed(work: () => number): Timed {
  const start = performance.now();
  const result = work();
  return { milliseconds: performance.now() - start, result };
}

function median(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

function compared(times: Record<string, number>): Record<string, string | number> {
  const { ours, ...others } = times;
  const shown = Object.entries(others).map(([name, milliseconds]) => [`${name} ms`, round(milliseconds)]);
  const ratio = Object.keys(others).length > 0 ? { ratio: round(ours! / Math.min(...Object.values(others))) } : {};
  return { "ours ms": round(ours!), ...Object.fromEntries(shown), ...ratio };
}

async function raceFrontier(peers: ParetoPeers | null, kind: Distribution, width: number) {
  const points = skylinePoints(kind, most, width, 1);
  const isLong = kind === "anti-correlated" && width === 5 && most > PARETOSET_LIMIT;
  const names: Peer[] = isLong ? ["moocore"] : ["moocore", "paretoset"];
  await peers?.load(points, width);
  const asked = peers ? names.map((name) => [name, () => peers.time(name)] as const) : [];
  const times = await race(() => paretoFrontier(points, minimise(width)).length, Object.fromEntries(asked));
  const frontier = paretoFrontier(points, minimise(width)).length;
  return { objectives: width, points: kind, count: most, frontier, ...compared(times) };
}

async function raceVolume(peers: ParetoPeers | null, kind: Distribution, width: number) {
  const count = kind === "anti-correlated" && width === 5 ? Math.min(most, VOLUME_LIMIT) : most;
  const points = skylinePoints(kind, count, width, 1);
  const frontier = paretoFrontier(points, minimise(width));
  const front = Float64Array.from(frontier.flatMap((row) => [...points.subarray(row * width, (row + 1) * width)]));
  const reference = minimise(width).map(() => 1.1);
  await peers?.load(front, width);
  const times = await race(
    () => hypervolume(front, minimise(width), reference),
    peers ? { moocore: () => peers.time("hypervolume", reference) } : ({} as Record<string, never>),
  );
  return { objectives: width, "frontier of": kind, points: frontier.length, ...compared(times) };
}

const peers = values.python ? await startParetoPeers(values.python) : null;
if (!peers) console.error("Without peers: --python PATH names a Python that has moocore and paretoset.");

const frontiers = [];
for (const width of [2, 3, 4, 5]) {
  for (const kind of distributions) frontiers.push(await raceFrontier(peers, kind, width));
}
report("The frontier of points in the process, medians; paretoset compiled beforehand, equal points kept", frontiers, [
  "Aim: with three to five objectives no slower than the faster peer (a ratio of at most 1).",
  `paretoset is left out with five anti-correlated objectives above ${PARETOSET_LIMIT} points: it takes 52 s for a million.`,
]);

const volumes = [];
for (const width of [3, 4, 5]) {
  for (const kind of distributions) volumes.push(await raceVolume(peers, kind, width));
}
report("The exact hypervolume of frontiers, medians; the reference is 1.1 on each objective", volumes, [
  "Aim: at most twice moocore's time.",
  `With five anti-correlated objectives it is the frontier of at most ${VOLUME_LIMIT} points.`,
]);
await peers?.stop();
