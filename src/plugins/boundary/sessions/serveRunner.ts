import type { Reach } from "../../../network/connector.ts";
import type { Engine, GenerationRequest, RunnerPlugin } from "../../contract/runner.ts";
import { openAsPlugin } from "../openAsPlugin.ts";
import type { Served } from "./served.ts";

const LONGEST_LINE = 2000;

/** What `open` is called with. */
export interface ToOpen {
  options: unknown;
  reach: Reach | undefined;
}

/** The calls of a runner and of the one engine that it opens. */
export function serveRunner(runner: RunnerPlugin): Served {
  let engine: Engine | null = null;
  return async (method, given, { signal, give }) => {
    if (method === "use") return runner.use!(given);
    if (method === "open") {
      const { options, reach } = given as ToOpen;
      const log = (line: string) => give(String(line).slice(0, LONGEST_LINE));
      engine = await openAsPlugin(runner, options, { signal, log, ...(reach && { reach }) });
      return { identity: engine.identity, process: engine.process };
    }
    if (engine === null) throw new Error(`no engine is open for ${method}`);
    if (method === "generate") return engine.generate(given as GenerationRequest, signal);
    return method === "sampleLoad" ? engine.sampleLoad() : engine.close();
  };
}
