import { numberAt } from "../fields/figures.ts";
import { labelAt } from "../fields/texts.ts";
import type { ResultsFile } from "./resultsFile.ts";

/** The settings of the model: an object, and before 0.4.11 a text such as `pretrained=EleutherAI/pythia-70m,dtype=float`. */
export function argumentsOf(stated: unknown): Record<string, unknown> {
  if (typeof stated === "object" && stated !== null && !Array.isArray(stated)) return stated as Record<string, unknown>;
  if (typeof stated !== "string") return {};
  const pairs = stated.split(",").flatMap((pair) => {
    const equals = pair.indexOf("=");
    return equals === -1 ? [] : [[pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()]];
  });
  return Object.fromEntries(pairs);
}

/** The engines that the harness itself runs. What answers behind an address is not known. */
const ENGINES: Readonly<Record<string, string>> = {
  hf: "transformers",
  "hf-auto": "transformers",
  "hf-multimodal": "transformers",
  huggingface: "transformers",
  vllm: "vllm",
  "vllm-vlm": "vllm",
  sglang: "sglang",
  gguf: "llama.cpp",
  ggml: "llama.cpp",
  openvino: "openvino",
  nemo_lm: "nemo",
  deepsparse: "deepsparse",
};

/** The providers whose own address is asked where no other one is given. */
const PROVIDER = /^(openai|anthropic|watsonx|textsynth)(?:[-_]\w+)*$/;

/** The engine, its version, and in words how the model was served. What is not stated is left out. */
export function servingOf(file: ResultsFile, place: string) {
  const source = file.model_source ?? file.config.model;
  const name = typeof source === "string" ? source.slice(0, 100) : "";
  const engine = Object.hasOwn(ENGINES, name) ? ENGINES[name] : undefined;
  if (engine === undefined) {
    const provider = PROVIDER.exec(name)?.[1];
    const isElsewhere = argumentsOf(file.config.model_args).base_url !== undefined;
    return provider === undefined || isElsewhere ? {} : { servedAs: provider };
  }
  const runnerVersion = labelAt(versionOf(engine, file), place);
  const precision = precisionOf(file);
  const servedAs = precision === undefined ? engine : labelAt(`${engine}, ${precision}`, place);
  return { runner: engine, ...(runnerVersion && { runnerVersion }), servedAs };
}

function versionOf(engine: string, file: ResultsFile): string | undefined {
  const stated = engine === "transformers" ? file.transformers_version : undefined;
  if (typeof stated === "string" && /^\d[\w.+-]{0,40}$/.test(stated)) return stated;
  const environment = typeof file.pretty_env_info === "string" ? file.pretty_env_info : "";
  return new RegExp(`\\b${engine}==(\\d[\\w.+-]{0,40})`).exec(environment)?.[1];
}

function precisionOf(file: ResultsFile): string | undefined {
  const given = argumentsOf(file.config.model_args);
  const isSet = (name: string) => given[name] === true || given[name] === "True" || given[name] === "true";
  const words = [given.quantization, given.dtype, file.config.model_dtype].find(
    (word) => typeof word === "string" && /^[\w.-]{1,40}$/.test(word) && word !== "auto" && word !== "None",
  );
  if (isSet("load_in_4bit")) return "4 bit";
  if (isSet("load_in_8bit")) return "8 bit";
  return (words as string | undefined)?.replace(/^torch\./, "");
}

/**
 * The accelerators that the run used, where the report of the environment leaves no doubt: the only one of the machine, or
 * as many equal ones as the engine was told to use.
 */
export function acceleratorOf(file: ResultsFile, place: string): { name: string; count: number } | undefined {
  const environment = typeof file.pretty_env_info === "string" ? file.pretty_env_info : "";
  const names = [...environment.matchAll(/^GPU \d+: (\S[^\r\n]{0,99})$/gm)].map(([, name]) => name!.trim());
  const name = labelAt(names[0], place);
  if (name === undefined || names.some((other) => other !== name)) return undefined;
  const given = argumentsOf(file.config.model_args);
  const told = ["tensor_parallel_size", "tp_size"].map((key) => numberAt(given[key], `${place}.${key}`));
  const tensor = told.find((size) => size !== undefined);
  const data = numberAt(given.data_parallel_size, place) ?? 1;
  const count = tensor === undefined ? (names.length === 1 ? 1 : undefined) : tensor * data;
  return count !== undefined && Number.isInteger(count) && count > 0 && count <= names.length
    ? { name, count }
    : undefined;
}
