import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunSubmissionInput } from "../../src/recording/submitted/submission.ts";
import { openStore } from "../../src/store/store.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { type Host, startHost } from "./hosts.ts";
import { countUnfinished, findViolations } from "./invariants.ts";
import { startKillablePostgres } from "./killablePostgres.ts";
import type { Acknowledged, HostReply } from "./messages.ts";

export interface Killing {
  kills: number;
  /** The same seed gives the same victims and waits. */
  seed: number;
  /** No further kill begins after this time. */
  seconds: number;
  log?(line: string): void;
}

export interface Outcome {
  kills: Record<string, number>;
  acknowledged: { submissions: number; runs: number };
}

/** What a process is killed in, and how the state after a kill is looked at. */
interface Scene {
  /** Who takes submissions. */
  server: Host;
  victims: { name: string; share: number; kill(random: () => number): Promise<void> }[];
  look(acknowledged: Acknowledged): Promise<Pick<HostReply, "violations" | "unfinished">>;
  close(): Promise<void>;
}

/**
 * Kills processes of a store at random instants while runs are submitted and measured, and throws if an invariant does not
 * hold after a kill, or if in the end an acknowledged run is not there or not measured.
 */
export async function killAtRandom(engine: "PGlite" | "PostgreSQL", killing: Killing): Promise<Outcome> {
  const random = seeded(killing.seed);
  const acknowledged: Acknowledged = { hashes: [], runs: [] };
  const scene = engine === "PGlite" ? await embeddedScene() : await postgresScene();
  const ended = new AbortController();
  const deadline = Date.now() + killing.seconds * 1000;
  const kills: Record<string, number> = {};
  const check = async (after: string) => {
    const { violations, unfinished } = await scene.look(structuredClone(acknowledged));
    if (violations!.length > 0) throw new Error(`After ${after}:\n${violations!.join("\n")}`);
    return unfinished!;
  };
  const submitting = submitAll(scene.server, acknowledged, random, ended.signal);
  try {
    for (let kill = 1; kill <= killing.kills && Date.now() < deadline; kill++) {
      // Most processes are killed at work, some while they start.
      if (random() < 0.75) await scene.server.ready();
      await sleep(random() * 400);
      const victim = chosen(scene.victims, random());
      await victim.kill(random);
      kills[victim.name] = (kills[victim.name] ?? 0) + 1;
      await check(`kill ${kill} (${victim.name}, seed ${killing.seed})`);
      if (kill % 20 === 0) {
        const { hashes, runs } = acknowledged;
        killing.log?.(`${engine}: ${kill} kills, ${hashes.length} submissions and ${runs.length} runs acknowledged`);
      }
    }
    ended.abort();
    await submitting;
    const patience = Date.now() + 180_000;
    for (let left = await check("all kills"); left > 0; left = await check("all kills")) {
      if (Date.now() > patience) throw new Error(`${left} of ${acknowledged.runs.length} runs were never measured.`);
      await sleep(200);
    }
  } finally {
    ended.abort();
    await scene.close();
    await submitting.catch(() => {});
  }
  return { kills, acknowledged: { submissions: acknowledged.hashes.length, runs: acknowledged.runs.length } };
}

async function postgresScene(): Promise<Scene> {
  const postgres = await startKillablePostgres();
  const url = await createDatabaseOn(postgres.url);
  const store = await openStore({ url });
  await fillSmallStore(store);
  const server = startHost({ ROLE: "server", STORE_URL: url });
  const worker = startHost({ ROLE: "worker", STORE_URL: url });
  await Promise.all([server.ready(), worker.ready()]);
  return {
    server,
    victims: [
      { name: "server", share: 0.25, kill: () => server.killAndStart() },
      { name: "worker", share: 0.4, kill: () => worker.killAndStart() },
      { name: "database", share: 0.2, kill: (random) => postgres.killAndStart(random() < 0.5) },
      { name: "connection of the database", share: 0.15, kill: () => postgres.killBackend() },
    ],
    async look(acknowledged) {
      // The database may still recover.
      for (let attempt = 0; ; attempt++) {
        try {
          return {
            violations: await findViolations(store, acknowledged),
            unfinished: await countUnfinished(store, acknowledged),
          };
        } catch (error) {
          if (attempt >= 100) throw error;
          await sleep(100);
        }
      }
    },
    async close() {
      await Promise.all([server.kill(), worker.kill()]);
      await store.close();
      await postgres.stop();
    },
  };
}

async function embeddedScene(): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-kills-"));
  const store = await openStore({ folder });
  await fillSmallStore(store);
  await store.close();
  const server = startHost({ STORE_FOLDER: folder });
  await server.ready();
  return {
    server,
    victims: [{ name: "server", share: 1, kill: () => server.killAndStart() }],
    async look(acknowledged) {
      await server.ready();
      const seen = await server.ask({ check: acknowledged });
      if (!seen || seen.error) throw new Error(`The host can't say what it holds: ${seen?.error ?? "it ended"}`);
      return seen;
    },
    async close() {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The most runs that wait to be measured: the rest of the time goes to submissions. */
const MOST_RUNS = 40;

/** Submits results and starts runs, one after another, and notes what is acknowledged. */
async function submitAll(server: Host, acknowledged: Acknowledged, random: () => number, signal: AbortSignal) {
  for (let i = 0; !signal.aborted; i++) {
    await server.ready().catch(() => {});
    const isRun = i % 4 === 0 && acknowledged.runs.length < MOST_RUNS;
    const reply = await server.ask(
      isRun
        ? { start: { model: "acme/small", benchmarks: ["sums"], runner: "toy", mostConcurrent: 4 } }
        : { submit: submission(i, random) },
    );
    if (reply?.hash !== undefined) acknowledged.hashes.push(reply.hash);
    else if (reply?.run !== undefined) acknowledged.runs.push(reply.run);
    else await sleep(20);
  }
}

/** A result of its own, pooled with others. */
function submission(i: number, random: () => number): RunSubmissionInput {
  const [model, benchmark] = [["acme/small", "acme/large"][i % 2]!, ["sums", "proofs"][i % 3 === 0 ? 1 : 0]!];
  return {
    ...{ model, benchmark, mode: `mode ${i % 5}`, lab: "lab-a", notes: `submission ${i} ${random()}` },
    samples: Array.from({ length: 10 }, (_, n) => ({
      ...{ problem: String(n), repeat: 0, correct: random() < 0.6, outputTokens: Math.floor(random() * 1000) },
    })),
  };
}

function chosen<Victim extends { share: number }>(victims: Victim[], at: number): Victim {
  let left = at;
  for (const victim of victims) {
    if (left < victim.share) return victim;
    left -= victim.share;
  }
  return victims.at(-1)!;
}

/** Numbers in [0, 1) from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
