import { isDeepStrictEqual } from "node:util";
import { isErrorOf } from "../../../errors/codedError.ts";
import type { Engine, EngineIdentity, EngineLoad, Generation, RunnerContext } from "../../contract/runner.ts";
import { RunnerError } from "../../contract/runnerError.ts";
import { type PluginSession, type SessionOrigin, startSession } from "./pluginSession.ts";
import type { ToOpen } from "./serveRunner.ts";

/** The milliseconds that an engine may take to say its load, and to be closed. What it launched is ended then anyhow. */
const LOAD_MS = 10_000;
const CLOSE_MS = 60_000;

interface Opened {
  session: PluginSession;
  identity: EngineIdentity;
  process?: number;
}

/**
 * Opens an engine whose runner is in a process of its own. Where that process ends, the answers in flight fail with
 * `ENGINE_FAILED`, and the next one opens the engine anew. What the runner launched ends with the process, however that ends.
 * Nothing of what is given back is checked here (see `openAsPlugin`).
 */
export async function openSeparately(origin: SessionOrigin, options: unknown, context: RunnerContext): Promise<Engine> {
  const first = await open(origin, options, context, context.signal);
  let opened = first;
  let opening: Promise<Opened> | null = null;
  let loading: Promise<unknown> | null = null;
  const closing = new AbortController();

  const openAnew = async () => {
    const next = await open(origin, options, context, closing.signal);
    if (!closing.signal.aborted && isDeepStrictEqual(next.identity, first.identity)) {
      opened = next;
      return next;
    }
    next.session.close();
    const message = `The engine of "${origin.name}" was opened anew, and what it says of itself is not what it said before.`;
    throw new RunnerError("ENGINE_FAILED", message);
  };
  const current = async (): Promise<Opened> => {
    if (closing.signal.aborted) throw new RunnerError("ENGINE_FAILED", `The engine of "${origin.name}" is closed.`);
    if (!opened.session.isOver) return opened;
    opening ??= openAnew().finally(() => {
      opening = null;
    });
    return opening;
  };
  return {
    identity: first.identity,
    process: first.process,
    async generate(request, signal) {
      const { session } = await current();
      try {
        return (await session.call("generate", request, { signal })) as Generation;
      } catch (error) {
        if (!isErrorOf("plugin", error)) throw error;
        throw new RunnerError("ENGINE_FAILED", error.message, { cause: error });
      }
    },
    async sampleLoad() {
      if (opened.session.isOver) return null;
      // Where one is slow, others must not queue up behind it.
      loading ??= opened.session.call("sampleLoad", null, { deadline: LOAD_MS }).finally(() => {
        loading = null;
      });
      return (await loading) as EngineLoad | null;
    },
    async close() {
      closing.abort(new RunnerError("CANCELED", `The engine of "${origin.name}" is closed.`));
      try {
        if (!opened.session.isOver) await opened.session.call("close", null, { deadline: CLOSE_MS });
      } catch (error) {
        // It is closed all the same, with its process and what that launched, so that no later run fails by it.
        if (!isErrorOf("plugin", error)) throw error;
        context.log(error.message);
      } finally {
        opened.session.close();
      }
    },
  };
}

async function open(
  origin: SessionOrigin,
  options: unknown,
  { log, reach }: RunnerContext,
  signal: AbortSignal,
): Promise<Opened> {
  const session = startSession(origin);
  try {
    const given: ToOpen = { options, reach };
    const opened = await session.call("open", given, { signal, onPiece: (line) => log(String(line)) });
    session.noteLaunched();
    const { identity, process } = Object(opened) as Omit<Opened, "session">;
    return { session, identity, ...(process !== undefined && { process }) };
  } catch (error) {
    session.close();
    throw error;
  }
}
