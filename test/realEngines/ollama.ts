import { askLocalServer } from "./localServer.ts";

/**
 * Asks an Ollama that runs and has arith-s under this name (`ollama create arith-s` from the GGUF that `llamaServer.py`
 * writes). OLLAMA_ENDPOINT names it; no package registry has the server, so that it is not started here.
 */
export async function tryOllama(): Promise<boolean> {
  const endpoint = process.env.OLLAMA_ENDPOINT;
  if (!endpoint) {
    console.log("No Ollama: no package registry has its server. Set OLLAMA_ENDPOINT to one that has arith-s.");
    return false;
  }
  await askLocalServer(endpoint, "ollama", "arith-s");
  return true;
}
