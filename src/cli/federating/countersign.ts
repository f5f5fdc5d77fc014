import type { Command } from "commander";
import { countersignByComparison } from "../../federation/peers/countersign.ts";
import { withStore } from "./withStore.ts";

/** `paretograph countersign`: what a lab says of another lab's run, by a run of its own. */
export function declare(command: Command): void {
  command
    .argument("<hash>", "the content hash of the other lab's run")
    .requiredOption("--run <hash>", "the content hash of the own run, of the same model, benchmark and protocol")
    .requiredOption("--lab <slug>", "the lab that says so")
    .option("--note <text>", "what it adds in words")
    .action((subject: string, { run, lab, note }: { run: string; lab: string; note?: string }) =>
      withStore(async (store) => {
        const compared = await countersignByComparison(store, { subject, run, lab, note: note ?? null });
        const { difference, low, high, problemCount, verdict } = compared;
        const points = (share: number | undefined) => (share === undefined ? "?" : (100 * share).toFixed(1));
        const ends = `95 % interval ${points(low)} to ${points(high)}`;
        console.log(
          `${verdict === "TIED" ? "Reproduced" : "Disputed"}: on ${problemCount} problems theirs is ${points(difference)} points above the own one (${ends}). The next publishing signs it.`,
        );
      }),
    );
}
