import { type ParseArgsConfig, parseArgs } from "node:util";
import { bootstrapFrontier } from "../src/analysis/resampling/bootstrapPool.ts";
import { frontierUncertainty } from "../src/frontier/choice/frontierUncertainty.ts";
import { membership } from "../src/frontier/choice/membership.ts";
import type { Axis } from "../src/frontier/objective.ts";
import { resample } from "../src/frontier/statistics/resampling.ts";
import type { StatedErrors } from "../src/frontier/statistics/statedErrors.ts";
import { answerObjects, naiveMembership } from "./support/naiveBootstrap.ts";
import { timeNumpy } from "./support/numpyBootstrap.ts";
import { randomAnswers, resamplingOf } from "./support/randomAnswers.ts";
import { report, round } from "./support/report.ts";

const options = {
  resamples: { type: "string", default: "1000" },
  candidates: { type: "string", default: "200" },
  problems: { type: "string", default: "500" },
  rounds: { type: "string", default: "7" },
  /** The path of a Python with NumPy, which is then timed too. */
  python: { type: "string" },
  json: { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];
const { values } = parseArgs({ options });
const [resamples, candidates, problems, rounds] = [
  values.resamples,
  values.candidates,
  values.problems,
  values.rounds,
].map(Number) as [number, number, number, number];

const AXES: Axis[] = [
  { direction: "MAXIMIZE", scale: "linear" },
  { direction: "MINIMIZE", scale: "log" },
];
const DIRECTIONS = AXES.map(({ direction }) => direction);
const SEED = 1;
const answers = randomAnswers(candidates, problems);
const input = resamplingOf(answers, resamples, SEED);
const objects = answerObjects(answers);

const ours = await time(rounds, () => membership(resample(input), input.sampled, DIRECTIONS));
// With the band, the correction for the choice and an error that is stated of every cost, as an estimate has it.
const estimated = { ...input, errors: [errorsOfCosts(candidates)] };
const whole = () => frontierUncertainty(input.values, resample(input), input.sampled, AXES);
const withErrors = () => frontierUncertainty(input.values, resample(estimated), input.sampled, AXES);
const withBand = await time(rounds, () => whole().memberships);
const withAll = await time(rounds, () => withErrors().memberships);
const inThread = await time(rounds, async () => (await bootstrapFrontier(input, input.sampled, AXES)).memberships);
const naive = await time(Math.min(rounds, 3), () => naiveMembership(objects, resamples, SEED));
const numpy = values.python ? timeNumpy(values.python, answers, resamples, rounds) : null;

// The same draws give the same shares. NumPy draws by its own generator, so four standard errors of a difference are allowed.
demand(inThread.found, ours.found, 0, "the thread");
demand(withBand.found, ours.found, 0, "the version with a band");
demand(naive.found, ours.found, 0, "the naive version");
if (numpy) demand(numpy.membership, ours.found, 4 * Math.sqrt(0.5 / resamples), "NumPy");

const shown = (version: string, milliseconds: number) => ({
  version,
  ms: round(milliseconds),
  "times ours": round(milliseconds / ours.milliseconds),
});
report(
  `Membership on a frontier of accuracy and tokens: ${resamples} resamples × ${candidates} candidates × ${problems} problems`,
  [
    shown("ours", ours.milliseconds),
    shown("with band and correction", withBand.milliseconds),
    shown("and with errors of every cost", withAll.milliseconds),
    shown("with band and correction, in its thread", inThread.milliseconds),
    shown("naive", naive.milliseconds),
    ...(numpy ? [shown("NumPy", numpy.milliseconds)] : []),
  ],
  [
    "Aim, with band and correction: 1,000 × 200 × 500 within 1,000 ms on one core. Medians; the first round, which compiles, counts.",
  ],
);

async function time(rounds: number, run: () => ArrayLike<number> | Promise<ArrayLike<number>>) {
  const milliseconds: number[] = [];
  let found: ArrayLike<number> = [];
  for (let done = 0; done < rounds; done++) {
    const start = performance.now();
    found = await run();
    milliseconds.push(performance.now() - start);
  }
  return { milliseconds: milliseconds.sort((a, b) => a - b)[Math.floor(rounds / 2)]!, found };
}

function errorsOfCosts(count: number): StatedErrors {
  const ofCost = Float64Array.from({ length: 2 * count }, (_, at) => (at % 2) * 0.2);
  const groups = Uint32Array.from({ length: count }, (_, row) => row);
  return { groups, below: ofCost, above: ofCost, logarithmic: Uint8Array.of(0, 1) };
}

function demand(found: ArrayLike<number>, expected: ArrayLike<number>, within: number, who: string): void {
  const furthest = Math.max(...Array.from(found, (share, row) => Math.abs(share - expected[row]!)));
  if (!(furthest <= within)) throw new Error(`${who} is ${furthest} off, which is more than ${within}.`);
}
