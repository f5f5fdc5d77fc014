import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { seededRandom } from "../../src/frontier/statistics/seededRandom.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { IS_LONG } from "../support/runs.ts";
import { BadHost } from "./badHost.ts";
import { samples } from "./instance.ts";
import { MemberProcess } from "./memberProcess.ts";

const RUNS = IS_LONG ? 10_000 : 60;
const ROUNDS = IS_LONG ? 100 : 4;
/** The share of recordings, publishings and pulls during which the process is killed. */
const KILLS = IS_LONG ? 0.15 : 0.4;

const random = seededRandom(IS_LONG ? Date.now() : 20_261_128);
let labs: MemberProcess[];
let reader: MemberProcess;
let hosts: BadHost[];

beforeAll(async () => {
  const member = async (lab: string) => new MemberProcess(lab, await createDatabaseOn(inject("postgresUrl")));
  labs = [await member("north"), await member("south")];
  reader = await member("reader");
  const dice = seededRandom(Math.floor(random() * 2 ** 32));
  hosts = labs.map(({ folder }) => new BadHost(folder, dice));
  const addresses = await Promise.all(hosts.map((host) => host.open()));
  for (const lab of labs) await lab.ask("publish", []);
  for (const address of addresses) await reader.ask("follow", [address]);
}, 120_000);
afterAll(async () => {
  for (const host of hosts) host.close();
  for (const one of [...labs, reader]) await one.close();
});

/** The time in milliseconds after which somebody is killed, rather soon, or undefined. */
const LATEST = IS_LONG ? 2000 : 100;
const moment = () => (random() < KILLS ? LATEST * random() ** 3 : undefined);

it("loses nothing, doubles nothing and accepts nothing false while three processes are killed in bad weather", {
  timeout: 3_600_000,
}, async () => {
  const published = new Set<string>();
  const codes = new Set<string>();
  for (const host of hosts) host.trouble = IS_LONG ? 0.05 : 0.15;
  for (let round = 0; round < ROUNDS; round++) {
    const lab = labs[round % 2]!;
    const given = Array.from({ length: Math.ceil(RUNS / ROUNDS) }, (_, i) => ({
      mode: `${round}-${i}`,
      samples: samples(Math.floor(random() * 5), 50 + Math.floor(random() * 200)),
    }));
    // What is asked again after a kill is the same, and stored once.
    for (const hash of await lab.ask("record", [given], moment())) published.add(hash);
    await lab.ask("publish", [], moment());
    const pulled = await reader.ask("pull", [], moment());
    for (const code of Object.values(pulled)) if (code) codes.add(code);
    const stored = await reader.ask("runs", []);
    expect(stored.filter(({ hash }) => !published.has(hash))).toEqual([]);
  }
  // In the weather itself most of it came: a pull goes on where one reply of many is spoilt.
  const inWeather = (await reader.ask("runs", [])).length;
  if (IS_LONG) expect(inWeather).toBeGreaterThan(0.8 * published.size);
  for (const host of hosts) host.trouble = 0;
  expect(await reader.ask("pull", [])).toEqual({ north: null, south: null });

  const records = await reader.ask("records", []);
  expect(records.filter(({ status }) => status !== "TAKEN")).toEqual([]);
  expect(records).toHaveLength(published.size);
  const stored = await reader.ask("runs", []);
  const theirs = (await Promise.all(labs.map((lab) => lab.ask("runs", [])))).flat();
  const federated = { provenance: "FEDERATED", verified: true };
  // Also what each lab computed of its runs is what the reader computed.
  expect(new Map(stored.map((run) => [run.hash, run]))).toEqual(
    new Map(theirs.map((run) => [run.hash, { ...run, ...federated }])),
  );
  expect(stored).toHaveLength(published.size);
  for (const run of stored) expect(run).toMatchObject({ status: "SUCCEEDED", samples: 4 });
  for (const { counted, listed } of await reader.ask("bytes", [])) expect(counted).toBe(listed);
  expect([...codes].filter((code) => !code.startsWith("FEED_"))).toEqual([]);
  const kills = [reader, ...labs].map((one) => one.kills);
  expect(Math.max(...kills)).toBeGreaterThan(0);
  if (IS_LONG) {
    console.log(
      `${stored.length} runs, ${inWeather} of them in bad weather; kills of reader, north and south: ${kills}; codes: ${[...codes].sort()}`,
    );
  }
});
