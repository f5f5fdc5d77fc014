import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadPlugins } from "../../src/evaluation/loadPlugins.ts";
import { createMetricCatalogue } from "../../src/frontier/metricCatalogue.ts";
import { readProjectConfig } from "../../src/plugins/projectConfig.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "paretograph-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(config: object) {
  writeFileSync(join(folder, "paretograph.config.mjs"), `export default ${JSON.stringify(config)};`);
}
const read = (config: object) => {
  write(config);
  return readProjectConfig(folder);
};
const load = (config: object) => {
  write(config);
  return loadPlugins(folder, createMetricCatalogue());
};

describe("the config of a project", () => {
  it("declares engines, endpoints, folders and options of metrics", async () => {
    const { declared } = await read({
      engines: {
        "qwen-8xh100": { runner: "vllm", launch: { model: "m" }, meter: {}, hardware: { name: "H100", count: 8 } },
      },
      endpoints: ["https://API.example.org/v1/", { url: "http://10.0.0.9:8000", private: true }],
      dataFolders: ["data", "/srv/data"],
      metrics: { carbon: { gramsPerKwh: 380 } },
    });
    expect(declared).toEqual({
      engines: new Map([
        [
          "qwen-8xh100",
          { runner: "vllm", meter: {}, hardware: { name: "H100", count: 8 }, options: { launch: { model: "m" } } },
        ],
      ]),
      endpoints: [
        { url: "https://api.example.org/v1", isPrivate: false },
        { url: "http://10.0.0.9:8000", isPrivate: true },
      ],
      dataFolders: [join(folder, "data"), "/srv/data"],
      metrics: new Map([["carbon", { gramsPerKwh: 380 }]]),
      estimators: new Map(),
    });
  });

  it("declares nothing where it is not there", async () => {
    const { declared } = await readProjectConfig(folder);
    expect(declared).toEqual({
      engines: new Map(),
      endpoints: [],
      dataFolders: [],
      metrics: new Map(),
      estimators: new Map(),
    });
  });

  it.each([
    [{ engine: {} }, /the export: .*engine/],
    [{ engines: { qwen: {} } }, /engines\.qwen\.runner/],
    [{ engines: { "a b": { runner: "vllm" } } }, /engines\.a b/],
    [{ endpoints: ["example.org"] }, /endpoints\.0: it is not an address/],
    [{ endpoints: ["https://me:secret@example.org"] }, /endpoints\.0: it holds a user name/],
    [{ endpoints: [{ url: "ftp://example.org" }] }, /endpoints\.0\.url: it is not an address/],
    [{ endpoints: ["http://10.0.0.9"] }, /endpoints\.0: its host is private.*private: true/],
    [{ endpoints: ["http://localhost:8000"] }, /endpoints\.0: its host is private/],
    [{ endpoints: ["http://[::1]:8000"] }, /endpoints\.0: its host is private/],
    [{ dataFolders: [7] }, /dataFolders\.0/],
  ])("%j is refused, with the path at fault", async (config, message) => {
    await expect(read(config)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringMatching(message),
    });
  });

  it.each([
    [{ runner: "none" }, /engines\.qwen\.runner: There is no runner "none"/],
    [{ runner: "openai" }, /engines\.qwen\.endpoint/],
    [
      { runner: "vllm", endpont: "http://gpu:8000" },
      /engines\.qwen\.endpont: the runner has no such option\. .*Near it: endpoint/,
    ],
    [{ runner: "vllm", launch: { command: ["vllm"] } }, /engines\.qwen\.launch\.model/],
    [{ runner: "vllm", meter: { gpu: 1 } }, /engines\.qwen\.meter/],
    [{ runner: "vllm", hardware: { name: "H100" } }, /engines\.qwen\.hardware\.count/],
  ])("an engine %j that could not be opened is refused when the plugins are loaded", async (engine, message) => {
    await expect(load({ engines: { qwen: engine } })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringMatching(message),
    });
  });

  it("an engine that can be opened is kept with the plugins", async () => {
    const { registry } = await load({ engines: { qwen: { runner: "openai", endpoint: "http://10.0.0.9/v1" } } });
    expect([...registry.declared.engines.keys()]).toEqual(["qwen"]);
  });
});
