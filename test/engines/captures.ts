import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ReplayRequest, type ReplayServer, type Reply, startReplay } from "./replayServer.ts";

/** The engines and versions of which there are captures. */
export type Captured = "vllm-0.32.0" | "vllm-0.11.0" | "sglang-0.5.23" | "tgi-3.3.6-dev0";

/** The bytes of a capture, from the status line on. */
export const capture = (engine: Captured, file: string): Buffer =>
  readFileSync(join(import.meta.dirname, engine, file));

/** Replies that a test wants instead of the engine's usual ones: a capture's name, or a reply, by `METHOD /path`. */
export type Instead = Record<string, string | Reply | ((request: ReplayRequest) => string | Reply | undefined)>;

/** Serves an engine: `choose` names the capture that it gave to such a request. */
export function replay(
  engine: Captured,
  choose: (request: ReplayRequest) => string | Reply,
  instead: Instead,
): Promise<ReplayServer> {
  return startReplay((request) => {
    const wanted = instead[`${request.method} ${request.path}`];
    const chosen = (typeof wanted === "function" ? wanted(request) : wanted) ?? choose(request);
    return typeof chosen === "string" ? { bytes: capture(engine, chosen) } : chosen;
  });
}
