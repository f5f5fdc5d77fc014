import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { RunnerError } from "../../plugins/contract/runnerError.ts";
import type { LaunchableEngine, LaunchOptions } from "./launchOptions.ts";

/** A command line, what its environment has besides ours, and what to run when it has ended. */
export interface LaunchCommand {
  command: string[];
  environment: Record<string, string>;
  afterwards?: string[];
}

interface EngineCommandLine {
  title: string;
  command: string[];
  /** What an image needs before the flags, where its entry point does not start the engine. */
  inContainer: string[];
  /** Where its image keeps downloaded models. */
  cache: (huggingFaceHome: string) => string;
  host: string;
  always: string[];
  flags: Partial<Record<keyof LaunchOptions, (value: string | number) => string[]>>;
}

const flag = (name: string) => (value: string | number) => [name, String(value)];

/**
 * Each engine's own flags: vLLM's as in 0.32.0 (`--help=all`; the same since 0.8.5), SGLang's as in 0.5.23 (`--help`),
 * TGI's as in 3.3.6-dev0 (`launcher/src/main.rs`).
 */
const ENGINES: Record<LaunchableEngine, EngineCommandLine> = {
  vllm: {
    title: "vLLM",
    command: ["python3", "-m", "vllm.entrypoints.openai.api_server"],
    inContainer: [],
    cache: (home) => `${home}:/root/.cache/huggingface`,
    host: "--host",
    always: [],
    flags: {
      model: flag("--model"),
      servedModelName: flag("--served-model-name"),
      tensorParallel: flag("--tensor-parallel-size"),
      dtype: flag("--dtype"),
      quantization: flag("--quantization"),
      contextLength: flag("--max-model-len"),
      memoryShare: flag("--gpu-memory-utilization"),
      reasoningParser: flag("--reasoning-parser"),
      maxSequences: flag("--max-num-seqs"),
    },
  },
  sglang: {
    title: "SGLang",
    command: ["python3", "-m", "sglang.launch_server"],
    inContainer: ["python3", "-m", "sglang.launch_server"],
    cache: (home) => `${home}:/root/.cache/huggingface`,
    host: "--host",
    // Without it there is no /metrics.
    always: ["--enable-metrics"],
    flags: {
      model: flag("--model-path"),
      servedModelName: flag("--served-model-name"),
      tensorParallel: flag("--tensor-parallel-size"),
      dtype: flag("--dtype"),
      quantization: flag("--quantization"),
      contextLength: flag("--context-length"),
      memoryShare: flag("--mem-fraction-static"),
      reasoningParser: flag("--reasoning-parser"),
      maxSequences: flag("--max-running-requests"),
    },
  },
  tgi: {
    title: "TGI",
    command: ["text-generation-launcher"],
    inContainer: [],
    cache: (home) => `${join(home, "hub")}:/data`,
    host: "--hostname",
    always: [],
    flags: {
      model: flag("--model-id"),
      tensorParallel: flag("--num-shard"),
      dtype: flag("--dtype"),
      quantization: flag("--quantize"),
      // It bounds prompts apart, by 4,095 tokens unless told otherwise; a prompt must leave room for one token.
      contextLength: (tokens) => [
        ...flag("--max-total-tokens")(tokens),
        ...flag("--max-input-tokens")(Number(tokens) - 1),
      ],
      memoryShare: flag("--cuda-memory-fraction"),
      // It refuses the requests above this number; its batch is bounded by tokens.
      maxSequences: flag("--max-concurrent-requests"),
    },
  },
};

/** What people call the engine. */
export const engineTitle = (engine: LaunchableEngine): string => ENGINES[engine].title;

/** The command that launches an engine on a port of loopback. Throws a `RunnerError` for an option that it lacks. */
export function launchCommand(engine: LaunchableEngine, options: LaunchOptions, port: number): LaunchCommand {
  return options.dockerImage
    ? containerCommand(engine, options, options.dockerImage, port)
    : processCommand(engine, options, port);
}

function processCommand(engine: LaunchableEngine, options: LaunchOptions, port: number): LaunchCommand {
  return {
    command: [...(options.command ?? ENGINES[engine].command), ...engineFlags(engine, options, "127.0.0.1", port)],
    environment: {
      // CUDA counts GPUs by speed unless told to count them as nvidia-smi does.
      ...(options.gpus && { CUDA_DEVICE_ORDER: "PCI_BUS_ID", CUDA_VISIBLE_DEVICES: options.gpus.join(",") }),
      ...options.environment,
    },
  };
}

function containerCommand(
  engine: LaunchableEngine,
  options: LaunchOptions,
  image: string,
  port: number,
): LaunchCommand {
  const name = `paretograph-${engine}-${randomBytes(4).toString("hex")}`;
  return {
    command: [
      ...["docker", "run", "--rm", "--name", name, ...gpuFlag(options.gpus)],
      // Processes that share a model over GPUs talk through shared memory, of which a container has 64 MB by itself.
      ...["--ipc", "host", "--publish", `127.0.0.1:${port}:${port}`],
      ...["--volume", modelVolume(engine, options.model)],
      ...environmentNames(options).flatMap((variable) => ["--env", variable]),
      ...(options.dockerFlags ?? []),
      image,
      ...ENGINES[engine].inContainer,
      ...engineFlags(engine, { ...options, model: modelFolder(options.model) ?? options.model }, "0.0.0.0", port),
    ],
    environment: options.environment ?? {},
    afterwards: ["docker", "rm", "--force", name],
  };
}

function engineFlags(engine: LaunchableEngine, options: LaunchOptions, host: string, port: number): string[] {
  const { title, flags, host: hostFlag, always } = ENGINES[engine];
  const known = Object.keys(ENGINES.vllm.flags) as (keyof LaunchOptions)[];
  const given = known.flatMap((name) => {
    const value = options[name] as string | number | undefined;
    if (value === undefined) return [];
    const asFlags = flags[name];
    if (!asFlags) throw new RunnerError("LAUNCH_FAILED", `${title} has no option for "${name}". Leave it out.`);
    return asFlags(value);
  });
  return [...given, hostFlag, host, "--port", String(port), ...always, ...(options.flags ?? [])];
}

function gpuFlag(gpus: string[] | undefined): string[] {
  if (!gpus) return ["--gpus", "all"];
  // Docker reads the value as comma-separated fields: the quotes keep a list of GPUs in one.
  return gpus.length ? ["--gpus", `"device=${gpus.join(",")}"`] : [];
}

/** A local model is mounted under its own path, so that the engine states the same path as it would outside. */
function modelVolume(engine: LaunchableEngine, model: string): string {
  const folder = modelFolder(model);
  if (folder) return `${folder}:${folder}:ro`;
  return ENGINES[engine].cache(process.env.HF_HOME ?? join(homedir(), ".cache", "huggingface"));
}

function modelFolder(model: string): string | undefined {
  return statSync(model, { throwIfNoEntry: false })?.isDirectory() ? resolve(model) : undefined;
}

/** Named only: docker takes the values from its environment, where no list of processes shows them. */
function environmentNames({ environment = {} }: LaunchOptions): string[] {
  return [...new Set([...Object.keys(environment), ...(process.env.HF_TOKEN ? ["HF_TOKEN"] : [])])];
}
