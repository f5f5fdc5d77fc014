import { capture, type Replacements, replay } from "./captures.ts";
import { eventReply, jsonReply, type ReplayRequest, type ReplayServer, type Reply } from "./replayServer.ts";

/** A vLLM that serves `arith-s`. Where it has a key, it asks for it below `/v1` only. */
export function replayVllm(
  version: "0.32.0" | "0.11.0",
  replacements: Replacements = {},
  key?: string,
): Promise<ReplayServer> {
  return replay(
    `vllm-${version}`,
    (request) => {
      if (key !== undefined && request.path.startsWith("/v1/")) {
        if (request.headers.authorization === undefined) return "err-auth-missing.http";
        if (request.headers.authorization !== `Bearer ${key}`) return "err-auth-wrong.http";
      }
      return choose(request, version);
    },
    replacements,
  );
}

function choose({ method, path, body }: ReplayRequest, version: string): string | Reply {
  switch (`${method} ${path}`) {
    case "GET /version":
      return "version.http";
    case "GET /health":
      return "health.http";
    case "GET /v1/models":
      return "models.http";
    case "GET /metrics":
      return "metrics-during.http";
    case "POST /tokenize":
      return tokenize(body.prompt);
    case "POST /v1/chat/completions":
      return chooseStream(body, version);
  }
  return "not-found.http";
}

function chooseStream(body: any, version: string): string | Reply {
  if (body.model !== "arith-s") return "err-unknown-model.http";
  if (typeof body.max_tokens !== "number" && body.max_tokens !== undefined) return "err-bad-type.http";
  if (body.max_tokens > 512) return "err-max-tokens-over-context.http";
  if (JSON.stringify(body.messages).length > 10_000) return "err-context-too-long-stream.http";
  if (body.chat_template_kwargs?.enable_thinking === false) return "stream-nothink.sse";
  if (body.thinking_token_budget !== undefined && version === "0.32.0") return "stream-budget8.sse";
  if (body.include_stop_str_in_output) return withStopText(body.stop[0]);
  if (body.stop !== undefined) return "stream-stop.sse";
  return body.max_tokens === 10 ? "stream-length.sse" : "stream.sse";
}

/** The reply of 0.11.0, by its detokenizer: the events as without a stop text, up to the one that completes it. */
function withStopText(stop: string): Reply {
  const events = capture("vllm-0.11.0", "stream.sse")
    .toString()
    .match(/^data: \{.*$/gm)!
    .map((line) => JSON.parse(line.slice(6)));
  const last = events.findIndex(({ choices }) => choices[0]?.delta.content?.endsWith(stop));
  events[last].choices[0].finish_reason = "stop";
  const sent = [...events.slice(0, last + 1), events.at(-1)].map((event) => `data: ${JSON.stringify(event)}\n\n`);
  return eventReply([...sent, "data: [DONE]\n\n"].join(""));
}

/** The model's tokenizer has one token for each character of the model's reasoning. */
export function tokenize(text: string): Reply {
  const tokens = Array.from(text, (character) => character.codePointAt(0)!);
  return jsonReply({ count: tokens.length, max_model_len: 512, tokens, token_strs: null });
}
