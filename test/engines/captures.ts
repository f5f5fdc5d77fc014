import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ReplayRequest, type ReplayServer, type Reply, startReplay } from "./replayServer.ts";

/** The engines and versions whose replies were recorded. */
export type Captured = "vllm-0.32.0" | "vllm-0.11.0" | "sglang-0.5.23" | "tgi-3.3.6-dev0";

/** The bytes of a recorded reply, from the status line on. */
export const capture = (engine: Captured, file: string): Buffer =>
  readFileSync(join(import.meta.dirname, engine, file));

/** Replies in place of the engine's usual ones, by `METHOD /path`: the name of a recorded reply, or a reply. */
export type Replacements = Record<string, string | Reply | ((request: ReplayRequest) => string | Reply | undefined)>;

/** Starts a server in place of an engine: `choose` names the recorded reply to such a request, or gives a reply. */
export function replay(
  engine: Captured,
  choose: (request: ReplayRequest) => string | Reply,
  replacements: Replacements,
): Promise<ReplayServer> {
  return startReplay((request) => {
    const wanted = replacements[`${request.method} ${request.path}`];
    const chosen = (typeof wanted === "function" ? wanted(request) : wanted) ?? choose(request);
    return typeof chosen === "string" ? { bytes: capture(engine, chosen) } : chosen;
  });
}
