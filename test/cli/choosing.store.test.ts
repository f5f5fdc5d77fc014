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

  it("have the same answer at the page's address", { timeout: 120_000 }, async () => {
    const onPage = [...readFileSync(DOC, "utf8").matchAll(/\n> (.*)\n\nOn the page: `\/\?(.*)`\n/g)];
    expect(onPage).toHaveLength(8);
    const server = run(["serve"]);
    const url = await server.ready();
    for (const [, answer, parameters] of onPage) {
      const text = await (await fetch(new URL(`/frontier.txt?${parameters}`, url))).text();
      expect(text.trimEnd().split("\n").at(-1)).toBe(answer);
    }
    server.child.kill("SIGTERM");
    expect(await server.ended).toMatchObject({ code: 0 });
  });
});
