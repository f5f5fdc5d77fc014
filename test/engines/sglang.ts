import { type Replacements, replay } from "./captures.ts";
import { jsonReply, type ReplayRequest, type ReplayServer, type Reply } from "./replayServer.ts";

/** An SGLang that serves `arith-s`. */
export const replaySglang = (replacements: Replacements = {}): Promise<ReplayServer> =>
  replay("sglang-0.5.23", choose, replacements);

function choose({ method, path, body }: ReplayRequest): string | Reply {
  switch (`${method} ${path}`) {
    case "GET /ready":
      return "ready.http";
    case "GET /health":
      return "health.http";
    case "GET /server_info":
      return "server_info.http";
    case "GET /v1/models":
      return "models.http";
    case "GET /metrics":
      return "metrics-during.http";
    case "GET /v1/loads":
      return "load-during.http";
    case "POST /v1/tokenize":
      return tokenize(body.prompt);
    case "POST /v1/chat/completions":
      return chooseStream(body);
  }
  return "not-found.http";
}

function chooseStream(body: any): string {
  if (typeof body.max_tokens !== "number" && body.max_tokens !== undefined) return "err-bad-type.http";
  if (body.max_tokens > 512) return "err-max-tokens-over-context.http";
  if (JSON.stringify(body.messages).length > 10_000) return "err-context-too-long-stream.http";
  if (body.chat_template_kwargs?.enable_thinking === false) return "stream-nothink.sse";
  if (body.stop !== undefined) return "stream-stop.sse";
  return body.max_tokens === 10 ? "stream-length.sse" : "stream.sse";
}

/** The model's tokenizer has one token for each tag and for each character of the model's reasoning. */
function tokenize(text: string): Reply {
  const tokens = Array.from(text.matchAll(/<\/?think>|./gsu), ([token]) => TOKENS[token] ?? token.codePointAt(0)!);
  return jsonReply({ tokens, count: tokens.length, max_model_len: 512 });
}

const TOKENS: Record<string, number> = { "<think>": 3, "</think>": 4, "\n": 201 };
