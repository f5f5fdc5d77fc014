import type { EngineUse, RunnerPlugin } from "../../contract/runner.ts";
import type { HostedRunner } from "../hostedPlugins.ts";
import { callOnce, type SessionOrigin } from "./pluginSession.ts";
import { openSeparately } from "./separateEngine.ts";

/** The milliseconds that a runner may take to say what an engine is. */
const USE_MS = 10_000;
/** The answers of `use` that are kept, each for the same options, and the milliseconds for which a failure is one. */
const MOST_KEPT = 1000;
const FAILURE_MS = 60_000;

/** A runner whose code is in processes of its own: one for each engine that is open, and one for each new question of `use`. */
export function separateRunner(runner: RunnerPlugin, module: string): HostedRunner {
  const origin: SessionOrigin = { module, name: runner.name, version: runner.version, kind: "runner" };
  return Object.create(runner, {
    open: { enumerable: true, value: openSeparately.bind(null, origin) },
    use: { enumerable: true, value: runner.use && usesOf(origin) },
  });
}

/** `use` does nothing but answer, so that the queue, which asks it again and again, need not start a process each time. */
function usesOf(origin: SessionOrigin): (options: unknown) => Promise<EngineUse> {
  const kept = new Map<string, Promise<EngineUse>>();
  return (options) => {
    const key = JSON.stringify(options);
    const known = kept.get(key);
    if (known) return known;
    const asked = callOnce(origin, "use", options, USE_MS) as Promise<EngineUse>;
    asked.catch(() => setTimeout(() => kept.delete(key), FAILURE_MS).unref());
    kept.set(key, asked);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
    return asked;
  };
}
