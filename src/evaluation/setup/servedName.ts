import type { EngineIdentity } from "../../plugins/contract/runner.ts";
import { RunnerError } from "../../plugins/contract/runnerError.ts";

/** Whether the model that an engine serves is the one that a run names. */
export type NameMatch = "SAME" | "UNCERTAIN" | "DIFFERENT";

/** What a run records of the names. */
export interface ServedName {
  asked: string;
  model: string;
  modelRoot: string | null;
  match: NameMatch;
}

/**
 * Holds the names that an engine states against the model that is asked for.
 *
 * @throws RunnerError `MODEL_MISMATCH` where they are surely different and that is not allowed.
 */
export function requireServed(asked: string, identity: EngineIdentity, allowMismatch: boolean): ServedName {
  const { model, modelRoot } = identity;
  const match = matchOf(asked, identity);
  if (match === "DIFFERENT" && !allowMismatch) {
    const root = modelRoot !== null && modelRoot !== model ? `, loaded from ${modelRoot},` : "";
    throw new RunnerError(
      "MODEL_MISMATCH",
      `The run names ${asked}, and the engine serves ${model}${root} which is another model. ` +
        "Name the model that is served, or allow it (--allow-name-mismatch, allowNameMismatch), which is recorded.",
    );
  }
  return { asked, model, modelRoot, match };
}

/** What the weights were loaded from decides where it is a name; the name under which they are served can be any. */
export function matchOf(asked: string, { model, modelRoot }: Pick<EngineIdentity, "model" | "modelRoot">): NameMatch {
  const byRoot = modelRoot === null ? "UNCERTAIN" : compareNames(asked, modelRoot);
  return byRoot === "UNCERTAIN" ? compareNames(asked, model) : byRoot;
}

/**
 * Compares two names of models. Owner, path, case, separators and the marks of a quantisation do not count. Two names are
 * surely different where both are like those of published models and their words or sizes differ.
 */
export function compareNames(asked: string, served: string): NameMatch {
  const [a, b] = [partsOf(asked), partsOf(served)];
  if (a.words.join("") === b.words.join("")) return "SAME";
  const sizesDiffer = a.sizes.length > 0 && b.sizes.length > 0 && a.sizes.join() !== b.sizes.join();
  if (sizesDiffer) return "DIFFERENT";
  // A plain alias, such as "default" or "my-model", says nothing.
  if (!a.isModelName || !b.isModelName) return "UNCERTAIN";
  // Ollama and others leave out that a model is the one that chats: llama3.1:8b is Llama-3.1-8B-Instruct.
  const plain = (words: string[]) => words.filter((word) => !CHAT_WORDS.includes(word)).join("");
  if (!b.isHubId && plain(a.words) === plain(b.words)) return "UNCERTAIN";
  return "DIFFERENT";
}

const CHAT_WORDS = ["instruct", "chat", "it"];

/** Marks of how the weights are stored, not of which model they are. */
const STORAGE =
  /^(fp8|fp16|bf16|fp4|fp32|nvfp4|mxfp4|awq|gptq|gguf|ggml|mlx|bnb|exl[23]|hqq|int[48]|[2-8]bit|w\d+a\d+|i?q\d.*|dynamic|unsloth|quantized|kv|latest|marlin|k|m|s|xs|xxs|l)$/;
const SIZE = /^(\d+x)?\d+(\.\d+)?[bmt]$/;

function partsOf(name: string) {
  const id = hubIdOf(name);
  const last = id.split("/").at(-1)!.toLowerCase();
  const all = last
    .replace(/\.(gguf|safetensors|bin)$/, "")
    .split(/[-_:\s]+/)
    .filter((word) => word !== "");
  const firstStorage = all.findIndex((word, i) => i > 0 && STORAGE.test(word));
  // "K", "M" and "S" are marks only behind another one, as in Q4_K_M.
  const words = all.filter((word, i) => i === 0 || !(STORAGE.test(word) && (word.length > 2 || i > firstStorage)));
  const sizes = words.filter((word) => SIZE.test(word));
  const isHubId = /^[\w.-]+\/[\w.-]+$/.test(id);
  return { words, sizes, isHubId, isModelName: isHubId || (sizes.length > 0 && words.length > 1) };
}

/** The hub id in a path of a hub's cache (`models--Qwen--Qwen3-8B/snapshots/…`), else the last folder or file of a path. */
function hubIdOf(name: string): string {
  const cached = /models--([^/\\]+?)--([^/\\]+)/.exec(name);
  if (cached) return `${cached[1]}/${cached[2]}`;
  const isPath = /^(\.{0,2}[/\\~]|[a-z]:[/\\]|~)/i.test(name) || name.split(/[/\\]/).length > 2;
  return isPath ? (name.split(/[/\\]/).findLast((part) => part !== "") ?? name) : name;
}
