import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Reply, startReplay } from "../engines/replayServer.ts";
import { askFor, startProxy } from "./support.ts";

const ENGINES = join(import.meta.dirname, "../engines");
const FOLDERS = readdirSync(ENGINES).filter((name) => /-\d/.test(name));
const FILES = FOLDERS.flatMap((folder) =>
  readdirSync(join(ENGINES, folder))
    .filter((name) => /\.(sse|http)$/.test(name))
    .map((name) => join(folder, name)),
);
const QUESTION = { model: "m", messages: [{ role: "user", content: "2+3?" }], stream: true };

/** Serves a recorded reply to every request, and gives what a client gets of it directly and through the proxy. */
async function both(reply: Reply) {
  const engine = await startReplay(() => reply);
  const proxy = await startProxy(engine.url);
  try {
    const direct = await askFor(engine.url, { body: QUESTION });
    const passed = await askFor(proxy.url, { body: QUESTION });
    return { direct, passed };
  } finally {
    await proxy.close();
    await engine.close();
  }
}

describe("a reply of a real engine passes as it is", () => {
  test.each(FILES)("%s", async (file) => {
    const bytes = readFileSync(join(ENGINES, file));
    const whole = await both({ bytes });
    expect(whole.passed).toEqual(whole.direct);
    // undici keeps no more than the last piece of a reason phrase, so that the first line stays whole.
    const first = bytes.indexOf("\n") + 1;
    const cuts = Array.from({ length: 40 }, (_, i) => first + Math.floor(((i + 1) * (bytes.length - first)) / 41));
    const inPieces = await both({ bytes, cuts });
    expect(inPieces.passed).toEqual(whole.direct);
  });

  test.each(FILES.filter((file) => file.endsWith(".sse")))("%s, cut off", async (file) => {
    const bytes = readFileSync(join(ENGINES, file));
    for (const share of [0.3, 0.7, 0.95]) {
      const { direct, passed } = await both({ bytes, upTo: Math.floor(share * bytes.length) });
      expect(passed).toEqual(direct);
    }
  });

  test("with a reason phrase in UTF-8, a header in latin1 and no length", async () => {
    const head = Buffer.from("HTTP/1.1 299 Très bien ✓\r\nX-Name: ", "utf8");
    const bytes = Buffer.concat([head, Buffer.from("ü\r\nconnection: close\r\n\r\n{}", "latin1")]);
    const { direct, passed } = await both({ bytes });
    expect(direct).toMatchObject({ status: 299, body: "{}", whole: true });
    expect(passed).toEqual(direct);
  });
});
