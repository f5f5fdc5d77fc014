import { type Command, Option } from "commander";
import type { RequestError } from "../../errors/requestError.ts";
import { CommandError } from "../settings.ts";
import { readLatency, readMachine } from "./servingFlags.ts";

interface FrontierFlag {
  flag: string;
  description: string;
  /** The parameter of a frontier's URL that the flag gives; its value is checked as that of the parameter. */
  parameter: string;
  /** Whether the flag may be repeated, or hold several values with commas. */
  isList?: true;
}

/** What `--latency` stands for beside limits. No flag gives it. */
const CHOSEN: FrontierFlag = { flag: "--choose-precision", description: "", parameter: "on.choosePrecision" };

/** The flags that say how `--on` serves. */
const SERVING_FLAGS: FrontierFlag[] = [
  { flag: "--count <n>", description: "how many of them there are, of all replicas together", parameter: "on.count" },
  { flag: "--replicas <n>", description: "copies of the model, each with its own batch", parameter: "on.replicas" },
  { flag: "--tensor <n>", description: "accelerators that cut each layer among them", parameter: "on.tensorParallel" },
  {
    flag: "--attention <n>",
    description: "groups of them that attend for their own part of the batch",
    parameter: "on.attentionParallel",
  },
  { flag: "--pipeline <n>", description: "stages of layers that follow each other", parameter: "on.pipelineParallel" },
  { flag: "--experts <n>", description: "groups of them that hold whole experts", parameter: "on.expertParallel" },
  {
    flag: "--kv-cache-bits <n>",
    description: "the bits of a cached key or value: 16 or 8",
    parameter: "on.kvCacheBits",
  },
  { flag: "--engine <name>", description: "VLLM, SGLANG or TENSORRT_LLM", parameter: "on.engine" },
  { flag: "--engine-version <v>", description: "the engine's version, e.g. 0.19.0", parameter: "on.engineVersion" },
  {
    flag: "--precision <p>",
    description: "the precision of the weights, e.g. FP8; as published if not given",
    parameter: "on.precision",
  },
  {
    flag: "--batch <n>",
    description: "how many answers each replica generates at once, or BEST for the most tokens a second",
    parameter: "on.batch",
  },
  {
    flag: "--ttft-p95 <seconds>",
    description: "the longest time to the first token that is allowed",
    parameter: "on.ttftP95",
  },
  {
    flag: "--itl-p95 <seconds>",
    description: "the longest time between two tokens that is allowed",
    parameter: "on.itlP95",
  },
  {
    flag: "--dollars-per-hour <price>",
    description: "the price of one accelerator for an hour; needed for --by cost",
    parameter: "on.dollarsPerHour",
  },
];

const FLAGS: FrontierFlag[] = [
  {
    flag: "--by <metric>",
    description: "the metric that accuracy is traded for, flops if not given; repeat it for more",
    parameter: "objective",
    isList: true,
  },
  {
    flag: "--on <accelerator>",
    description: "as served on this accelerator, or on some of them, e.g. L40S or 2xRTX-4090",
    parameter: "on.hardware",
  },
  ...SERVING_FLAGS,
  {
    flag: "--max <metric=number>",
    description: "an upper limit, e.g. flops=1e15; repeat it for more",
    parameter: "max",
    isList: true,
  },
  {
    flag: "--min <metric=number>",
    description: "a lower limit, e.g. accuracy=0.9; repeat it for more",
    parameter: "min",
    isList: true,
  },
  {
    flag: "--lab <list>",
    description: "only runs that these labs measured or published",
    parameter: "lab",
    isList: true,
  },
  { flag: "--model <list>", description: "only these models", parameter: "model", isList: true },
  {
    flag: "--license <list>",
    description: "only models under these licences, e.g. Apache-2.0",
    parameter: "license",
    isList: true,
  },
  {
    flag: "--grain <grain>",
    description: "what competes: MODEL, RUN or OPERATING_POINT; a model in a mode if not given",
    parameter: "grain",
  },
  { flag: "--as-of <date>", description: "only models released by this day, as 2025-01-31", parameter: "asOf" },
  {
    flag: "--min-membership <share>",
    description: "all that is on the frontier in at least this share of resamples, e.g. 0.5",
    parameter: "minMembership",
  },
  {
    flag: "--better-than-chance",
    description: "only what is better than guessing, by the 95 % interval of its accuracy",
    parameter: "betterThanChance",
  },
];

/** Lists hold the values that were given one after the other or with commas. */
export type FrontierFlags = Record<string, unknown>;

/** Declares the flags that say which frontier is asked for. */
export function declareFrontierFlags(command: Command): void {
  for (const { flag, description, isList } of FLAGS) {
    const option = new Option(flag, description);
    if (isList) option.argParser((value: string, before: string[] = []) => [...before, ...value.split(",")]);
    command.addOption(option);
  }
  command.option("--latency <limits>", 'the longest times that are allowed, e.g. "p95 ITL < 50ms, p95 TTFT < 2s"');
}

/**
 * The flags with those in their place that `--latency` and a number in `--on` stand for: the limits and the number, and what
 * they leave open is chosen (the batch, the precision), to be compared by the time of an accelerator.
 */
export function meantFlags(given: FrontierFlags): FrontierFlags {
  const { on, latency, ...rest } = given as { on?: string; latency?: string } & FrontierFlags;
  if (on === undefined) {
    if (latency !== undefined)
      throw new CommandError("--latency says how --on serves: add --on, e.g. --on 2xRTX-4090.");
    return given;
  }
  const { hardware, count, dollarsPerHour } = readMachine("--on", on);
  const { ttftP95, itlP95 } = latency === undefined ? {} : readLatency(latency);
  const stated = { count, dollarsPerHour, ttftP95, itlP95 };
  for (const [name, value] of Object.entries(stated)) {
    if (value === undefined || rest[name] === undefined) continue;
    const flag = SERVING_FLAGS.find((one) => new Option(one.flag).attributeName() === name)!.flag.split(" ")[0];
    throw new CommandError(
      `${flag} is stated twice: leave it out, or out of ${name.endsWith("P95") ? "--latency" : "--on"}.`,
    );
  }
  const meant = Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
  const open = latency === undefined ? {} : { batch: "BEST", by: ["gpu_time"] };
  return {
    ...open,
    ...rest,
    ...meant,
    on: hardware,
    ...(latency !== undefined && rest.precision === undefined && { choosePrecision: true }),
  };
}

/** The flags as the parameters of a frontier's URL. */
export function frontierParameters(benchmarks: string[], flags: FrontierFlags): URLSearchParams {
  const given = meantFlags(flags);
  const valueGiven = ({ flag }: FrontierFlag) =>
    given[new Option(flag).attributeName()] as string | string[] | true | undefined;
  if (given.on === undefined && SERVING_FLAGS.some(valueGiven)) {
    const names = SERVING_FLAGS.filter(valueGiven).map(({ flag }) => flag.split(" ")[0]);
    throw new CommandError(`${names.join(" and ")} says how --on serves: add --on, e.g. --on L40S.`);
  }
  const by = (given.by as string[] | undefined) ?? ["flops"];
  const objectives = by.some((text) => text.split(":")[0] === "accuracy") ? by : ["accuracy", ...by];
  const pairs: [string, string | string[] | true | undefined][] = [
    ["benchmark", benchmarks.flatMap((text) => text.split(","))],
    ["objective", objectives],
    ...[...FLAGS, CHOSEN]
      .filter(({ parameter }) => parameter !== "objective")
      .map((flag): [string, string | string[] | true | undefined] => [flag.parameter, valueGiven(flag)]),
  ];
  return new URLSearchParams(
    pairs.flatMap(([name, values = []]) => [values].flat().map((value) => [name, String(value)])),
  );
}

/** The message of a refusal, with the flag that gave the argument at fault in place of the argument's name. */
export function withFlag({ message, argument }: RequestError): string {
  if (argument === undefined || !message.startsWith(`${argument}:`)) return message;
  const [first = "", second = ""] = argument.replace(/\[\d+\]/g, "").split(".");
  const parameters: Record<string, string> = { where: second, objectives: "objective", constraints: "max" };
  const name = parameters[first] ?? (second ? `${first}.${second}` : first);
  const flag = FLAGS.find(({ parameter }) => parameter === name)?.flag.split(" ")[0];
  const limits = first === "constraints" ? "--max, --min" : flag;
  const given = name === "benchmark" ? "<benchmarks>" : limits;
  return given === undefined ? message : given + message.slice(argument.length);
}
