import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import openai from "../../src/runners/openai.ts";

/**
 * Asks a server of arith-s one question by the runner `openai`, with thinking and without. The answer and its counts must be
 * those that vLLM gives for the same model.
 *
 * @param model the name under which the server has the model, where it lists others too.
 */
export async function askLocalServer(endpoint: string, engineName: string, model?: string): Promise<void> {
  const signal = new AbortController().signal;
  const options = openai.options.parse({ endpoint, extensions: true, ...(model && { model }) });
  const engine = await openai.open(options as never, { signal, log: () => {} });
  console.log(JSON.stringify(engine.identity));
  assert.equal(engine.identity.engine, engineName);
  const messages = [{ role: "user" as const, content: "What is 12 + 45 - 8?" }];
  const common = { messages, temperature: 0, maxTokens: 120 };
  const thought = await engine.generate({ ...common, thinking: "on" }, signal);
  console.log(JSON.stringify(thought));
  assert.match(thought.answer, /\\boxed\{49\}/);
  assert.equal(thought.finishReason, "stop");
  assert.deepEqual([thought.promptTokens, thought.outputTokens], [21, 32]);
  assert.ok(thought.reasoning, "the thought is told apart from the answer");
  // A server that does not count reasoning leaves it unknown; a count is vLLM's.
  assert.ok(thought.reasoningTokens === null || thought.reasoningTokens === 18);
  const plain = await engine.generate({ ...common, thinking: "off" }, signal);
  console.log(JSON.stringify(plain));
  assert.ok(
    !plain.reasoning && plain.outputTokens! < thought.outputTokens!,
    "without thinking there is only an answer",
  );
  const cut = await engine.generate({ ...common, maxTokens: 10, thinking: "on" }, signal);
  console.log(JSON.stringify(cut));
  assert.deepEqual([cut.answer, cut.finishReason], ["", "length"]);
  await engine.close();
}

/**
 * Starts a server, waits until a line of its output or its health says that it is ready, does the work, and ends it.
 *
 * @param isReady is asked with each line of the standard output, and once a second without one.
 */
export async function withServer(
  command: string,
  args: string[],
  environment: Record<string, string>,
  isReady: (line?: string) => boolean | Promise<boolean>,
  work: () => Promise<void>,
): Promise<void> {
  const server = spawn(command, args, {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, ...environment },
  });
  const ended = once(server, "exit");
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = async (line?: string) => void ((await isReady(line)) && resolve());
  server
    .stdout!.setEncoding("utf8")
    .on("data", (text: string) => void text.split("\n").forEach((line) => void look(line)));
  const timer = setInterval(() => void look(), 1000);
  try {
    const outcome = await Promise.race([promise.then(() => "ready"), ended.then(() => "ended"), tooLate()]);
    assert.equal(outcome, "ready", "the server has started");
    await work();
  } finally {
    clearInterval(timer);
    server.stdin!.end();
    server.kill();
    await Promise.race([ended, new Promise((later) => setTimeout(later, 5000))]);
    server.kill("SIGKILL");
  }
}

/** Imports take minutes on a busy machine. */
const tooLate = () => new Promise<string>((resolve) => setTimeout(() => resolve("too late"), 300_000).unref());
