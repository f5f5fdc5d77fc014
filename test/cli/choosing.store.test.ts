import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { run } from "./command.ts";

const DOC = "docs/choosing.md";
/** A command, and the answer that is quoted below it. */
const ANSWERED = /```sh\nparetograph (.*)\n```\n\n> (.*)\n/g;

/** The words of a command line, in which quotes hold blanks together. */
const wordsOf = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);

describe("the ten questions of docs/choosing.md", () => {
  const asked = [...readFileSync(DOC, "utf8").matchAll(ANSWERED)].map(([, command, answer]) => [command!, answer!]);

  it("are ten", () => expect(asked).toHaveLength(10));

  it.each(asked)("paretograph %s", { timeout: 120_000 }, async (command, answer) => {
    const { code, stdout, stderr } = await run(wordsOf(command!)).ended;
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    const [last] = stdout.trimEnd().split("\n").slice(-1);
    // To renew the answers after the data have changed set UPDATE_CHOOSING, then read each.
    if (process.env.UPDATE_CHOOSING) {
      writeFileSync(
        DOC,
        readFileSync(DOC, "utf8").replace(
          `paretograph ${command}\n\`\`\`\n\n> ${answer}\n`,
          () => `paretograph ${command}\n\`\`\`\n\n> ${last}\n`,
        ),
      );
      return;
    }
    expect(last).toBe(answer);
  });
});
