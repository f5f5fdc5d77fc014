import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { claimPort } from "../../src/runners/launch/port.ts";
import openai from "../../src/runners/openai.ts";
import { modelsFolder } from "./installed.ts";

/**
 * Asks llama.cpp's server one question with thinking and without, by the runner `openai`. LLAMACPP_PYTHON names a Python
 * that has xllamacpp and gguf; without it, nothing is done but to say so.
 */
export async function tryLlamaCpp(): Promise<void> {
  const python = process.env.LLAMACPP_PYTHON;
  if (!python) return console.log("No llama.cpp: set LLAMACPP_PYTHON to a Python that has xllamacpp and gguf.");
  const folder = mkdtempSync(join(tmpdir(), "paretograph-llama-"));
  const { port } = await claimPort(undefined);
  const script = join(import.meta.dirname, "llamaServer.py");
  const server = spawn(python, [script, join(modelsFolder, "arith-s"), join(folder, "arith-s.gguf"), String(port)], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = once(server, "exit");
  try {
    for await (const line of createInterface({ input: server.stdout! })) if (line === "ready") break;
    assert.equal(server.exitCode, null, "llama.cpp's server has started");
    await ask(`http://127.0.0.1:${port}`);
  } finally {
    server.stdin!.end();
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
    server.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  }
}

async function ask(endpoint: string): Promise<void> {
  const signal = new AbortController().signal;
  const engine = await openai.open(openai.options.parse({ endpoint, extensions: true }) as never, {
    signal,
    log: () => {},
  });
  console.log(JSON.stringify(engine.identity));
  assert.equal(engine.identity.engine, "llama.cpp");
  const messages = [{ role: "user" as const, content: "What is 12 + 45 - 8?" }];
  const common = { messages, temperature: 0, maxTokens: 120 };
  const thought = await engine.generate({ ...common, thinking: "on" }, signal);
  console.log(JSON.stringify(thought));
  // As vLLM counts the same answer of the same model.
  assert.match(thought.answer, /\\boxed\{49\}/);
  assert.deepEqual([thought.promptTokens, thought.outputTokens, thought.reasoningTokens], [21, 32, 18]);
  const plain = await engine.generate({ ...common, thinking: "off" }, signal);
  assert.ok(
    !plain.reasoning && plain.outputTokens! < thought.outputTokens!,
    "without thinking there is only an answer",
  );
  const cut = await engine.generate({ ...common, maxTokens: 10, thinking: "on" }, signal);
  console.log(JSON.stringify(cut));
  assert.deepEqual([cut.answer, cut.finishReason], ["", "length"]);
  await engine.close();
}
