import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadBundledResults } from "../../src/recording/bundled/bundledResults.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { models } from "../../src/store/tables.ts";
import { type KillablePostgres, startKillablePostgres } from "../kills/killablePostgres.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { CONFIG } from "../support/smallStore.ts";
import { CHARACTERS, TIMEOUT } from "./characters.ts";
import { type AskedProblem, optionsOf, problemsOf, systemPromptOf, WAYS } from "./problems.ts";
import { startStandIn } from "./standIn.ts";

/** What is measured at the weekend. */
export interface Programme {
  /** The names of the characters. */
  models: string[];
  benchmarks: number;
  /** The ways of thinking, as numbers of `WAYS`. */
  ways: number[];
  /** The problems of each benchmark. */
  problems: number;
}

/** The requests that each run keeps in flight. */
export const CONCURRENCY = 2;
export const GPUS = 8;
export const EXPERIMENT = "weekend";

export interface Scene {
  folder: string;
  /** The file of the experiment. */
  file: string;
  problems: AskedProblem[];
  postgres: KillablePostgres;
  store: Store;
  /** The variables of the workers. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/** A database with the models, a machine of eight pretended GPUs, the engines that run elsewhere, and the experiment. */
export async function setScene(programme: Programme): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-weekend-"));
  const problems = await problemsOf(programme.benchmarks, programme.problems);
  writeFileSync(join(folder, "problems.json"), JSON.stringify(problems));
  const path = pretendGpus(folder);
  const postgres = await startKillablePostgres();
  const url = await createDatabaseOn(postgres.url);
  const store = await openStore({ url });
  await loadBundledResults(store);
  await store.drizzle.insert(models).values(
    programme.models.map((name) => ({
      ...{ slug: `weekend/${name}`, name, openWeights: true, architecture: "DENSE" as const, config: CONFIG },
    })),
  );
  await store.refresh();
  const elsewhere = programme.models.filter((name) => CHARACTERS[name]!.place !== "LAUNCHED");
  const engines = await Promise.all(elsewhere.map((name) => startStandIn({ name, folder, problems, port: 0 })));
  // Its port stays free: nothing listens there.
  for (const [i, name] of elsewhere.entries()) if (CHARACTERS[name]!.place === "NOWHERE") await engines[i]!.close();
  const ports = new Map(elsewhere.map((name, i) => [name, engines[i]!.port]));
  const file = join(folder, "weekend.json");
  writeFileSync(file, JSON.stringify(experimentOf(programme, ports)));
  return {
    ...{ folder, file, problems, postgres, store },
    environment: { DATABASE_URL: url, PATH: path, WEEKEND_FOLDER: folder },
    async close() {
      await Promise.all(engines.map((engine) => engine.close()));
      await store.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Writes an nvidia-smi that lists eight GPUs that no other machine has. The PATH on which it comes first. */
function pretendGpus(folder: string): string {
  const list = Array.from({ length: GPUS }, (_, i) => `GPU-${randomUUID()}, ${i}`).join("\\n");
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const script = `#!/bin/sh\ncase "$1" in --query-gpu=uuid,index) printf '${list}\\n' ;; *) exit 9 ;; esac\n`;
  writeFileSync(join(bin, "nvidia-smi"), script);
  chmodSync(join(bin, "nvidia-smi"), 0o755);
  return `${bin}:${process.env.PATH}`;
}

function experimentOf({ models, benchmarks, ways, problems }: Programme, ports: Map<string, number>) {
  const command = [process.execPath, join(import.meta.dirname, "launchedEngine.ts")];
  return {
    name: EXPERIMENT,
    models: models.map((name) => {
      const { gpus = 1, waitEngine } = CHARACTERS[name]!;
      const port = ports.get(name);
      const engine =
        port === undefined
          ? { launch: { command, tensorParallel: gpus, readyWithin: 120 } }
          : { endpoint: `http://127.0.0.1:${port}` };
      return { model: `weekend/${name}`, runnerOptions: engine, ...(waitEngine !== undefined && { waitEngine }) };
    }),
    benchmarks: Array.from({ length: benchmarks }, (_, benchmark) => ({
      benchmark: "arithmetic",
      benchmarkOptions: optionsOf(benchmark, problems),
      systemPrompt: systemPromptOf(benchmark),
    })),
    thinking: ways.map((way) => WAYS[way]),
    ...{ runner: "vllm", timeout: TIMEOUT, mostConcurrent: CONCURRENCY, load: "fixed" },
  };
}
