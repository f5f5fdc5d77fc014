import { describe, expect, it } from "vitest";
import { DEADLINES } from "../../../src/plugins/boundary/pluginProcess.ts";
import { tryImport } from "../../../src/plugins/boundary/tryImport.ts";

const imported = (code: string) => tryImport(`data:text/javascript,${code}`, { ...DEADLINES, import: 2000 });

describe("the trial of a module", () => {
  it("passes where it can be imported, whatever it exports", async () => {
    await imported("export default 4");
    await imported("export const name = 4");
  });

  it.each([
    ["for (;;);", "longer than 2 s"],
    ["await new Promise(() => {});", "longer than 2 s"],
    ["process.exit(0);", "it ended its process with 0"],
    ["process.abort();", "SIGABRT"],
    ["throw new Error('no GPU driver.');", "no GPU driver"],
    ["Promise.reject(new Error('unseen')); await new Promise((r) => setTimeout(r, 1000));", "unseen"],
  ])("fails where it does %s", async (code, reason) => {
    await expect(imported(code)).rejects.toThrow(reason);
  });
});
