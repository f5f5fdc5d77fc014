import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { askStore } from "../../src/cli/progress/ask.ts";
import { readLabKey } from "../../src/federation/keys/labKey.ts";
import { publish } from "../../src/federation/publishing/publish.ts";
import { retractRun } from "../../src/recording/corrections.ts";
import { readModelFiles } from "../../src/recording/submitted/modelFiles.ts";
import { openStore } from "../../src/store/store.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { Instance, samples } from "./instance.ts";

const [A, B, C] = ["a", "b", "c"].map((digit) => digit.repeat(64)) as [string, string, string];
let north: Instance;
let south: Instance;
let reader: Instance;
const folder = mkdtempSync(join(tmpdir(), "paretograph-files-"));

beforeAll(async () => {
  const open = async () => openStore({ url: await createDatabaseOn(inject("postgresUrl")) });
  const opened = ["north", "south", "reader"].map((lab) => Instance.open(lab, open));
  [north, south, reader] = (await Promise.all(opened)) as [Instance, Instance, Instance];
});
afterAll(async () => {
  for (const one of [north, south, reader]) await one.close();
  rmSync(folder, { recursive: true });
});

/** Writes what OpenSSF Model Signing signs of these files. */
function signatureOf(name: string, files: Record<string, string>): string {
  const resources = Object.entries(files).map(([name, digest]) => ({ name, digest, algorithm: "sha256" }));
  const statement = { predicateType: "https://model_signing/signature/v1.0", predicate: { resources } };
  writeFileSync(
    join(folder, name),
    JSON.stringify({ dsseEnvelope: { payload: Buffer.from(JSON.stringify(statement)).toString("base64") } }),
  );
  return join(folder, name);
}

const shown = async (by: Instance, hash: string) => {
  const id = Buffer.from(`Run:${hash}`).toString("base64");
  const ask = askStore(by.store, async () => ({ policy: "held" as const, ownLabs: [] }));
  return (await ask(`{ run(id: "${id}") { modelFiles { name sha256 otherDigests } } }`, {})).run.modelFiles;
};

it("the files of a model come with its runs, by the run or by the record, and show where two runs name other ones", async () => {
  const named = readModelFiles(signatureOf("model.sig", { "model-1.safetensors": A, ".config": B }));
  const [first, bare] = (await north.record([
    { samples: samples(3), modelFiles: named },
    { samples: samples(2), mode: "bare" },
  ])) as [string, string];
  await north.publish();
  const [other] = (await south.record([{ samples: samples(3, 90) }])) as [string];
  await publish(
    south.store,
    south.data,
    south.folder,
    { key: readLabKey(south.data, "south")! },
    "SELF_ATTESTED",
    new Date(),
    {
      modelFiles: new Map([["acme/small", readModelFiles(signatureOf("other.sig", { "model-1.safetensors": C }))]]),
    },
  );

  await reader.pull(await reader.follow(north));
  expect(await shown(reader, bare)).toBeNull();
  expect(await shown(reader, first)).toEqual([
    { name: "model-1.safetensors", sha256: A, otherDigests: [] },
    { name: ".config", sha256: B, otherDigests: [] },
  ]);
  await reader.pull(await reader.follow(south));
  expect(await shown(reader, first)).toMatchObject([{ otherDigests: [C] }, { otherDigests: [] }]);
  expect(await shown(reader, other)).toEqual([{ name: "model-1.safetensors", sha256: C, otherDigests: [A] }]);
  // What was taken back is no other set of weights.
  await retractRun(reader.store, (await reader.run(other))!.id, "It was another model.");
  expect(await shown(reader, first)).toMatchObject([{ otherDigests: [] }, { otherDigests: [] }]);
});
