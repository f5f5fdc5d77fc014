import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { type Engine, startEngine } from "../support.ts";

/** What an engine counted of all answers that it gave whole, by the model that was asked. */
export interface Counted {
  answers: number;
  promptTokens: number;
  outputTokens: number;
}

export interface SumsEngine extends Engine {
  counted(model: string): Counted;
}

/**
 * An engine that adds: each prompt ends in a sum such as `17 + 25 = ?`. What it says depends on the prompt alone: one
 * answer in seven is wrong, one in eleven is cut off at its limit, and each 20th prompt is refused with status 500 the
 * first time. It counts the tokens of all answers, as an engine's own metrics do. The model `judge` says `GRADE: C` or
 * `GRADE: I`.
 */
export async function startSumsEngine(): Promise<SumsEngine> {
  const counted = new Map<string, Counted>();
  const refused = new Set<string>();
  const answer = (response: ServerResponse, body: Record<string, any>, url: string) => {
    if (url.startsWith("/v1/models")) {
      return json(response, 200, { object: "list", data: [{ id: "sums", object: "model" }] });
    }
    const isChat = url.includes("/chat/");
    const prompts: string[] = isChat ? [lastText(body.messages)] : [body.prompt].flat(1);
    const number = numberOf(prompts.join("\n"));
    if (number % 20 === 0 && !refused.has(prompts.join("\n"))) {
      refused.add(prompts.join("\n"));
      return json(response, 500, { error: { message: "the engine was busy" } });
    }
    const n = Number(body.n ?? 1);
    const texts = prompts.flatMap((prompt) => Array.from({ length: n }, () => textOf(prompt, body.model)));
    const usage = {
      prompt_tokens: prompts.reduce((sum, prompt) => sum + 5 + words(prompt), 0),
      completion_tokens: texts.reduce((sum, { text }) => sum + words(text) + 1, 0),
      total_tokens: 0,
    };
    usage.total_tokens = usage.prompt_tokens + usage.completion_tokens;
    const total = counted.get(body.model) ?? { answers: 0, promptTokens: 0, outputTokens: 0 };
    counted.set(body.model, {
      answers: total.answers + texts.length,
      promptTokens: total.promptTokens + usage.prompt_tokens,
      outputTokens: total.outputTokens + usage.completion_tokens,
    });
    const head = {
      id: `cmpl-${number}`,
      object: isChat ? "chat.completion" : "text_completion",
      created: 1,
      model: body.model,
    };
    if (body.stream !== true) {
      const choices = texts.map(({ text, finish }, index) => ({
        index,
        ...(isChat ? { message: { role: "assistant", content: text } } : { text }),
        finish_reason: finish,
      }));
      return json(response, 200, { ...head, choices, usage });
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    const send = (event: object) => response.write(`data: ${JSON.stringify({ ...head, ...event })}\n\n`);
    for (const [index, { text, finish }] of texts.entries()) {
      const content = isChat ? { delta: { content: text } } : { text };
      send({ choices: [{ index, ...content, finish_reason: null }] });
      send({ choices: [{ index, ...(isChat ? { delta: {} } : { text: "" }), finish_reason: finish }] });
    }
    if (body.stream_options?.include_usage) send({ choices: [], usage });
    response.end("data: [DONE]\n\n");
  };
  const engine = await startEngine((response, body, request) => answer(response, body, request.url!));
  return { ...engine, counted: (model) => counted.get(model) ?? { answers: 0, promptTokens: 0, outputTokens: 0 } };
}

function textOf(prompt: string, model: string): { text: string; finish: string } {
  const number = numberOf(prompt);
  const sum = [...prompt.matchAll(/(\d+) \+ (\d+) = \?/g)].at(-1);
  const right = sum ? Number(sum[1]) + Number(sum[2]) : 0;
  if (model === "judge") {
    const said = /The answer is (\d+)/.exec(prompt)?.[1];
    return { text: `I looked.\n\nGRADE: ${said === String(right) ? "C" : "I"}`, finish: "stop" };
  }
  if (number % 11 === 0) return { text: "Let me add them one by one, which takes so long that", finish: "length" };
  const thought = "so ".repeat(number % 13);
  return { text: `Adding, ${thought}The answer is ${number % 7 === 0 ? right + 1 : right}`, finish: "stop" };
}

const numberOf = (text: string) => createHash("sha256").update(text.trim()).digest().readUInt32BE(0);
const words = (text: string) => text.split(/\s+/).length;

function lastText(messages: { role: string; content: string | { text?: string }[] }[]): string {
  const content = messages.findLast(({ role }) => role === "user")?.content ?? "";
  return typeof content === "string" ? content : content.map(({ text }) => text ?? "").join("");
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}
