import { z } from "zod";
import { DECODING_SETTINGS } from "../../decoding/decoding.ts";
import { PRESET_NAMES } from "../../decoding/presets.ts";
import { modelFiles, readModelFiles } from "../../recording/submitted/modelFiles.ts";
import { jsonValue, label, outputText, slug } from "../../recording/submitted/texts.ts";
import { gpuMeterOptions } from "../../runners/meter/gpuMeter.ts";
import { LONGEST_WAIT, readDuration } from "./duration.ts";

/** One parameter of a request for runs. */
export interface RunParameter {
  /** Checks a value. It holds the default, or says that the parameter may be left out. */
  schema: z.ZodType;
  /** One or more whole sentences. The default is added to them (`descriptionOf`). */
  description: string;
  /** The flags of `paretograph run` that give it. What several of them give is merged. */
  flags: readonly RunFlag[];
}

export interface RunFlag {
  /** The flag with its placeholder, such as `--limit <n>`. */
  flag: string;
  /** The description of a flag that gives only a part of the parameter. */
  description?: string;
  /** Makes the value of the flag's text; left out, the type of the parameter says how the text is read. */
  read?: (text: string) => unknown;
  /** Other parameters that the flag gives as well. */
  also?: (text: string) => Record<string, unknown>;
}

/** The largest cluster of today has some hundred thousand. */
const MOST_ACCELERATORS = 1_000_000;
/** The most entries of a list in a request. */
const LONGEST_LIST = 100;
/** The most seconds for an answer: a week. Timers of Node hold 24 days. */
const LONGEST_TIMEOUT = 604_800;

export const pluginChoice = z.strictObject({
  name: label.optional().describe("The name of the plugin, for example `vllm`. With an engine it may be left out."),
  engine: label.optional().describe("The name of an engine that the operator has declared. It brings its own options."),
  options: jsonValue.default({}).describe("The plugin's options. Its `optionsSchema` describes them."),
});

const price = z.number().nonnegative().max(1e9);

export const judgePrice = z.strictObject({
  prompt: price.describe("US dollars for a million tokens of the prompt."),
  output: price.describe("US dollars for a million tokens of the reply."),
});

export const hardware = z.strictObject({
  name: label.describe("The name of the accelerator, for example `H100-SXM`."),
  count: z
    .int()
    .positive()
    .max(MOST_ACCELERATORS)
    .describe("The number of accelerators that serve the model together."),
});

/** The parameters from which the runs are planned: the recipe and the row of a run hold what they lead to. */
export const PLAN_PARAMETERS = {
  model: {
    schema: label,
    description: "The slug of a model that the store holds, for example Qwen/Qwen3-8B.",
    flags: [{ flag: "--model <slug>" }],
  },
  benchmarks: {
    schema: z.array(label).min(1).max(LONGEST_LIST),
    description: "The slugs of benchmarks for which there is a plugin, for example gsm8k. Each gets runs of its own.",
    flags: [
      {
        flag: "--benchmark <list>",
        description:
          "The slugs of benchmarks for which there is a plugin, for example gsm8k, or the paths of task files (.yaml). Each gets runs of its own.",
      },
    ],
  },
  engine: {
    schema: label.optional(),
    description:
      "The name of an engine that the operator has declared in paretograph.config.ts, with its runner and its options.",
    flags: [{ flag: "--engine <name>" }],
  },
  runner: {
    schema: label.optional(),
    description:
      "The name of the runner plugin: vllm, sglang, tgi, openai, or another that is installed. With an engine it may be left out.",
    flags: [{ flag: "--runner <name>" }],
  },
  runnerOptions: {
    schema: jsonValue.default({}),
    description:
      "The options of the runner: the endpoint of a running engine, or how to launch one, which only an operator may say.",
    flags: [
      {
        flag: "--endpoint <url>",
        description: "The address of a running engine. Without it the runner's options say what to launch.",
        read: (endpoint: string) => ({ endpoint }),
      },
      { flag: "--runner-options <json>" },
    ],
  },
  benchmarkOptions: {
    schema: jsonValue.default({}),
    description: "The options of the benchmarks.",
    flags: [{ flag: "--benchmark-options <json>" }],
  },
  lab: {
    schema: slug.default("local"),
    description: "The slug of the lab that measures.",
    flags: [{ flag: "--lab <slug>" }],
  },
  thinking: {
    schema: z.array(label).min(1).max(LONGEST_LIST).default(["default"]),
    description:
      "How much the model may think: default, off, on, full, or a number of tokens, for example off,64,256,full. " +
      "Each gets a run of its own. If it is left out, the model thinks as it does by default.",
    flags: [{ flag: "--thinking <list>" }],
  },
  judge: {
    schema: pluginChoice.optional(),
    description:
      "A runner whose model judges the answers that cannot be decided by parsing, and a few others to measure its errors.",
    flags: judgeFlags("judge"),
  },
  secondJudge: {
    schema: pluginChoice.optional(),
    description: "A second judge beside the first. Answers on which the two differ stay undecided.",
    flags: judgeFlags("second-judge"),
  },
} as const satisfies Record<string, RunParameter>;

/** The flags that choose a judge. */
function judgeFlags(name: string): RunFlag[] {
  return [
    { flag: `--${name} <runner>`, read: (runner: string) => ({ name: runner }) },
    {
      flag: `--${name}-endpoint <url>`,
      description: "The address of the engine that judges.",
      read: (endpoint: string) => ({ options: { endpoint } }),
    },
    {
      flag: `--${name}-engine <name>`,
      description: "The name of an engine that the operator has declared, which judges.",
      read: (engine: string) => ({ engine }),
    },
  ];
}

type Settings = typeof DECODING_SETTINGS;
type AskedSetting = { [K in keyof Settings]: Settings[K] extends { request: object } ? K : never }[keyof Settings];

/** The names of the settings of the sampling that a run can ask for. */
const ASKED_SETTINGS = Object.entries(DECODING_SETTINGS).flatMap(([name, setting]) =>
  "request" in setting ? [name as AskedSetting] : [],
);

/** The parameters that the recipe of a run keeps as they are given. */
export const RECIPE_PARAMETERS = {
  repeats: {
    schema: z.int().positive().max(10_000).optional(),
    description:
      "The number of answers to each problem. By default as many as the benchmark usually has (`usualRepeats` of its plugin): " +
      "16 for aime25 and hmmt-feb25, 4 for gpqa-diamond, 1 for the other built-in ones.",
    flags: [{ flag: "--repeats <n>" }],
  },
  limit: {
    schema: z.int().positive().max(10_000_000).optional(),
    description:
      "The number of problems to ask, drawn at random, and from each subject or level its share. By default all are asked.",
    flags: [{ flag: "--limit <n>" }],
  },
  sampleSeed: {
    schema: z
      .int()
      .nonnegative()
      .max(2 ** 31 - 1)
      .optional(),
    description: "The seed with which the problems of a limit are drawn. If it is left out, it is 0.",
    flags: [{ flag: "--sample-seed <n>" }],
  },
  maxErrors: {
    schema: z.number().min(0).max(1).default(0.05),
    description:
      "The share of answers that may fail, between 0 and 1: a run of which more fail is no result and ends. One failure among " +
      "several answers is always allowed, unless the share is 0.",
    flags: [{ flag: "--max-errors <share>", read: readShare }],
  },
  mostConcurrent: {
    schema: z.int().positive().max(100_000).default(256),
    description: "At most this many requests are in flight at once. Where `load` is fixed, exactly so many.",
    flags: [
      {
        flag: "--concurrency <n>",
        description:
          "This many requests are in flight at once, from the first to the tail. `auto` adapts their number, at most 256. " +
          "Left out, it is 256 where GPUs are metered, and auto elsewhere.",
        read: (text: string) => (text === "auto" ? undefined : Number(text)),
        also: (text: string) => ({ load: text === "auto" ? "auto" : "fixed" }),
      },
    ],
  },
  load: {
    schema: z.enum(["fixed", "auto"]).optional(),
    description:
      "Whether the number of requests in flight is `fixed` or adapts to what the engine serves best (`auto`). If it is left " +
      "out, it is fixed where GPUs are metered, since the load is part of what is measured.",
    flags: [],
  },
  timeout: {
    schema: z.number().positive().max(LONGEST_TIMEOUT).default(1800),
    description: "The seconds that one answer may take.",
    flags: [{ flag: "--timeout <seconds>" }],
  },
  waitEngine: {
    schema: z.number().min(0).max(LONGEST_WAIT).optional(),
    description:
      "The seconds for which the run waits for an engine that is not there: nothing answers, it is still loading, or its " +
      "server lists no model yet. Other runs go on meanwhile. By default as long as the worker says (`WAIT_ENGINE`), else ten " +
      "minutes. Where it is given, a model that the server does not list is waited for too.",
    flags: [
      {
        flag: "--wait-engine <time>",
        description:
          "How long the run waits for an engine that is not there, for example 30m; ten minutes if not given. Where it is " +
          "given, a model that the server does not list is waited for too.",
        read: readDuration,
      },
    ],
  },
  chatTemplateKwargs: {
    schema: z.record(label, jsonValue).optional(),
    description: "Arguments of the model's chat template.",
    flags: [{ flag: "--chat-template-kwargs <json>" }],
  },
  systemPrompt: {
    schema: outputText.min(1).max(100_000).optional(),
    description: "A system message before the prompt of each problem.",
    flags: [{ flag: "--system-prompt <text>" }],
  },
  preset: {
    schema: z.enum(PRESET_NAMES).optional(),
    description:
      "Settings of the sampling by name, instead of those of the model's makers. `paper` has those of arXiv 2512.24776: a " +
      "temperature of 0.6 where the model is told to think and 0 elsewhere, and a frequency penalty of 0.05.",
    flags: [{ flag: "--preset <name>" }],
  },
  leaveOut: {
    schema: z.array(z.enum(ASKED_SETTINGS)).max(LONGEST_LIST).optional(),
    description:
      "Settings of the sampling that are not sent, for servers that refuse them, for example seed,frequencyPenalty.",
    flags: [{ flag: "--leave-out <list>" }],
  },
  allowNameMismatch: {
    schema: z.boolean().default(false),
    description:
      "Whether the engine may serve a model of another name than the one that is measured. Both names are recorded.",
    flags: [{ flag: "--allow-name-mismatch" }],
  },
  hardware: {
    schema: hardware.optional(),
    description: "The accelerators that serve the model, where they cannot be seen from the worker.",
    flags: [
      {
        flag: "--hardware <name>",
        description:
          "The accelerators that serve the model, for example 8xH100-SXM, where they cannot be seen from here.",
        read: readHardware,
      },
    ],
  },
  meter: {
    schema: gpuMeterOptions.optional(),
    description:
      "How the GPUs of an engine that was not launched here are metered, which only an operator may say: `{}` reads NVML or else nvidia-smi on the " +
      'worker\'s machine, `{dcgmExporter: URL}` a DCGM exporter, and `{plugin: {name: "amd-smi"}}` a meter that is installed.',
    flags: [
      {
        flag: "--meter <source>",
        description:
          "The source that meters the GPUs of an engine that was not launched here: nvml, nvidia-smi, dcgm, the URL of a DCGM " +
          "exporter, or the name of a meter that is installed, such as amd-smi.",
        read: readMeter,
      },
      {
        flag: "--meter-gpus <list>",
        description: "The GPUs that are metered, by index or UUID, where it cannot be seen which ones the engine uses.",
        read: (list: string) => ({ gpus: list.split(",") }),
      },
    ],
  },
  judgePrice: {
    schema: judgePrice.optional(),
    description:
      "The price of the judge's tokens, which is recorded with its verdicts and is no part of the run's cost.",
    flags: [
      {
        flag: "--judge-price <prompt,output>",
        description: "The price of the judge's tokens in US dollars for a million, for example 0.15,0.6.",
        read: readPrice,
      },
    ],
  },
  modelFiles: {
    schema: modelFiles.optional(),
    description:
      "The files of the model that the engine serves, each with its name and its SHA-256 (OpenSSF Model Signing). The run keeps them, and runs of one model that name other files can be told apart.",
    flags: [
      {
        flag: "--model-files <file>",
        description:
          "The signature of OpenSSF Model Signing (`model.sig`) in the folder of the model that the engine serves. The run keeps the digests that it names, and does not check the files.",
        read: readModelFiles,
      },
    ],
  },
  dataFile: {
    schema: z.string().min(1).max(4096).optional(),
    description:
      "A file with the problems on the worker's machine, which is read instead of their public source. Only an operator may name one.",
    flags: [{ flag: "--data <file>" }],
  },
} as const satisfies Record<string, RunParameter>;

type AskedSchema<S> = S extends { schema: infer Z extends z.ZodType; request: { otherwise: infer Otherwise } }
  ? Otherwise extends { value: unknown }
    ? z.ZodDefault<Z>
    : z.ZodOptional<Z>
  : never;

const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The settings of the sampling that a run can ask for; its decoding keeps them. */
export const DECODING_PARAMETERS = Object.fromEntries(
  Object.entries(DECODING_SETTINGS).flatMap(([name, setting]): [string, RunParameter][] => {
    if (!("request" in setting)) return [];
    const { description, request } = setting;
    const { symbol, otherwise } = request;
    const schema = "schema" in request ? request.schema : setting.schema;
    return [
      [
        name,
        {
          schema: "value" in otherwise ? (schema as z.ZodType).default(otherwise.value) : schema.optional(),
          description: "sentence" in otherwise ? `${description} ${otherwise.sentence}` : description,
          flags: [{ flag: `${flagOf(name)} <${symbol}>`, ...("read" in request && { read: request.read }) }],
        },
      ],
    ];
  }),
) as { [K in AskedSetting]: RunParameter & { schema: AskedSchema<Settings[K]> } };

/**
 * Everything that a run can be asked. The check of a request, the recipe, the plan, the public input `StartRunInput`,
 * the flags of `paretograph run` and the table in docs/runners.md follow from it.
 */
export const RUN_PARAMETERS = { ...PLAN_PARAMETERS, ...DECODING_PARAMETERS, ...RECIPE_PARAMETERS };

/** The schemas of parameters by name, as the shape of an object. */
export function schemasOf<Parameters extends Record<string, RunParameter>>(parameters: Parameters) {
  return Object.fromEntries(Object.entries(parameters).map(([name, { schema }]) => [name, schema])) as {
    [Name in keyof Parameters]: Parameters[Name]["schema"];
  };
}

/** A request for runs: one run for each benchmark and each way of thinking. */
export const runRequest = z.strictObject(schemasOf(RUN_PARAMETERS));

export type RunRequest = z.infer<typeof runRequest>;
export type RunRequestInput = z.input<typeof runRequest>;

/** The description of a parameter, with its default where that is a number or a word. */
export function descriptionOf({ schema, description }: RunParameter): string {
  const { default: value } = z.toJSONSchema(schema, { io: "input" });
  return typeof value === "number" || typeof value === "string"
    ? `${description} The default is ${value}.`
    : description;
}

/** Reads accelerators that are written as `H100-SXM` or `8xH100-SXM`. */
function readHardware(text: string): { name: string; count: number } {
  const [, count, name] = /^(?:(\d+)x)?(.*)$/.exec(text)!;
  return { name: name!, count: Number(count ?? 1) };
}

/** Reads the source of a meter by its name, its address or its plugin. */
function readMeter(source: string): Record<string, unknown> {
  if (source === "nvml" || source === "nvidia-smi") return {};
  // The port of NVIDIA's exporter unless it is told another one.
  if (source === "dcgm") return { dcgmExporter: "http://127.0.0.1:9400/metrics" };
  return URL.canParse(source) ? { dcgmExporter: source } : { plugin: { name: source } };
}

/** Reads a share that is written as `5%` or `0.05`. A text that is neither is left to the check. */
function readShare(text: string): unknown {
  const [, percent] = /^(\d+(?:\.\d+)?)\s*%$/.exec(text) ?? [];
  return percent === undefined ? Number(text) : Number(percent) / 100;
}

/** Reads the two prices that are written as `0.15,0.6`. */
function readPrice(text: string): { prompt: number; output: number } {
  const [prompt, output, ...more] = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return { prompt: prompt!, output: more.length > 0 ? Number.NaN : (output ?? Number.NaN) };
}
