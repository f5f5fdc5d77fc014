import { z } from "zod";
import type { Message } from "../contract/message.ts";
import type { Engine, Generation, RunnerContext, RunnerPlugin } from "../contract/runner.ts";
import { isRunnerError, RunnerError } from "../contract/runnerError.ts";
import { checkedGeneration, checkedIdentity, checkedLoad, checkedProcess } from "./checkedGeneration.ts";
import { invalidResult } from "./checkedResult.ts";
import type { NamedPlugin } from "./pluginFailed.ts";
import { asPlugin } from "./strayErrors.ts";
import { untilHeeded } from "./untilHeeded.ts";

/** What opening an engine needs of its runner. */
type OpeningRunner = Omit<RunnerPlugin, "use">;

/**
 * Opens an engine. What it gives is checked, an error that it throws outside of any call is known as the plugin's and does not end this process, and
 * an abort that it does not heed holds up nobody.
 *
 * @throws PluginError `INVALID_RESULT` for an engine that is none, and what the plugin throws.
 */
export async function openAsPlugin(runner: OpeningRunner, options: unknown, context: RunnerContext): Promise<Engine> {
  const { name } = runner;
  // A function that throws instead of giving a promise fails as the others do.
  const call = <T>(work: () => Promise<T>) => asPlugin(name, async () => work());
  const opening = call(() => runner.open(options, context));
  const engine = await untilHeeded(opening, context.signal, (late) => call(() => late.close()));
  const faulty = ["generate", "sampleLoad", "close"].filter(
    (method) => typeof engine?.[method as keyof Engine] !== "function",
  );
  if (faulty.length > 0) throw invalidResult(runner, "open", `${faulty.join(", ")}: it is no function`);
  return {
    identity: named(runner, "open", () => checkedIdentity(engine.identity)),
    process: named(runner, "open", () => checkedProcess(engine.process)),
    async generate(request, signal) {
      requireInputs(runner, request.messages);
      let given: unknown;
      try {
        given = await untilHeeded(
          call(() => engine.generate(request, signal)),
          signal,
        );
      } catch (error) {
        throw isRunnerError(error) ? withCheckedPartial(error) : error;
      }
      try {
        return withDeclaredValues(
          runner,
          named(runner, "generate", () => checkedGeneration(given)),
        );
      } catch (error) {
        throw new RunnerError("ENGINE_FAILED", (error as Error).message, { cause: error });
      }
    },
    sampleLoad: async () => checkedLoad(await call(() => engine.sampleLoad())),
    close: () => call(() => engine.close()),
  };
}

/** Throws where a message has what the runner does not pass on: the engine would answer another question. */
function requireInputs({ name, inputs = [] }: OpeningRunner, messages: readonly Message[]): void {
  const kinds = messages.flatMap(({ parts = [] }) => parts.map(({ type }) => type));
  const missing = kinds.find((kind) => kind !== "text" && !inputs.includes(kind));
  if (missing === undefined) return;
  const passed = ["text", ...inputs].join(", ");
  throw new RunnerError(
    "INPUT_UNSUPPORTED",
    `The prompt has a part of the kind ${missing}, and ${name} passes on: ${passed}.`,
  );
}

const MOST_VALUES = 50;
/** Sums and squares of smaller values stay finite. */
const LARGEST = 1e100;

/** The answer with its values of metrics that the runner declares; others are left out, and a note says so. */
function withDeclaredValues({ metrics = [] }: OpeningRunner, generation: Generation): Generation {
  const { values, usageNotes = [], ...rest } = generation;
  if (values === undefined) return generation;
  const given = typeof values === "object" && values !== null ? Object.entries(values) : [];
  const isGood = ([name, value]: [string, unknown]) =>
    metrics.some((metric) => metric.name === name) && typeof value === "number" && Math.abs(value) <= LARGEST;
  const kept = given.filter(isGood).slice(0, MOST_VALUES);
  const left = given.filter((one) => !isGood(one)).map(([name]) => name.slice(0, 60));
  const note =
    left.length > 0 ? [`values left out that are no numbers of declared metrics: ${left.slice(0, 5).join(", ")}`] : [];
  return { ...rest, values: Object.fromEntries(kept), usageNotes: [...usageNotes, ...note] };
}

/** The failure without a partial answer that is none. */
function withCheckedPartial(error: RunnerError): RunnerError {
  const { code, message, retryAfter, partial } = error;
  if (partial == null) return error;
  try {
    checkedGeneration(partial);
    return error;
  } catch {
    return new RunnerError(code, message, { retryAfter, cause: error });
  }
}

function named<T>(plugin: NamedPlugin, method: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const { path, message } = error.issues[0]!;
    throw invalidResult(plugin, method, `${path.join(".")}: ${message}`);
  }
}
