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
 * surely different where their sizes or families differ, or where both are like those of published models and differ in a
 * word. An alias, such as "default" or "qwen3-8b-prod", is not surely another model's.
 */
export function compareNames(asked: string, served: string): NameMatch {
  const [a, b] = [partsOf(asked), partsOf(served)];
  if (a.words.join("") === b.words.join("")) return "SAME";
  if (a.sizes.length > 0 && b.sizes.length > 0 && a.sizes.join() !== b.sizes.join()) return "DIFFERENT";
  const isOtherFamily = FAMILIES.includes(b.family) && !a.words.join("").includes(b.family);
  if (isOtherFamily && FAMILIES.includes(a.family)) return "DIFFERENT";
  if (!a.isModelName || !b.isModelName) return "UNCERTAIN";
  return !b.isHubId && mayBeAlias(a.words, b.words) ? "UNCERTAIN" : "DIFFERENT";
}

/** Families of open models, by the letters with which their names begin. */
const FAMILIES = [
  ...["deepseek", "exaone", "falcon", "gemma", "glm", "granite", "kimi", "llama", "magistral", "minimax", "mistral"],
  ...["mixtral", "nemotron", "olmo", "phi", "qwen", "qwq", "smollm", "yi"],
];
/** Words that say that a model chats, which aliases leave out: Ollama's llama3.1:8b is Llama-3.1-8B-Instruct. */
const CHAT = ["instruct", "chat", "it"];
/** Words that make another model of a name. */
const VARIANTS = [
  ...CHAT,
  ...["base", "pt", "thinking", "reasoning", "coder", "code", "math", "vl", "vision", "omni", "distill", "sft", "dpo"],
  ...["mini", "nano", "small", "medium", "large", "lite", "pro", "max", "air", "embedding", "reranker", "guard"],
];

/** Whether an alias says less than the name that is asked for, or more that does not make it another model's. */
function mayBeAlias(asked: string[], alias: string[]): boolean {
  const withoutChat = (words: string[]) => words.filter((word) => !CHAT.includes(word));
  if (withoutChat(asked).join("") === withoutChat(alias).join("")) return true;
  const more = alias.filter((word) => !asked.includes(word));
  return asked.every((word) => alias.includes(word)) && !more.some((word) => VARIANTS.includes(word));
}

/** Marks of how the weights are stored, not of which model they are. */
const STORAGE =
  /^(fp4|fp8|fp16|fp32|bf16|nvfp4|mxfp4|awq|gptq|gguf|ggml|mlx|bnb|exl[23]|hqq|int[48]|[2-8]bit|w\d+a\d+|i?q\d.*|dynamic|unsloth|ud|quantized(\..*)?|latest|marlin)$/;
/** What follows such a mark in the names of llama.cpp's quantisations, as in Q4_K_M. */
const STORAGE_SUFFIX = /^([kmsl0-9]|x+[sl])$/;
const SIZE = /^(\d+x)?\d+(\.\d+)?[bmt]$/;

function partsOf(name: string) {
  const id = hubIdOf(name);
  const last = id.split("/").at(-1)!.toLowerCase();
  const all = last
    .replace(/\.(gguf|safetensors|bin)$/, "")
    // The owner's name before the model's, which some copies leave out.
    .replace(/^meta-(?=llama)/, "")
    .split(/[-_:\s]+/)
    .filter((word) => word !== "");
  const stored = all.findIndex((word, i) => i > 0 && STORAGE.test(word));
  const isMark = (word: string, i: number) => STORAGE.test(word) || (i > stored && STORAGE_SUFFIX.test(word));
  const words = all.filter((word, i) => stored === -1 || i < stored || !isMark(word, i));
  const sizes = words.filter((word) => SIZE.test(word));
  const isHubId = /^[\w.-]+\/[\w.-]+$/.test(id);
  const family = /^[a-z]*/.exec(words[0] ?? "")![0];
  return { words, sizes, family, isHubId, isModelName: isHubId || (sizes.length > 0 && words.length > 1) };
}

/** The hub id in a path of a hub's cache (`models--Qwen--Qwen3-8B/snapshots/…`), else the last folder or file of a path. */
function hubIdOf(name: string): string {
  const cached = /models--([^/\\]+?)--([^/\\]+)/.exec(name);
  if (cached) return `${cached[1]}/${cached[2]}`;
  const isPath = /^(\.{0,2}[/\\~]|[a-z]:[/\\]|~)/i.test(name) || name.split(/[/\\]/).length > 2;
  return isPath ? (name.split(/[/\\]/).findLast((part) => part !== "") ?? name) : name;
}
