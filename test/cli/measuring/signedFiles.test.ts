import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { withSignedFiles } from "../../../src/cli/measuring/signedFiles.ts";
import { readRunFlags } from "../../../src/cli/runFlags.ts";
import { readExperiment } from "../../../src/evaluation/experiment/readExperiment.ts";

const folder = mkdtempSync(join(tmpdir(), "paretograph-signed-"));
afterAll(() => rmSync(folder, { recursive: true }));

const sha256 = "ab".repeat(32);
const resources = [{ name: "model.gguf", digest: sha256, algorithm: "sha256" }];
writeFileSync(
  join(folder, "model.sig"),
  JSON.stringify({ predicateType: "https://model_signing/signature/v1.0", predicate: { resources } }),
);
const FILES = [{ name: "model.gguf", sha256 }];

it("reads the files of models of an experiment from the signatures beside it, and keeps those that it lists", () => {
  const file = join(folder, "experiment.yaml");
  const text = `name: signed
models:
  - { model: a/b, modelFiles: model.sig }
  - { model: a/c, modelFiles: [{ name: model.gguf, sha256: ${sha256} }] }
  - a/d
benchmarks: [sums]
`;
  const { models } = withSignedFiles(readExperiment(text, file), file);
  expect(models).toEqual([{ model: "a/b", modelFiles: FILES }, { model: "a/c", modelFiles: FILES }, { model: "a/d" }]);
  const missing = readExperiment(text.replace("model.sig", "none.sig"), file);
  expect(() => withSignedFiles(missing, file)).toThrow(/none\.sig" is no manifest of OpenSSF Model Signing: ENOENT/);
});

it("reads them from the flag of a run", () => {
  const given = { model: "a/b", benchmark: "sums", runner: "vllm", modelFiles: join(folder, "model.sig") };
  expect(readRunFlags(given)).toMatchObject({ modelFiles: FILES });
});
