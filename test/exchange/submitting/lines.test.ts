import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Line, readLines } from "../../../src/exchange/submitting/lines.ts";
import { runs } from "../../support/runs.ts";

async function* pieces(...given: (string | Uint8Array)[]) {
  for (const one of given) yield typeof one === "string" ? Buffer.from(one) : one;
}

async function all(stream: AsyncIterable<Uint8Array>, longest?: number): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of readLines(stream, longest)) lines.push(line);
  return lines;
}

describe("the lines of a stream", () => {
  it("are those of the whole text, wherever the stream is cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\n", ""))),
        fc.array(fc.nat(50)),
        async (given, cuts) => {
          const bytes = Buffer.from(given.join("\n"));
          const ends = [...cuts.filter((cut) => cut < bytes.length), bytes.length].sort((a, b) => a - b);
          const cut = ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
          const expected = given
            .map((text, i) => ({ number: i + 1, text: text.trim() }))
            .filter(({ text }) => text !== "");
          expect(await all(pieces(...cut))).toEqual(expected);
        },
      ),
      runs(200, 5000),
    );
  });

  it("may be as long as is allowed, and no longer, also if the line never ends", async () => {
    expect(await all(pieces("ab", "c\n", "def"), 3)).toEqual([
      { number: 1, text: "abc" },
      { number: 2, text: "def" },
    ]);
    await expect(all(pieces("abc\nabcd\n"), 3)).rejects.toMatchObject({
      code: "BAD_SUBMISSION",
      message: "line 2: it is longer than 3 bytes.",
    });
    let sent = 0;
    const endless = async function* () {
      for (; ; sent++) yield Buffer.alloc(10);
    };
    await expect(all(endless(), 100)).rejects.toMatchObject({ code: "BAD_SUBMISSION" });
    expect(sent).toBeLessThan(12);
  });

  it("are UTF-8, or are refused with their number", async () => {
    await expect(all(pieces("a\n", Uint8Array.of(0xff, 10)))).rejects.toThrow("line 2: it is no UTF-8.");
  });
});
