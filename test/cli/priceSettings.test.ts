import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CommandError, readSettings } from "../../src/cli/settings.ts";
import { bundledPrices } from "../../src/store/prices.ts";

const folder = mkdtempSync(join(tmpdir(), "price-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe("the settings of prices", () => {
  it("put each table in the place of the bundled one by itself", () => {
    expect(readSettings({}).prices).toEqual(bundledPrices());
    const TOKEN_PRICES = fileOf("tokens.csv", "model,date,input,output,source\na/b,2026-11,1,2,mine\n");
    const ACCELERATOR_PRICES = fileOf("gpus.csv", "accelerator,date,dollarsPerHour,source\nl40s,2026-11,0.8,mine\n");
    const { tokens, accelerators } = readSettings({ TOKEN_PRICES, ACCELERATOR_PRICES }).prices;
    expect(tokens.map(({ model }) => model)).toEqual(["a/b"]);
    expect(accelerators).toMatchObject([{ accelerator: "L40S", dollarsPerHour: 0.8 }]);
    expect(readSettings({ ACCELERATOR_PRICES }).prices.tokens).toEqual(bundledPrices().tokens);
  });

  it.each(["TOKEN_PRICES", "ACCELERATOR_PRICES"])(
    "end the program with one line that names %s, row and column",
    (name) => {
      const file = fileOf(
        "bad.csv",
        name === "TOKEN_PRICES"
          ? 'model,date,input,output,source\na/b,2026-11,"one\ntwo",2,mine\n'
          : "accelerator,date,dollarsPerHour,source\nl40s,2026-13,2,mine\n",
      );
      const failure = (value: string) => {
        try {
          readSettings({ [name]: value });
        } catch (error) {
          return error as Error;
        }
        return undefined;
      };
      expect(failure(file)).toBeInstanceOf(CommandError);
      expect(failure(file)!.message).toMatch(
        new RegExp(`^${name} "[^"]*bad.csv" can't be used: row 2, column (input|date): .*\\.$`),
      );
      expect(failure(`${folder}/none`)!.message).toMatch(/ENOENT/);
    },
  );
});
