import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { update } from "../../../src/cli/federating/update.ts";
import { askStore } from "../../../src/cli/progress/ask.ts";
import { digestOf } from "../../../src/federation/feed/canonicalJson.ts";
import { readLabKey } from "../../../src/federation/keys/labKey.ts";
import { type MirrorSource, mirror } from "../../../src/federation/publishing/mirror.ts";
import { retractRun } from "../../../src/recording/corrections.ts";
import { recordRuns } from "../../../src/recording/record.ts";
import { runSubmission } from "../../../src/recording/submitted/submission.ts";
import { labs } from "../../../src/store/tables.ts";
import { Instance, samples } from "../instance.ts";

const SOURCE: MirrorSource = { lab: "elsewhere", sha256: "ab".repeat(32), retrievedOn: "2026-11-18" };

let copier: Instance;
let reader: Instance;

beforeAll(async () => {
  [copier, reader] = await Promise.all([Instance.open("copier"), Instance.open("reader")]);
  await copier.store.drizzle.insert(labs).values({ slug: "elsewhere", name: "Elsewhere" });
  await copier.store.refresh();
}, 180_000);
afterAll(async () => {
  await copier.close();
  await reader.close();
});

const imported = (mode: string, more: object) =>
  recordRuns(copier.store, [
    runSubmission.parse({
      ...{ model: "acme/small", benchmark: "sums", lab: "elsewhere", mode, samples: samples(3) },
      ...{ sourceUrl: "https://elsewhere.example/results.csv", ...more },
    }),
  ]);
const copy = (...sources: MirrorSource[]) => {
  const key = readLabKey(copier.data, "copier")!;
  return mirror(copier.store, copier.data, copier.folder, { key }, sources, new Date());
};

it("republishes what is openly licensed alone, as copies that name their source, and takes back what was taken back", async () => {
  const [open] = await imported("open", { license: "CC-BY-4.0 OR LicenseRef-Elsewhere" });
  const closed: string[] = [];
  for (const license of ["CC-BY-NC-4.0", "CC-BY-4.0 AND CC-BY-NC-4.0", "LicenseRef-Elsewhere", "mine", undefined]) {
    closed.push(...(await imported(`${license}`, { license })));
  }
  closed.push(...(await imported("nowhere", { license: "MIT", sourceUrl: undefined })));
  const mirrored = await copy(SOURCE);
  expect(mirrored).toMatchObject({ sequence: 1, added: 1 });
  expect(mirrored.leftOut.map(({ run }) => run)).toEqual(closed);
  expect(mirrored.leftOut.map(({ reason }) => reason)).toEqual([
    ...["CC-BY-NC-4.0", "CC-BY-4.0 AND CC-BY-NC-4.0", "LicenseRef-Elsewhere", "mine"].map(
      (license) => `its licence ${license} is not known to be open`,
    ),
    ...["its licence is not known", "its source has no address"],
  ]);
  expect(await copy(SOURCE)).toMatchObject({ sequence: 1, added: 0 });

  const [name] = readdirSync(join(copier.folder, "records"));
  const envelope = JSON.parse(readFileSync(join(copier.folder, "records", name!), "utf8"));
  const { predicate } = JSON.parse(Buffer.from(envelope.payload, "base64").toString());
  expect(predicate).toMatchObject({
    ...{ lab: "copier", origin: "elsewhere" },
    source: {
      ...{ url: "https://elsewhere.example/results.csv", sha256: SOURCE.sha256, retrievedOn: "2026-11-18" },
      license: "CC-BY-4.0 OR LicenseRef-Elsewhere",
    },
  });
  expect(predicate).not.toHaveProperty("assurance");
  // The Every Eval Ever record that it names is in the feed.
  const record = readFileSync(join(copier.folder, "everyEvalEver", `${predicate.everyEvalEver}.json`));
  expect(digestOf(record)).toBe(predicate.everyEvalEver);
  expect(JSON.parse(record.toString())).toMatchObject({
    ...{ schema_version: "0.3.0", source_metadata: { source_organization_name: "Elsewhere" } },
  });

  const ask = askStore(reader.store, async () => ({ policy: "held", ownLabs: [] }));
  const updates = { url: copier.folder, key: readLabKey(copier.data, "copier")!.keyId };
  await expect(update(ask, { ...updates, key: "0".repeat(64) })).rejects.toMatchObject({ code: "FEED_OTHER_KEY" });
  await update(ask, updates);
  expect(await reader.run(open!)).toMatchObject({ provenance: "MIRRORED", verified: false, assurance: null });

  const { id } = (await copier.run(open!))!;
  await retractRun(copier.store, id, "The source corrected it.");
  expect(await copy(SOURCE)).toMatchObject({ sequence: 2, added: 1 });
  await update(ask, updates);
  expect(await reader.run(open!)).toMatchObject({ status: "RETRACTED", retractionReason: "The source corrected it." });
});

it("never copies its own lab, nor what came as a copy, nor into a feed of another lab's key", async () => {
  await expect(copy({ ...SOURCE, lab: "copier" })).rejects.toMatchObject({ code: "BAD_VALUE" });
  await expect(copy({ ...SOURCE, lab: "nobody" })).rejects.toMatchObject({ code: "UNKNOWN_VALUE" });
  const key = readLabKey(reader.data, "reader")!;
  const of = (folder: string) => mirror(reader.store, reader.data, folder, { key }, [SOURCE], new Date());
  await expect(of(copier.folder)).rejects.toMatchObject({ code: "FEED_OTHER_LAB" });
  expect(await of(reader.folder)).toMatchObject({ added: 0, leftOut: [] });
  expect(existsSync(join(reader.folder, "feed.json"))).toBe(true);
});
