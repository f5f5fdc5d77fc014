import type { Command } from "commander";
import { type Forgotten, forget as forgetRuns } from "../recording/corrections.ts";
import { decodeGlobalID, runHashOf } from "../schema/base/builder.ts";
import { openBareStore } from "./openStore.ts";
import { CommandError, readSettings } from "./settings.ts";

/** `paretograph forget`: deletes for good what a licence or a person asks to be deleted. */
export function declare(command: Command): void {
  command
    .argument("<run...>", "the content hashes or global ids of runs")
    .requiredOption("--reason <text>", "the reason, which is kept")
    .option("--texts", "delete only what the models wrote and were asked; verdicts and figures stay")
    .option("--samples", "delete only the samples; the measures stay")
    .action(forget);
}

interface Flags {
  reason: string;
  texts?: boolean;
  samples?: boolean;
}

async function forget(runs: string[], { reason, texts = false, samples = false }: Flags): Promise<void> {
  if (texts && samples) throw new CommandError("Give either --texts or --samples.");
  if (reason.trim() === "") throw new CommandError("--reason: say why it is deleted.");
  const what: Forgotten = texts ? "TEXTS" : samples ? "SAMPLES" : "RUN";
  const hashes = runs.map(hashOf);
  const store = await openBareStore(readSettings(process.env));
  try {
    const held = await forgetRuns(store, hashes, what, reason.trim());
    const unknown = hashes.filter((hash) => !held.includes(hash));
    if (held.length > 0) console.log(`Deleted for good: ${DELETED[what]} of ${held.length} runs.`);
    if (unknown.length > 0) throw new CommandError(`The store holds no run ${unknown.join(", ")}.`);
  } finally {
    await store.close();
  }
}

const DELETED: Record<Forgotten, string> = { RUN: "all", SAMPLES: "the samples", TEXTS: "the texts" };

function hashOf(run: string): string {
  if (/^[0-9a-f]{64}$/.test(run)) return run;
  try {
    const { typename, id } = decodeGlobalID(run);
    if (typename === "Run") return runHashOf(id);
  } catch {
    // It is said below what a run is named by.
  }
  throw new CommandError(`"${run}" is neither the content hash nor the global id of a run.`);
}
