import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importFile } from "../../../src/exchange/importing/importFile.ts";
import { ImportError } from "../../../src/plugins/contract/importError.ts";
import { tables } from "../../../src/plugins/importers/mapped-tables/importer.ts";
import { runs } from "../../support/runs.ts";
import type { Given } from "./fuzz.ts";
import { fixture, imported, textFile } from "./importedFrom.ts";

const MAPPING = {
  rows: "samples",
  columns: {
    ...{ model: "model", benchmark: "bench", finishedAt: "day", problem: "id", correct: "ok" },
    latency: { column: "lat", unit: "ms" },
  },
};
const table = (file: Given, mapping: unknown = MAPPING) =>
  imported(tables, [file, textFile(`${file.path}.mapping.json`, mapping)]);

describe("a table in Parquet", () => {
  it.each(["snappy", "gzip", "none", "zstd", "brotli"])("is read with the compression %s", async (compression) => {
    const { runs: found, leftOut } = await table(fixture(`table/${compression}.parquet`));
    expect(found).toHaveLength(1);
    const [{ samples, ...run }] = found as [(typeof found)[number]];
    expect(run).toMatchObject({ model: { name: "m" }, finishedAt: "2026-01-02T00:00:00.000Z" });
    expect(samples).toHaveLength(64);
    // Row i is right unless 3 divides i, took 250 i ms, and has no verdict for i = 2 and no time for i = 1.
    expect(samples!.slice(0, 4)).toEqual([
      { problem: "0", repeat: 0, correct: false, latency: 0 },
      { problem: "1", repeat: 0, correct: true },
      { problem: "2", repeat: 0, latency: 0.5 },
      { problem: "3", repeat: 0, correct: false, latency: 0.75 },
    ]);
    expect(leftOut[0]!.reason).toContain("letter, odd");
  });

  it("names its columns where it has no mapping", async () => {
    const refusal = imported(tables, [fixture("table/snappy.parquet", "a.parquet")]);
    await expect(refusal).rejects.toMatchObject({
      code: "NO_MAPPING",
      message: expect.stringContaining('"letter", "odd"'),
    });
  });

  it("is refused where it fills all memory, and ends nothing but its reader", { timeout: 90_000 }, async () => {
    const bomb = table(fixture("table/run-of-a-billion.parquet", "a.parquet"));
    await expect(bomb).rejects.toMatchObject({ code: "BAD_FILE", place: "a.parquet" });
  });

  it("is no longer read where the import is ended", async () => {
    const { bytes } = fixture("table/snappy.parquet");
    const file = importFile("a.parquet", async function* () {
      yield bytes;
    });
    const [set] = await tables.find([file], {});
    const ending = AbortSignal.abort(new Error("ended"));
    const read = async () => {
      for await (const _ of tables.read(set!, {}, { signal: ending }));
    };
    await expect(read()).rejects.toThrow("ended");
  });

  it("gives what it holds or refuses, whatever bytes are changed", { timeout: 120_000 }, async () => {
    const { bytes } = fixture("table/none.parquet");
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        const changed = Uint8Array.from(bytes);
        for (const [at, byte] of all) changed[at] = byte;
        await table({ path: "a.parquet", bytes: changed }).catch((error: unknown) => {
          if (!(error instanceof ImportError)) throw error;
        });
      }),
      runs(12, 400),
    );
  });
});
