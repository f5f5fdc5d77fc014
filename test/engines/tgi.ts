import { type Replacements, replay } from "./captures.ts";
import { jsonReply, type ReplayRequest, type ReplayServer, type Reply } from "./replayServer.ts";

/** A TGI that serves `/models/arith-s`. Its streams always have the status 200, so refusals are events. */
export const replayTgi = (replacements: Replacements = {}): Promise<ReplayServer> =>
  replay("tgi-3.3.6-dev0", choose, replacements);

function choose({ method, path, body }: ReplayRequest): string | Reply {
  switch (`${method} ${path}`) {
    case "GET /health":
      return "health.http";
    case "GET /info":
      return "info.http";
    case "GET /v1/models":
      return "models.http";
    case "GET /metrics":
      return "metrics-during.http";
    case "POST /chat_tokenize":
      return "chat_tokenize.http";
    case "POST /tokenize":
      return tokenize(body.inputs);
    case "POST /v1/chat/completions":
      return chooseStream(body);
  }
  return "not-found.http";
}

function chooseStream(body: any): string {
  if (typeof body.max_tokens !== "number" && body.max_tokens !== undefined) return "err-bad-type.http";
  if (JSON.stringify(body.messages).length > 5_000) return "err-context-too-long-stream.sse";
  if (body.stop !== undefined) return "stream-stop.sse";
  return body.max_tokens === 10 ? "stream-length.sse" : "stream.sse";
}

/** Begins with a token that covers no text, as many tokenizers do. */
function tokenize(text: string): Reply {
  const tokens = Array.from(text, (character, i) => ({
    id: character.codePointAt(0),
    text: character,
    start: i,
    stop: i + 1,
  }));
  return jsonReply([{ id: 1, text: "<s>", start: 0, stop: 0 }, ...tokens]);
}
