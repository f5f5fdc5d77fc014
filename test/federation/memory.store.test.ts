import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { type Addition, appendToFeed } from "../../src/federation/feed/feedWriter.ts";
import { canonicalRun, contentHash } from "../../src/recording/submitted/contentHash.ts";
import { runSubmission } from "../../src/recording/submitted/submission.ts";
import { keyOf } from "../feeds/makeFeeds.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { IS_LONG } from "../support/runs.ts";
import { MemberProcess } from "./memberProcess.ts";

const MIB = 1024 ** 2;
let reader: MemberProcess;
beforeAll(async () => {
  reader = new MemberProcess("reader", await createDatabaseOn(inject("postgresUrl")));
});
afterAll(() => reader.close());

/** Appends runs of about so many MiB, of samples of so many bytes, to a feed of a lab. */
async function writeLarge(lab: string, count: number, mebibytes: number, sampleBytes: number) {
  const key = keyOf(lab, 3);
  const folder = join(reader.data, lab);
  const additions = async function* (): AsyncGenerator<Addition> {
    for (let i = 0; i < count; i++) {
      const samples = Array.from({ length: Math.floor((mebibytes * MIB) / sampleBytes) }, (_, j) => ({
        ...{
          problem: `p${j}`,
          repeat: 0,
          correct: true,
          outputTokens: 10,
          output: "o".repeat(Math.max(0, sampleBytes - 80)),
        },
      }));
      const run = runSubmission.parse({ model: "acme/small", benchmark: "sums", mode: `m${i}`, lab, samples });
      const about = { model: run.model, mode: run.mode, benchmark: run.benchmark, measures: {} };
      const predicate = { lab, statedAt: "2026-11-20T12:00:00.000Z", ...about, assurance: "SELF_ATTESTED" as const };
      yield { statement: { kind: "result", subject: contentHash(run), predicate }, run: canonicalRun(run) };
    }
  };
  await appendToFeed(folder, { sequence: 0, manifest: null }, additions(), { key }, new Date());
  return folder;
}

/** The most memory of a pull in MiB, beside what the process has anyway (docs/federation.md). */
const allowed = (largestRun: number) => 64 + 8 * largestRun;

/** Has the reader pull a feed; by how many MiB its most memory grew. */
async function growth(address: string): Promise<{ grown: number; codes: Record<string, string | null> }> {
  const before = await reader.ask("memory", []);
  await reader.ask("follow", [address]);
  const codes = await reader.ask("pull", []);
  return { grown: (await reader.ask("memory", [])) - before, codes };
}

it("takes no more memory than is stated for large runs", { timeout: 900_000 }, async () => {
  await growth(await writeLarge("first", 1, 1, 1000));
  const large = IS_LONG
    ? [
        { lab: "many", count: 20, mebibytes: 32, sampleBytes: 1000 },
        { lab: "long", count: 1, mebibytes: 120, sampleBytes: 10_000 },
        { lab: "small", count: 1, mebibytes: 110, sampleBytes: 130 },
      ]
    : [{ lab: "many", count: 5, mebibytes: 8, sampleBytes: 10_000 }];
  for (const { lab, count, mebibytes, sampleBytes } of large) {
    const { grown, codes } = await growth(await writeLarge(lab, count, mebibytes, sampleBytes));
    expect(codes).toMatchObject({ [lab]: null });
    expect(grown, lab).toBeLessThan(allowed(mebibytes));
    if (IS_LONG) console.log(`${count} runs of ${mebibytes} MiB: ${grown.toFixed(0)} MiB more`);
  }
});

it("takes no more memory where a host sends without end, or what unpacks to much more", async () => {
  const folder = await writeLarge("endless", IS_LONG ? 200 : 20, 0.01, 1000);
  const whole = ["feed.json", `manifests/${readdirSync(join(folder, "manifests"))[0]}`];
  let isHeadEndless = false;
  const server = createServer((request, response) => {
    const path = request.url!.slice(1);
    if (path.startsWith("runs/")) {
      response.setHeader("content-encoding", "gzip");
      response.end(gzipSync(Buffer.alloc(64 * MIB)));
    } else if (whole.includes(path) && !isHeadEndless) response.end(readFileSync(join(folder, path)));
    else if (path.startsWith("records/") && !isHeadEndless && path < "records/8")
      response.end(readFileSync(join(folder, path)));
    else {
      const piece = Buffer.alloc(65_536, " ");
      Readable.from(
        (function* () {
          for (;;) yield piece;
        })(),
      ).pipe(response);
      response.on("close", () => response.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { grown, codes } = await growth(address);
  expect(codes).toMatchObject({ endless: null });
  const rows = (await reader.ask("records", [])).filter(({ lab }) => lab === "endless");
  expect([...new Set(rows.map(({ status, code }) => `${status} ${code}`))].sort()).toEqual([
    "WAITING RECORD_TOO_LARGE",
  ]);
  isHeadEndless = true;
  expect(await reader.ask("pull", [])).toMatchObject({ endless: "FEED_TOO_LARGE" });
  expect(grown).toBeLessThan(allowed(0.01));
  server.closeAllConnections();
  server.close();
});
