import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLabKey } from "../../src/federation/keys/labKey.ts";
import { pullPeer } from "../../src/federation/peers/pull.ts";
import { publish } from "../../src/federation/publishing/publish.ts";
import { seededRandom } from "../../src/frontier/statistics/seededRandom.ts";
import { peers as peerTable, runs } from "../../src/store/tables.ts";
import { IS_LONG } from "../support/runs.ts";
import { Instance, samples } from "./instance.ts";

const RUNS = IS_LONG ? 10_000 : 60;
const ROUNDS = IS_LONG ? 200 : 12;

/** A static host whose replies are cut off, flipped, missing or late, as the dice say. */
class BadHost {
  readonly server: Server;
  /** The share of replies that something happens to. */
  trouble = 0;
  folder: string;
  readonly #random: () => number;

  constructor(folder: string, random: () => number) {
    this.folder = folder;
    this.#random = random;
    this.server = createServer((request, response) => {
      let bytes: Buffer;
      try {
        bytes = Buffer.from(readFileSync(join(this.folder, new URL(request.url!, "http://host").pathname)));
      } catch {
        response.writeHead(404).end();
        return;
      }
      const dice = this.#random();
      if (dice >= this.trouble || bytes.length === 0) response.end(bytes);
      else if (dice < this.trouble / 5) response.socket!.destroy();
      else if (dice < (2 * this.trouble) / 5) response.writeHead(503).end();
      else if (dice < (3 * this.trouble) / 5) response.writeHead(404).end();
      else if (dice < (4 * this.trouble) / 5) {
        bytes[Math.floor(this.#random() * bytes.length)]! ^= 1 << Math.floor(this.#random() * 8);
        response.end(bytes);
      } else {
        response.writeHead(200, { "content-length": bytes.length });
        response.write(bytes.subarray(0, bytes.length >> 1));
        setTimeout(() => response.socket?.destroy(), 1);
      }
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
}

const random = seededRandom(20_261_128);
let labs: Instance[];
let reader: Instance;
let hosts: BadHost[];

beforeAll(async () => {
  labs = await Promise.all([Instance.open("north"), Instance.open("south")]);
  reader = await Instance.open("reader");
  hosts = labs.map(({ folder }) => new BadHost(folder, random));
});
afterAll(async () => {
  for (const { server } of hosts) {
    server.closeAllConnections();
    server.close();
  }
  for (const one of [...labs, reader]) await one.close();
});

describe("two labs on static hosts in bad weather, and a reader that is stopped again and again", () => {
  it("loses nothing, doubles nothing and accepts nothing false", async () => {
    const addresses = await Promise.all(hosts.map((host) => host.open()));
    const expected = new Map<string, string>();
    const add = async (lab: Instance, count: number) => {
      const given = Array.from({ length: count }, (_, i) => ({
        ...{
          mode: `m${expected.size + i}`,
          samples: samples(Math.floor(random() * 5), 50 + Math.floor(random() * 200)),
        },
      }));
      for (const hash of await lab.record(given)) expected.set(hash, "SUCCEEDED");
      await lab.publish();
    };
    for (const lab of labs) await add(lab, Math.ceil(RUNS / 4));
    const peers = await Promise.all(labs.map((lab, i) => reader.follow(lab, addresses[i])));
    for (const host of hosts) host.trouble = 0.15;
    const codes = new Set<string>();
    const each = Math.ceil(RUNS / 2 / ROUNDS);
    for (let round = 0; round < ROUNDS; round++) {
      const lab = labs[round % 2]!;
      await add(lab, each);
      for (const peer of peers) {
        // As if the process were killed at any instant: what it did until then stands, and nothing more comes.
        const stop = new AbortController();
        const timer = random() < 0.5 ? setTimeout(() => stop.abort(), random() * 60) : undefined;
        await pullPeer(reader.store, peer, { policy: "held", ownLabs: ["reader"], signal: stop.signal }).catch(
          (error) => codes.add(error.code ?? error.name),
        );
        clearTimeout(timer);
      }
      for (const row of await reader.store.drizzle.select().from(runs))
        expect(expected.has(row.contentHash)).toBe(true);
    }
    for (const host of hosts) host.trouble = 0;
    for (const peer of peers) {
      await reader.pull(peer);
      expect(await reader.pull(peer)).toMatchObject({ taken: 0, waiting: 0 });
      expect([...(await reader.records(peer)).values()].filter(({ status }) => status !== "TAKEN")).toEqual([]);
    }
    const stored = await reader.store.drizzle.select().from(runs);
    expect(stored.map(({ contentHash }) => contentHash).sort()).toEqual([...expected.keys()].sort());
    for (const row of stored)
      expect(row).toMatchObject({ provenance: "FEDERATED", verified: true, status: "SUCCEEDED" });
    // What each lab computed of its runs is what the reader computed.
    for (const lab of labs) {
      for (const row of await lab.store.drizzle.select().from(runs)) {
        expect((await reader.run(row.contentHash))!.measures).toEqual(row.measures);
      }
    }
    expect([...codes].filter((code) => !/^(FEED_|AbortError|20$)/.test(String(code)))).toEqual([]);
  });

  it("notices a manifest that is rolled back, and a past that is rewritten", async () => {
    const [north] = labs as [Instance, Instance];
    const [known] = await reader.store.drizzle.select().from(peerTable).where(eq(peerTable.lab, "north"));
    const count = await reader.store.drizzle.$count(runs);
    const kept = `${north.folder}.kept`;
    cpSync(north.folder, kept, { recursive: true });
    await north.record([{ mode: "newest", samples: samples(1) }]);
    await north.publish();
    await reader.pull(known!);

    writeFileSync(join(north.folder, "feed.json"), readFileSync(join(kept, "feed.json")));
    await expect(reader.pull(known!)).rejects.toMatchObject({ code: "FEED_ROLLED_BACK" });
    // The publisher itself refuses to go on from there.
    await expect(north.publish()).rejects.toMatchObject({ code: "FEED_ROLLED_BACK" });

    // A machine that was restored from a backup knows nothing of what it published, and forks.
    const key = readLabKey(north.data, "north")!;
    const other = join(north.data, "restored");
    mkdirSync(join(other, "data"), { recursive: true });
    rmSync(north.folder, { recursive: true });
    cpSync(kept, north.folder, { recursive: true });
    await north.record([{ mode: "forked", samples: samples(2) }]);
    await publish(north.store, join(other, "data"), north.folder, { key }, "SELF_ATTESTED", new Date());
    await expect(reader.pull(known!)).rejects.toMatchObject({ code: "FEED_FORKED" });
    expect(await reader.store.drizzle.$count(runs)).toBe(count + 1);
  });
});
