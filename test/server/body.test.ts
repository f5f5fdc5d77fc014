import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { BODY_LIMIT, readBody } from "../../src/server/body.ts";

const requestOf = (...chunks: Buffer[]) => Readable.from(chunks) as unknown as IncomingMessage;

describe("the body of a request", () => {
  it("is joined from its chunks before it is read as text, also within a character", async () => {
    const text = Buffer.from("größer");
    expect(await readBody(requestOf(text.subarray(0, 3), text.subarray(3)))).toBe("größer");
    expect(await readBody(requestOf(text))).toBe("größer");
    expect(await readBody(requestOf())).toBe("");
  });

  it("may have a megabyte, and not a byte more", async () => {
    const half = Buffer.alloc(BODY_LIMIT / 2, "x");
    expect(BODY_LIMIT).toBe(1_048_576);
    expect(await readBody(requestOf(half, half))).toHaveLength(BODY_LIMIT);
    await expect(readBody(requestOf(half, half, Buffer.from("x")))).rejects.toMatchObject({
      code: "BODY_TOO_LARGE",
      status: 413,
    });
  });

  it("is refused as soon as it exceeds the limit, without the rest", async () => {
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          given++;
          yield Buffer.alloc(BODY_LIMIT);
        }
      })(),
      { highWaterMark: 1 },
    ) as unknown as IncomingMessage;
    await expect(readBody(endless)).rejects.toMatchObject({ code: "BODY_TOO_LARGE" });
    expect(given).toBeLessThan(10);
  });
});
