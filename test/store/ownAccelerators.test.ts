import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { requireDeployment } from "../../src/analysis/request/deploymentPlan.ts";
import { readSettings } from "../../src/cli/settings.ts";
import { findAcceleratorByName, setOwnAccelerators } from "../../src/compute/accelerators/accelerators.ts";
import { readOwnAccelerators } from "../../src/store/ownAccelerators.ts";

afterEach(() => setOwnAccelerators([]));

function fileOf(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "accelerators-")), "own.yaml");
  writeFileSync(path, text);
  return path;
}

const SHEET =
  "teraflops: { bf16: 400, fp8: 800 }, memory: 96, bandwidth: 3000, interconnect: 600, joined: 4, watts: 500";

describe("accelerators of one's own", () => {
  it("are known by their data sheets for the whole process", () => {
    readSettings({ ACCELERATORS: fileOf(`accelerators:\n  - { slug: Acme-9, ${SHEET} }\n`) });
    expect(findAcceleratorByName("acme-9")).toMatchObject({
      ...{
        peak: { bf16: 4e14, fp8: 8e14 },
        memory: 96 * 2 ** 30,
        bandwidth: 3e12,
        interconnect: 6e11,
        joined: 4,
        power: 500,
      },
    });
    expect(requireDeployment({ hardware: "Acme-9" })).toMatchObject({ hardware: "Acme-9" });
    readSettings({});
    expect(findAcceleratorByName("acme-9")).toBeUndefined();
  });

  it.each([
    ["accelerators: []", /accelerators/],
    [`accelerators: [{ slug: H200, ${SHEET} }]`, /"h200" names another accelerator/],
    [`accelerators: [{ slug: A, ${SHEET} }, { slug: a, ${SHEET} }]`, /"a" names another accelerator/],
    [`accelerators: [{ slug: A, ${SHEET}, speed: 3 }]`, /speed/],
    [`accelerators: [{ slug: A, ${SHEET.replace("96", "-1")} }]`, /accelerators\.0\.memory/],
    ["accelerators: [", /./],
    ["a: &a [1]\naccelerators: *a", /./],
  ])("are refused as %s", (text, message) => {
    expect(() => readOwnAccelerators(fileOf(text))).toThrow(message);
    expect(() => readSettings({ ACCELERATORS: fileOf(text) })).toThrow(/^ACCELERATORS ".*" can't be used: /);
  });

  it("are refused where there is no file", () => {
    expect(() => readSettings({ ACCELERATORS: "/nowhere.yaml" })).toThrow(
      /ACCELERATORS "\/nowhere.yaml" can't be used/,
    );
  });
});
