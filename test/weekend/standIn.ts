import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { note, readNoted } from "./askedLog.ts";
import { answerWhole, type Call, CHARACTERS, knows, USAGE } from "./characters.ts";
import { type AskedProblem, WAYS } from "./problems.ts";

/** Milliseconds that an answer takes. */
const ANSWER_MS = 40;

export interface StandIn {
  name: string;
  /** The folder of what was asked. */
  folder: string;
  problems: AskedProblem[];
  /** 0 for any free one. */
  port: number;
}

/**
 * A server that speaks as vLLM does, in the character of its name. What it was asked before it reads from the folder, so that
 * it goes on with its script after it was killed.
 *
 * @returns its port, and the function that ends it.
 */
export async function startStandIn({ name, folder, problems, port }: StandIn) {
  const character = CHARACTERS[name]!;
  const model = character.servedAs ?? `weekend/${name}`;
  let hangsUntil = 0;
  let isClosed = false;
  const server = createServer(async (request, response) => {
    if (performance.now() < hangsUntil) await new Promise(() => {});
    const json = (value: object) => response.setHeader("content-type", "application/json").end(JSON.stringify(value));
    if (request.url === "/health") return void response.end();
    if (request.url === "/version") return json({ version: "0.32.0" });
    if (request.url === "/v1/models") {
      return json({ object: "list", data: [{ id: model, object: "model", owned_by: "vllm", root: model }] });
    }
    if (request.url !== "/v1/chat/completions") return void response.writeHead(404).end();
    const body = await readBody(request);
    await sleep(ANSWER_MS);
    answer(body, response);
  });
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, "127.0.0.1", resolve));
  await listen(port);
  const own = (server.address() as AddressInfo).port;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };

  function answer(body: Record<string, any>, response: ServerResponse) {
    const { way, problem } = runOf(body, problems);
    const knownAnswer = knows(name, way, problem) ? problem.expected : String(Number(problem.expected) + 1000);
    const run = { benchmark: problem.benchmark, way };
    const say = (what: "asked" | "whole" | "failed" | "interrupted") =>
      note(folder, name, { what, ...run, place: problem.place });
    const event = (event: object) => {
      if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", model, ...event })}\n\n`);
    };
    const piece = (content: string, finish_reason: string | null = null) =>
      event({ choices: [{ index: 0, delta: { content }, finish_reason }] });
    // An engine that was away is asked for one token of an answer that it gave before.
    if (body.max_tokens === 1 || body.max_completion_tokens === 1) {
      piece("The", "length");
      return void response.end("data: [DONE]\n\n");
    }
    const asked = readNoted(folder, name).filter(
      (one) => one.what === "asked" && one.benchmark === run.benchmark && one.way === way,
    );
    say("asked");
    const failing = (send: () => void) => {
      say("failed");
      send();
    };
    const call: Call = {
      problem,
      before: asked.filter(({ place }) => place === problem.place).length,
      ofRun: asked.length,
      answer: `The answer is \\boxed{${knownAnswer}}.`,
      refuse: (status, message, headers = {}, type = "error") =>
        failing(() => {
          response.writeHead(status, { "content-type": "application/json", ...headers });
          response.end(JSON.stringify({ error: { message, type, code: type } }));
        }),
      page: (status, html) => failing(() => response.writeHead(status, { "content-type": "text/html" }).end(html)),
      event,
      say: (text) => piece(text),
      end(reason = "stop", usage = USAGE) {
        say("whole");
        piece("", reason);
        if (usage) event({ choices: [], usage });
        response.end("data: [DONE]\n\n");
      },
      json(content) {
        say("whole");
        const message = { role: "assistant", content };
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ model, choices: [{ index: 0, message, finish_reason: "stop" }], usage: USAGE }));
      },
      fallSilent: () => say("failed"),
      reset: () => failing(() => response.destroy()),
      crash() {
        say("interrupted");
        console.error("torch.AcceleratorError: CUDA error: an illegal memory access was encountered");
        process.exit(1);
      },
      restart(milliseconds) {
        say("interrupted");
        void stop().then(async () => {
          await sleep(milliseconds);
          if (!isClosed) await listen(own);
        });
      },
      interrupts: () => say("interrupted"),
      hang(milliseconds) {
        say("interrupted");
        hangsUntil = performance.now() + milliseconds;
      },
    };
    if (performance.now() < hangsUntil) return say("failed");
    (character.behave ?? answerWhole)(call);
  }

  return {
    port: own,
    close: async () => {
      isClosed = true;
      await stop();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<Record<string, any>> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}

/** The way of thinking and the problem that a request asks. */
function runOf(body: Record<string, any>, problems: AskedProblem[]): { way: number; problem: AskedProblem } {
  const [system, user] = body.messages as { content: string }[];
  const benchmark = Number(/\d+/.exec(system!.content)![0]);
  const problem = problems.find((one) => one.benchmark === benchmark && one.question === user!.content);
  if (!problem) throw new Error(`Nobody knows this problem: ${user!.content}`);
  const isOn = body.chat_template_kwargs.enable_thinking as boolean;
  const word = isOn ? (body.thinking_token_budget ?? "full") : "off";
  return { way: WAYS.indexOf(word), problem };
}
