import type { Command } from "commander";
import { RequestError } from "../../errors/requestError.ts";
import { createLabKey, readLabKey } from "../../federation/keys/labKey.ts";
import { CommandError, readSettings } from "../settings.ts";

/** `paretograph key`: the key with which a lab signs what it publishes. */
export function declare(command: Command): void {
  command
    .command("create")
    .argument("<lab>", "the slug of the lab")
    .option("--next", "make the key to which the next `publish` hands over")
    .description("make the Ed25519 key of a lab in the data folder and print its id, which its peers compare")
    .action((lab: string, { next }: { next?: boolean }) =>
      told(() => createLabKey(readSettings(process.env).dataFolder, lab, next ? "next" : "key").keyId),
    );
  command
    .command("show")
    .argument("<lab>", "the slug of the lab")
    .description("print the id of the key of a lab, and of the next one")
    .action((lab: string) =>
      told(() => {
        const { dataFolder } = readSettings(process.env);
        const [key, next] = [readLabKey(dataFolder, lab), readLabKey(dataFolder, lab, "next")];
        if (!key) throw new CommandError(`The lab "${lab}" has no key: paretograph key create ${lab}`);
        return next ? `${key.keyId}\nnext: ${next.keyId}` : key.keyId;
      }),
    );
}

function told(work: () => string): void {
  try {
    console.log(work());
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  }
}
