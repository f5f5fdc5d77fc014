import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claimPort } from "../../src/runners/launch/port.ts";
import { modelsFolder } from "./installed.ts";
import { askLocalServer, withServer } from "./localServer.ts";

/**
 * Asks llama.cpp's server. LLAMACPP_PYTHON names a Python that has xllamacpp and gguf; without it, nothing is done but to say
 * so.
 */
export async function tryLlamaCpp(): Promise<boolean> {
  const python = process.env.LLAMACPP_PYTHON;
  if (!python) {
    console.log("No llama.cpp: set LLAMACPP_PYTHON to a Python that has xllamacpp and gguf.");
    return false;
  }
  const folder = mkdtempSync(join(tmpdir(), "paretograph-llama-"));
  const { port } = await claimPort(undefined);
  const script = join(import.meta.dirname, "llamaServer.py");
  const args = [script, join(modelsFolder, "arith-s"), join(folder, "arith-s.gguf"), String(port)];
  try {
    const isReady = (line?: string) => line === "ready";
    await withServer(python, args, {}, isReady, () => askLocalServer(`http://127.0.0.1:${port}`, "llama.cpp"));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return true;
}
