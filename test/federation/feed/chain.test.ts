import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readChain } from "../../../src/federation/feed/chain.ts";
import { openSource } from "../../../src/federation/feed/source.ts";
import { seededRandom } from "../../../src/frontier/statistics/seededRandom.ts";
import { keyOf, RECORDS, writeFeed } from "../../feeds/makeFeeds.ts";
import { BadHost } from "../badHost.ts";

const before = {
  lab: "north",
  pinned: keyOf("north", 1).keyId,
  sequence: 0,
  manifest: null,
  key: null,
  revoked: false,
};

it("reads no more new manifests at a time, and no more bytes of them, than it says", async () => {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-chain-"));
  const one = { add: [RECORDS.FIRST] };
  // The second manifest lists the record of the first one again, which is the same record.
  await writeFeed(folder, [one, one, one]);
  const source = openSource(folder);
  const { following } = await readChain(source, before);
  expect(following.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  const bytes = following[1]!.size + following[2]!.size;
  await readChain(source, before, { manifests: 3, bytes });
  for (const most of [
    { manifests: 2, bytes },
    { manifests: 3, bytes: bytes - 1 },
  ]) {
    await expect(readChain(source, before, most)).rejects.toMatchObject({ code: "FEED_BAD_CHAIN" });
  }
  rmSync(folder, { recursive: true });
});

it("reads a long chain to its end over a link on which one of twenty files is cut, changed or refused", {
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-chain-"));
  const nothing = { add: [], next: keyOf("north", 1) };
  const { sequence } = await writeFeed(
    folder,
    Array.from({ length: 80 }, () => nothing),
  );
  const host = new BadHost(folder, seededRandom(8));
  const address = await host.open();
  // The head comes whole, since nobody else says what it should be.
  host.spared = (path) => path === "feed.json";
  host.trouble = 0.05;
  const { following } = await readChain(openSource(address), before);
  expect(following).toHaveLength(sequence);
  expect(host.asked.length).toBeGreaterThan(sequence + 1);
  host.close();
  rmSync(folder, { recursive: true });
});

it("asks a host that is away a few times, and then says so", async () => {
  const host = new BadHost("/nonexistent", () => 0.3);
  const address = await host.open();
  host.trouble = 1;
  host.instead.set("feed.json", Buffer.from("{}"));
  await expect(readChain(openSource(address), before)).rejects.toMatchObject({
    ...{ code: "FEED_UNREACHABLE", message: "feed.json: the host answers 503." },
  });
  expect(host.asked).toHaveLength(4);
  host.instead.clear();
  await expect(readChain(openSource(address), before)).rejects.toMatchObject({ code: "FEED_UNREACHABLE" });
  // A file that is not there is asked for once.
  expect(host.asked).toHaveLength(5);
  host.close();
});
