import { join } from "node:path";
import { claimPort } from "../../src/runners/launch/port.ts";
import { modelsFolder } from "./installed.ts";
import { askLocalServer, withServer } from "./localServer.ts";

/**
 * Asks `transformers serve`. TRANSFORMERS_PYTHON names a Python that has transformers[serving] and torch; without it, nothing
 * is done but to say so.
 */
export async function tryTransformersServe(): Promise<boolean> {
  const python = process.env.TRANSFORMERS_PYTHON;
  if (!python) {
    console.log(
      "No transformers serve: set TRANSFORMERS_PYTHON to a Python that has transformers[serving], torch and accelerate.",
    );
    return false;
  }
  const { port } = await claimPort(undefined);
  const model = join(modelsFolder, "arith-s");
  const endpoint = `http://127.0.0.1:${port}`;
  const args = ["-m", "transformers.cli.transformers", "serve", model, "--host", "127.0.0.1", "--port", String(port)];
  const offline = { HF_HUB_OFFLINE: "1", TRANSFORMERS_OFFLINE: "1", CUDA_VISIBLE_DEVICES: "", DO_NOT_TRACK: "1" };
  const isHealthy = async () => (await fetch(`${endpoint}/health`).catch(() => null))?.ok === true;
  // It gives the owner of its models as "local", and no version.
  await withServer(python, [...args, "--device", "cpu", "--dtype", "bfloat16"], offline, isHealthy, () =>
    askLocalServer(endpoint, "local", model),
  );
  return true;
}
