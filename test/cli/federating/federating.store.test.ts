import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ask, commandFolder, run } from "../command.ts";
import { Lab } from "./lab.ts";

it("labs exchange results by the commands, and a server pulls its peers by itself", { timeout: 600_000 }, async () => {
  const [north, south] = [new Lab("north"), new Lab("south")];
  await Promise.all([north.open(["a", "b"]), south.open(["c"])]);

  const [id, souths] = (await Promise.all([north, south].map((lab) => lab.told("key", "create", lab.slug)))) as [
    string,
    string,
  ];
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect(statSync(join(commandFolder(), "north/keys/north.key.pem")).mode & 0o777).toBe(0o600);
  const [again, without, shown] = await Promise.all([
    north.run("key", "create", "north"),
    north.run("publish", "--lab", "south", "--to", north.feed),
    north.told("key", "show", "north"),
  ]);
  expect(again).toMatchObject({ code: 1, stdout: "" });
  expect(without).toMatchObject({
    code: 1,
    stdout: "",
    stderr: /^The lab "south" has no key: paretograph key create south\n$/,
  });
  expect(shown).toBe(id);
  expect(await north.publish()).toBe(`2 records added. The feed ends with manifest 1. Key ${id}.`);

  const [wrong, nowhere] = await Promise.all([
    south.run("peer", "add", north.feed, "--key", souths),
    south.run("peer", "add", join(north.feed, "none")),
  ]);
  expect(wrong).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/^FEED_OTHER_KEY: .*\n$/) });
  expect(nowhere).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/^FEED_UNREACHABLE: .*\n$/) });
  expect(await south.told("peer", "add", north.feed, "--key", id)).toContain(id);
  expect(await south.told("peer", "pull")).toMatch(
    /^north: 2 taken, 0 held, 0 in quarantine, 0 refused, 0 to be read again/,
  );
  const seen = await south.told("peer", "compare", "north");
  expect(seen).toMatch(/^1:[0-9a-f]{64}$/);
  const [same, other, listed, unknown] = await Promise.all([
    south.told("peer", "compare", "north", seen),
    south.run("peer", "compare", "north", `1:${"0".repeat(64)}`),
    south.told("peer", "list"),
    south.run("peer", "records", "elsewhere"),
  ]);
  expect(same).toBe("Both were shown the same past.");
  expect(other).toMatchObject({ code: 1, stderr: expect.stringMatching(/^FEED_FORKED: /) });
  expect(listed).toMatch(new RegExp(`^north\t${north.feed}\tkey ${id}\t.*manifest 1 of 1`));
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/^UNKNOWN_VALUE: .*"elsewhere".*north/) });

  await south.told("peer", "policy", "--action", "QUARANTINE", "--lab", "north");
  await north.record(["held back"]);
  await north.publish();
  expect(await south.told("peer", "pull", "north")).toMatch(/^north: 0 taken, 0 held, 1 in quarantine/);
  const [record] = (await south.told("peer", "records", "north")).split("\t");
  expect(await south.told("peer", "release", "north", record!)).toMatch(/^1 /);
  expect(await south.told("peer", "pull", "north")).toMatch(/^north: 1 taken/);

  const said = await south.told("countersign", north.hashes[0]!, "--run", south.hashes[0]!, "--lab", "south");
  expect(said).toMatch(/^Reproduced: on 4 problems theirs is 0\.0 points above/);
  const own = ["--run", south.hashes[0]!, "--lab", "south"];
  const itself = await south.run("countersign", south.hashes[0]!, ...own);
  expect(itself).toMatchObject({ code: 1, stderr: expect.stringMatching(/^RECORD_OTHER_LAB: /) });
  expect(await south.publish()).toMatch(/^2 records added/);

  // North follows back by a server.
  await north.told("peer", "add", south.feed, "--key", souths);
  const server = run(["serve"], { ...north.environment, PEER_MINUTES: "0.005" });
  const url = await server.ready();
  const query = `{ runs(where: { reproduced: true }) { edges { node { contentHash countersignatures { lab verdict } } } } }`;
  const reproduced = async () => (await ask(url, query)).runs.edges.map(({ node }: { node: object }) => node);
  await expect.poll(reproduced, { timeout: 60_000 }).toMatchObject([{ contentHash: north.hashes[0] }]);
  // The next round takes what is published meanwhile.
  await south.record(["d"]);
  await south.publish();
  const of = `{ runs(where: { lab: ["south"] }) { edges { node { contentHash } } } }`;
  const souths2 = async () => (await ask(url, of)).runs.edges.length;
  await expect.poll(souths2, { timeout: 60_000 }).toBe(2);
  server.child.kill("SIGTERM");
  expect(await server.ended).toMatchObject({ code: 0 });

  const next = await north.told("key", "create", "north", "--next");
  expect(await north.told("key", "show", "north")).toBe(`${id}\nnext: ${next}`);
  expect(await north.publish()).toMatch(new RegExp(`Key ${next}\\.$`));
  expect(await north.told("key", "show", "north")).toBe(next);
  await north.publish("--revoke");
  expect(await south.run("peer", "pull")).toMatchObject({ code: 0 });
  expect(await south.run("peer", "pull")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/north: FEED_KEY_REVOKED: /),
  });
});

it.each([
  [["publish", "--lab", "north"], {}, /--to/],
  [["publish", "--lab", "north", "--to", "x", "--assurance", "SURE"], {}, /Allowed choices are SELF_ATTESTED/],
  [["peer", "add", "x", "--most-bytes", "many"], {}, /Give a number of bytes/],
  [["peer", "policy", "--action", "TAKE"], {}, /Allowed choices are ACCEPT/],
  [["key", "create", "no lab"], {}, /^lab/],
  [
    ["serve"],
    { PEER_MINUTES: "often" },
    /^PEER_MINUTES "often" can't be used: it is a number of minutes from 1 to 10080/,
  ],
  [["serve"], { PEER_MINUTES: "20000" }, /^PEER_MINUTES "20000" can't be used: /],
] as [string[], Record<string, string>, RegExp][])(
  "says what is wrong with %j %j",
  { timeout: 60_000 },
  async (args, environment, message) => {
    const { code, stderr, stdout } = await run(args, environment).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(message);
  },
);
