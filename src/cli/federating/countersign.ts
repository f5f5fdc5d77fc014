import type { Command } from "commander";
import { withAsk } from "./withStore.ts";

interface CountersignFlags {
  run: string;
  lab: string;
  note?: string;
}

/** `paretograph countersign`: what a lab says of another lab's run, by a run of its own. */
export function declare(command: Command): void {
  command
    .argument("<hash>", "the content hash of the other lab's run")
    .requiredOption("--run <hash>", "the content hash of the own run, of the same model, benchmark and protocol")
    .requiredOption("--lab <slug>", "the lab that says so")
    .option("--note <text>", "what it adds in words")
    .action((contentHash: string, flags: CountersignFlags) =>
      withAsk(async (ask) => {
        const query = `mutation ($contentHash: String!, $run: String!, $lab: String!, $note: String) {
          countersignRun(contentHash: $contentHash, run: $run, lab: $lab, note: $note) {
            verdict difference low high problemCount } }`;
        const { difference, low, high, problemCount, verdict } = (await ask(query, { contentHash, ...flags }))
          .countersignRun;
        const points = (share: number | null) => (share === null ? "?" : (100 * share).toFixed(1));
        const ends = `95 % interval ${points(low)} to ${points(high)}`;
        console.log(
          `${verdict === "REPRODUCED" ? "Reproduced" : "Disputed"}: on ${problemCount} problems theirs is ${points(difference)} points above the own one (${ends}). The next publishing signs it.`,
        );
      }),
    );
}
