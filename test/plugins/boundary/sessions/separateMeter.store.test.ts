import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { createMetricCatalogue } from "../../../../src/frontier/metricCatalogue.ts";
import { createPluginRegistry } from "../../../../src/plugins/registry.ts";
import { translatedConfig } from "../../../../src/plugins/translatedConfig.ts";
import { gpuMeterOptions, startGpuMeter } from "../../../../src/runners/meter/gpuMeter.ts";
import { architecture, meter } from "./faultyPlugins.ts";

const MODULE = new URL("./faultyPlugins.ts", import.meta.url).href;
const registry = createPluginRegistry(createMetricCatalogue());
registry.register(meter, "a test", MODULE);
registry.register(architecture, "a test", MODULE);

const started = (options: object = {}) =>
  startGpuMeter(
    gpuMeterOptions.parse({ plugin: { name: "faulty", options }, interval: 0.05, gpus: ["0"] }),
    undefined,
    registry.find("meter", "faulty"),
  );

it("a meter in a process of its own gives readings on the clock of this process", async () => {
  const running = (await started())!;
  const from = performance.now() / 1000;
  await delay(1000);
  const to = performance.now() / 1000;
  await running.stop();
  expect(running.between(from, to)!.energy).toBeCloseTo(100 * (to - from), 3);
  expect(await registry.find("meter", "faulty").processes!({})).toEqual([{ uuid: "GPU-1", pid: 7 }]);
});

it("a meter that loops fails by its name: in list, in follow, and while it follows", async () => {
  const failed = { code: "PLUGIN_FAILED", message: expect.stringContaining('"faulty" 1.0.0 failed in') };
  const late = started({ follow: "loops later" }).then(async (running) => {
    await delay(1000);
    return running!.stop();
  });
  const all = [started({ list: "loops" }), started({ follow: "loops" }), late];
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  await Promise.allSettled(all);
  clearInterval(timer);
  for (const one of all) await expect(one).rejects.toMatchObject(failed);
  // A busy machine is slow, but a loop in this thread would never end.
  expect(longest).toBeLessThan(5000);
});

it("a meter whose readings are none is refused with the field", async () => {
  await expect(started({ follow: "lies" })).rejects.toMatchObject({
    ...{ code: "INVALID_RESULT", message: expect.stringContaining("gpus.GPU-1.power") },
  });
});

it("a reader of architectures translates in a process of its own, and its loop is a refusal", async () => {
  const translated = (config: object) => translatedConfig({ model_type: "own_shape", ...config }, registry);
  const looping = translated({ does: "loops" });
  expect(await translated({ width: 64 })).toEqual({ model_type: "llama", hidden_size: 64 });
  await expect(translated({ does: "throws" })).rejects.toMatchObject({
    ...{ code: "BAD_VALUE", message: expect.stringMatching(/the plugin "faulty" can't read it: .*no depth/) },
  });
  await expect(looping).rejects.toMatchObject({
    ...{ code: "BAD_VALUE", message: expect.stringMatching(/failed in translate: it (held up|took longer)/) },
  });
});
