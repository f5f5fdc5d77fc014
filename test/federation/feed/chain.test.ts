import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readChain } from "../../../src/federation/feed/chain.ts";
import { openSource } from "../../../src/federation/feed/source.ts";
import { keyOf, RECORDS, writeFeed } from "../../feeds/makeFeeds.ts";

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
