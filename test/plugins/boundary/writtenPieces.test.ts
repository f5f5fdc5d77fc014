import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { writtenPieces } from "../../../src/plugins/boundary/writtenPieces.ts";
import { defineExporter } from "../../../src/plugins/contract/definePlugin.ts";
import type { ExportContext, ExportedRun, ExporterPlugin } from "../../../src/plugins/contract/exporter.ts";
import { collected } from "../../support/collected.ts";

const FIELDS = {
  ...{ name: "lines", version: "2.1.0", apiVersion: "1.6.0", title: "Lines", description: "One line for each run." },
  ...{ mediaType: "text/plain", extension: "txt", options: z.strictObject({ mark: z.string().default("-") }) },
};
const CONTEXT: ExportContext = { version: "v1", signal: new AbortController().signal };

async function* runs(): AsyncGenerator<ExportedRun> {
  for (const contentHash of ["a", "b"]) yield { contentHash, samples: [] } as unknown as ExportedRun;
}

/** What an exporter writes with this method. */
const written = (write: unknown, given = runs()) =>
  collected(writtenPieces({ ...FIELDS, kind: "exporter", write } as ExporterPlugin, given, { mark: "*" }, CONTEXT));

const NAMED = 'The plugin "lines" 2.1.0';

describe("an exporter", () => {
  it("is what was given, with its kind, and is refused without a media type or an ending", () => {
    const write = async function* () {};
    expect(defineExporter({ ...FIELDS, write })).toEqual({ ...FIELDS, write, kind: "exporter" });
    for (const [field, value] of [
      ["mediaType", "plain"],
      ["extension", ".txt"],
      ["title", ""],
      ["write", undefined],
    ]) {
      const given = { ...FIELDS, write, [field as string]: value };
      expect(() => defineExporter(given as never)).toThrow(`${field}: `);
    }
  });

  it("writes texts and bytes of the runs, with its options and the version of the data", async () => {
    const write = async function* (
      all: AsyncIterable<ExportedRun>,
      { mark }: { mark: string },
      { version }: ExportContext,
    ) {
      for await (const { contentHash } of all) yield `${mark}${contentHash}\n`;
      yield new Uint8Array([118]);
      yield version;
    };
    expect(await written(write)).toEqual(["*a\n", "*b\n", new Uint8Array([118]), "v1"]);
  });

  it.each([
    [
      "throws at once",
      () => {
        throw new TypeError("no");
      },
      "failed in write: TypeError: no.",
    ],
    ["gives nothing to go through", () => 4, "failed in write: TypeError"],
    [
      "throws in the middle",
      async function* () {
        yield "a";
        throw new Error("later");
      },
      "failed in write: later.",
    ],
    [
      "ends the process",
      async function* () {
        yield String(process.exit());
      },
      "failed in write: The plugin",
    ],
  ])("that %s fails by name, version and call", async (_, write, message) => {
    const failure = await written(write).catch((error) => error);
    expect(failure).toMatchObject({ code: "PLUGIN_FAILED" });
    expect(failure.message).toContain(`${NAMED} ${message}`);
  });

  it.each([[4], [null], [{}], [["a"]]])("whose piece is %j gives what is no piece", async (piece) => {
    const failure = await written(async function* () {
      yield piece;
    }).catch((error) => error);
    expect([failure.code, failure.message]).toEqual([
      "INVALID_RESULT",
      `${NAMED} gave from write what the contract does not allow: a piece is neither a text nor bytes.`,
    ]);
  });

  it("that never gives a piece is given up, and told so", async () => {
    vi.useFakeTimers();
    try {
      let isTold = false;
      const write = () => ({
        [Symbol.asyncIterator]: () => ({
          next: () => new Promise(() => {}),
          return: async () => {
            isTold = true;
            return { done: true, value: undefined };
          },
        }),
      });
      const failed = written(write).catch((error) => error);
      await vi.advanceTimersByTimeAsync(60_000);
      expect((await failed).message).toBe(`${NAMED} failed in write: it took longer than 60 s for a piece.`);
      expect(isTold).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});
