import { ImportError } from "../../contract/importError.ts";
import type { ImportedModel } from "../../contract/importer.ts";
import { modelNamed } from "../fields/modelName.ts";
import { labelAt } from "../fields/texts.ts";
import type { Header } from "./log.ts";

/** The providers that run the model themselves, by the engines that they use. */
const ENGINES: Readonly<Record<string, string>> = {
  hf: "transformers",
  vllm: "vllm",
  "vllm-completions": "vllm",
  sglang: "sglang",
  ollama: "ollama",
  "llama-cpp-python": "llama.cpp",
  transformer_lens: "transformer_lens",
  nnterp: "nnterp",
};

/** What hosts the models of another provider, written between the provider and the model. */
const HOSTS = new Set(["azure", "bedrock", "vertex"]);

/**
 * The model of a log, whose name begins with its provider: `hf/Qwen/Qwen2.5-7B-Instruct`, `openai/azure/gpt-4o-mini`,
 * `openai-api/nebius/…`. The provider says how it was served.
 *
 * @throws ImportError `BAD_FILE` for a name without a model.
 */
export function modelOf(header: Header, path: string) {
  const place = `${path}: eval.model`;
  const { name, provider } = splitModel(header.eval.model);
  const given = header.eval.model_args;
  const local = [given.model_path, given.model_name].find((one) => typeof one === "string" && one !== "");
  const model = modelNamed(name === "local" || name === "model" ? (local ?? name) : name, place);
  if (!model) throw new ImportError("BAD_FILE", place, "it names no model.");
  const revision = model.revision ?? labelAt(textIn(given.revision), `${path}: eval.model_args.revision`);
  const engine = Object.hasOwn(ENGINES, provider[0] ?? "") ? ENGINES[provider[0]!] : undefined;
  const words = [engine ?? provider.join(" "), precisionOf(given)].filter(Boolean).join(", ");
  const servedAs = labelAt(words, place);
  return {
    model: { name: model.name, ...(revision && { revision }) } satisfies ImportedModel,
    serving: { ...(engine && { runner: engine }), ...(servedAs && { servedAs }) },
  };
}

const textIn = (value: unknown) => (typeof value === "string" ? value : undefined);

/** The provider, which may have two parts, and the name of the model. A name without a provider is the model's. */
export function splitModel(stated: string): { provider: string[]; name: string } {
  const parts = stated.split("/");
  if (parts.length === 1) return { provider: [], name: stated };
  const count = parts[0] === "openai-api" || HOSTS.has(parts[1]!) ? Math.min(2, parts.length - 1) : 1;
  return { provider: parts.slice(0, count), name: parts.slice(count).join("/") };
}

function precisionOf(given: Readonly<Record<string, unknown>>): string | undefined {
  const word = [given.quantization, given.dtype, given.torch_dtype].find(
    (one) => typeof one === "string" && /^[\w.-]{1,40}$/.test(one) && one !== "auto",
  );
  return (word as string | undefined)?.replace(/^torch\./, "");
}
