import { samplingDefaults } from "../../decoding/samplingDefaults.ts";
import type { EngineIdentity } from "../../plugins/contract/runner.ts";
import { isRunnerError } from "../../plugins/contract/runnerError.ts";
import { type Connection, getObjectIfAny, postJson } from "./connection.ts";
import { nameIn } from "./flagsOf.ts";
import type { ServedModel } from "./models.ts";

/** What a server with OpenAI's API can do beside it. */
export interface LocalServer {
  identity: Partial<EngineIdentity>;
  /** Counts the tokens of a text. */
  countTokens?: (text: string, signal: AbortSignal) => Promise<number>;
  /** Whether the chat template ends the prompt with the mark that opens a thought. */
  templateOpensThinking?: boolean;
}

type Fields = Record<string, unknown>;

/** What llama.cpp's server or Ollama tells by its own paths; null for any other server. Never throws but where it is canceled. */
export async function readLocalServer(
  connection: Connection,
  model: ServedModel,
  signal?: AbortSignal,
): Promise<LocalServer | null> {
  const root = { ...connection, prefix: connection.prefix.replace(/\/v1$/, "") };
  try {
    if (model.owned_by === "llamacpp") return await readLlamaCpp(root, signal);
    return model.owned_by === "library" ? await readOllama(root, model.id, signal) : null;
  } catch (error) {
    if (!isRunnerError(error) || signal?.aborted) throw error;
    return null;
  }
}

/** By `/props`, `/apply-template` and `/tokenize` of llama.cpp's server. */
async function readLlamaCpp(root: Connection, signal?: AbortSignal): Promise<LocalServer | null> {
  const props = await getObjectIfAny<Fields>(root, "/props", signal);
  if (props === null) return null;
  const defaults = (props.default_generation_settings ?? {}) as Fields;
  const messages = [{ role: "user", content: "?" }];
  const rendered = await postJson<{ prompt?: unknown }>(root, "/apply-template", { messages }, signal).catch(
    () => null,
  );
  return {
    identity: {
      engine: "llama.cpp",
      version: nameIn(props.build_info),
      modelRoot: nameIn(props.model_path),
      contextLength: typeof defaults.n_ctx === "number" ? defaults.n_ctx : null,
      // A file that is not quantized is `all F16` or the like.
      quantization: nameIn(props.model_ftype)?.startsWith("all ") ? null : nameIn(props.model_ftype),
      dtype: /^all (\w+)$/.exec(String(props.model_ftype))?.[1]?.toLowerCase() ?? null,
      generationConfig: isStock(defaults.params as Fields | undefined) ? null : samplingDefaults(defaults.params),
    },
    templateOpensThinking: opensThought(rendered?.prompt),
    countTokens: async (content, signal) => {
      const { tokens } = await postJson<{ tokens: unknown[] }>(
        root,
        "/tokenize",
        { content, add_special: false },
        signal,
      );
      return tokens.length;
    },
  };
}

/** Whether the defaults are those of llama.cpp itself, which say nothing of the model; a model's file can state others. */
const isStock = (params: Fields | undefined) =>
  params === undefined || (near(params.temperature, 0.8) && near(params.top_p, 0.95) && params.top_k === 40);

const near = (value: unknown, wanted: number) => Math.abs(Number(value) - wanted) < 1e-3;

const opensThought = (prompt: unknown) =>
  typeof prompt === "string" && /(?:<[\w:|]*think(?:ing)?[\w|]*>|\[THINK\]|◁think▷)\s*$/i.test(prompt);

/** By `/api/version` and `/api/show` of Ollama. */
async function readOllama(root: Connection, model: string, signal?: AbortSignal): Promise<LocalServer | null> {
  const version = nameIn((await getObjectIfAny<Fields>(root, "/api/version", signal))?.version);
  if (version === null) return null;
  const shown = await postJson<Fields>(root, "/api/show", { model }, signal);
  const parameters = Object.fromEntries(
    String(shown.parameters ?? "")
      .split("\n")
      .map((line) => line.trim().split(/\s+/, 2)),
  );
  const { quantization_level } = (shown.details ?? {}) as Fields;
  const context = Number(parameters.num_ctx);
  return {
    identity: {
      engine: "ollama",
      version,
      quantization: nameIn(quantization_level),
      contextLength: Number.isSafeInteger(context) && context > 0 ? context : null,
      generationConfig: samplingDefaults(parameters),
    },
  };
}
