import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface Timed {
  milliseconds: number;
  /** The size of the frontier, or the hypervolume. */
  result: number;
}

export type Peer = "moocore" | "paretoset" | "hypervolume";

/** Runs moocore and paretoset in one Python process, which reads points from a file. */
export interface ParetoPeers {
  /** Loads row-major points of `width` objectives, where less is better, for the calls that follow. */
  load(points: Float64Array, width: number): Promise<void>;
  time(peer: Peer, reference?: number[]): Promise<Timed>;
  stop(): Promise<void>;
}

/**
 * @param python a Python that has moocore and paretoset.
 * @throws Error with the output of the process, if it ends before it answers.
 */
export async function startParetoPeers(python: string): Promise<ParetoPeers> {
  const folder = await mkdtemp(join(tmpdir(), "pareto-"));
  const script = new URL("pareto_peers.py", import.meta.url).pathname;
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, "close");
  let loaded = { file: "", width: 0 };
  let files = 0;

  return {
    async load(points, width) {
      if (loaded.file) await rm(loaded.file);
      loaded = { file: join(folder, `points-${files++}.bin`), width };
      await writeFile(loaded.file, points);
    },
    async time(peer, reference) {
      child.stdin.write(`${JSON.stringify({ peer, reference, ...loaded })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${python} ended without an answer; it needs moocore and paretoset.`);
      return JSON.parse(value);
    },
    async stop() {
      child.stdin.end();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
