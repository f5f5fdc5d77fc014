import { streamOf } from "./scripted/scriptedStream.ts";
import { answerWell, FIVE, type WireCase, wrongError, wrongFailure, wrongIn } from "./wireCase.ts";

/** How servers and proxies fail, and what should become of it. */
export const WIRE_FAILURES = {
  WAIT_NOT_READ: {
    area: "failures",
    holds: "429 with Retry-After in seconds or as a date is OVERLOADED, with that wait, and passes",
    why: "A run waits as long as the server asks, and then asks again. Without the wait it is refused again and again.",
    asks: 3,
    serve: (reply, asked) => {
      const date = new Date(Date.now() + 20_000).toUTCString();
      if (asked < 2) reply.refuse(429, "Too many requests.", { "retry-after": asked === 0 ? "1" : date });
      else answerWell(reply, asked);
    },
    judge: ({ results: [first, second, third] }) =>
      wrongFailure(first, { codes: ["OVERLOADED"], retry: true, retryAfter: 1 }) ??
      wrongFailure(second, { codes: ["OVERLOADED"], retry: true, retryAfter: 20 }) ??
      wrongIn(third, { answer: says("5") }),
  },
  LONG_WAIT_NOT_READ: {
    area: "failures",
    holds: "429 with Retry-After: 36000 says so",
    why: "The run pauses and others go on, instead of blocking the worker for ten hours.",
    serve: ({ refuse }) => refuse(429, "Too many requests.", { "retry-after": "36000" }),
    judge: ({ results: [one] }) => wrongFailure(one, { codes: ["OVERLOADED"], retry: true, retryAfter: 36_000 }),
  },
  QUOTA_NOT_FINAL: {
    area: "failures",
    holds: "429 with insufficient_quota is final",
    why: "An account without quota does not get one by waiting: a run that tries again never ends.",
    serve: ({ refuse }) => refuse(429, "You exceeded your current quota.", {}, "insufficient_quota"),
    judge: ({ results: [one] }) => wrongFailure(one, { codes: ["QUOTA_EXHAUSTED", "UNAUTHORIZED"], retry: false }),
  },
  ONE_FAILURE_SPREADS: {
    area: "failures",
    holds: "500 for one prompt is ENGINE_FAILED for that one alone",
    why: "One answer in error is no reason to lose the others.",
    asks: 3,
    serve: (reply, asked) => (asked === 1 ? reply.refuse(500, "Internal error.") : answerWell(reply, asked)),
    judge: ({ results: [first, second, third] }) =>
      wrongIn(first, { answer: says("5") }) ??
      wrongFailure(second, { codes: ["ENGINE_FAILED"], retry: true }) ??
      wrongIn(third, { answer: says("5") }),
  },
  FILTER_TRIED_AGAIN: {
    area: "failures",
    holds: "400 for filtered content is an error that does not pass",
    why: "The same prompt is filtered again: to try it five times costs time and may lock the account.",
    serve: ({ refuse }) => refuse(400, "The content was filtered."),
    judge: ({ results: [one] }) => wrongFailure(one, { codes: ["INVALID_REQUEST"], retry: false }),
  },
  CONTEXT_NOT_TOLD: {
    area: "failures",
    holds: "400 for a prompt over the context is CONTEXT_TOO_LONG",
    why: "A run in which no prompt fits must end early and say so, not with an accuracy of 0.",
    serve: ({ refuse }) =>
      refuse(400, "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens."),
    judge: ({ results: [one] }) => wrongFailure(one, { codes: ["CONTEXT_TOO_LONG"], retry: false }),
  },
  BROKEN_STREAM_TAKEN: {
    area: "failures",
    holds: "an error event in the middle of a stream is a failure that keeps what came",
    why: "Half an answer must not be graded as a whole one. Its tokens were spent all the same.",
    serve: ({ stream }) => stream([FIVE, { event: { error: { message: "It broke.", code: 500 } } }]),
    judge: ({ results: [one] }) =>
      wrongFailure(one, { codes: ["ENGINE_FAILED", "ABORTED"], retry: true, partial: "It is" }),
  },
  END_NOT_NOTICED: {
    area: "failures",
    holds: "a stream that ends without a finish reason is a failure",
    why: "A connection that a proxy cuts looks like an end. The half that came must not be graded as a whole answer.",
    serve: ({ stream }) => stream([FIVE], false),
    judge: ({ results: [one] }) =>
      wrongFailure(one, { codes: ["CONNECTION_LOST", "ENGINE_FAILED", "ABORTED"], retry: true }),
  },
  SILENCE_LOSES_TEXT: {
    area: "failures",
    holds: "half an answer and then silence is cut by time, and keeps what came",
    why: "An answer that was cut is wrong and has its tokens. Without them, endless answers would cost nothing.",
    timeout: 700,
    serve: ({ response }) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(streamOf([FIVE], false));
    },
    judge: ({ results: [one] }) => wrongFailure(one, { codes: ["TIMED_OUT", "CANCELED"], partial: "It is" }),
  },
  NOTHING_NOT_CUT: {
    area: "failures",
    holds: "a server that never answers is given up when the time is over",
    why: "One prompt that hangs must not hold up the run.",
    timeout: 400,
    serve: () => {},
    judge: ({ results: [one] }) => wrongFailure(one, { codes: ["TIMED_OUT", "CANCELED"], partial: null }),
  },
  KEY_SHOWN: {
    area: "failures",
    holds: "401 is UNAUTHORIZED, and a key that the server repeats is not shown",
    why: "Messages are stored and logged. A key in one is a key that is lost.",
    options: { apiKeyEnv: "PARETOGRAPH_CONFORMANCE_KEY" },
    serve: ({ request, refuse }) => refuse(401, `Incorrect API key provided: ${request.headers.authorization}`),
    judge: ({ results: [one] }) => {
      const fault = wrongFailure(one, { codes: ["UNAUTHORIZED"], retry: false });
      if (fault) return fault;
      const { message, stack, cause } = (one as { thrown: Error }).thrown;
      const shown = [message, stack, String((cause as Error | undefined)?.message ?? "")].join("\n");
      return shown.includes(CONFORMANCE_KEY) ? "The key stands in the message of the error." : null;
    },
  },
  REDIRECT_FOLLOWED: {
    area: "failures",
    holds: "a redirect to another host is not followed",
    why: "The other host would get the prompts and the key.",
    serve: ({ response }) => response.writeHead(307, { location: "http://127.0.0.2:9/v1/chat/completions" }).end(),
    judge: ({ results: [one] }) => wrongFailure(one, { codes: ["ADDRESS_REFUSED", "INVALID_REQUEST"], retry: false }),
  },
  PROXY_PAGE_SHOWN: {
    area: "failures",
    holds: "an HTML page with 502 is ENGINE_FAILED in one line",
    why: "It passes, and the log has one line for it and no page.",
    serve: ({ response }) => {
      response.writeHead(502, { "content-type": "text/html" });
      response.end("<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<h1>Bad</h1>\n</body></html>");
    },
    judge: ({ results: [one] }) => {
      const fault = wrongFailure(one, { codes: ["ENGINE_FAILED"], retry: true });
      if (fault) return fault;
      const { message } = (one as { thrown: Error }).thrown;
      return /[\n\r]|<\w+>/.test(message) ? `The message is ${JSON.stringify(message)}.` : null;
    },
  },
  RESET_NOT_TOLD: {
    area: "failures",
    holds: "a connection that is reset is CONNECTION_LOST",
    why: "It is asked again, within limits.",
    serve: ({ response }) => response.socket!.destroy(),
    judge: ({ results: [one] }) => wrongFailure(one, { codes: ["CONNECTION_LOST", "UNREACHABLE"], retry: true }),
  },
  OUTAGE_NOT_SURVIVED: {
    area: "failures",
    holds: "a server that is away is UNREACHABLE, and asked again once it is back",
    why: "A run waits for its engine and goes on. What was answered is kept.",
    asks: 3,
    before: async (ask, server) => {
      if (ask === 1) await server.away();
      if (ask === 2) await server.back();
    },
    judge: ({ results: [first, second, third] }) =>
      wrongIn(first, { answer: says("5") }) ??
      wrongFailure(second, { codes: ["UNREACHABLE", "CONNECTION_LOST"], retry: true }) ??
      wrongIn(third, { answer: says("5") }),
  },
  MODEL_NOT_CHECKED: {
    area: "models",
    holds: "a server that lists another model than the one that is asked for is refused",
    why: "The result of another model would be stored under the name of this one.",
    options: { model: "m" },
    pages: { "/v1/models": { object: "list", data: [{ id: "another-model", object: "model" }] } },
    judge: ({ openThrew }) => refusedOpening(openThrew),
  },
  MODELS_NOT_READ: {
    area: "models",
    holds: "a page of HTML in place of the list of models is refused",
    why: "An address that is no engine must not become a run.",
    options: { model: "m" },
    pages: { "/v1/models": "<html><body>It works!</body></html>" },
    judge: ({ openThrew }) => refusedOpening(openThrew),
  },
} satisfies Record<string, WireCase>;

export const CONFORMANCE_KEY = "sk-conformance-8d1f0c";

const refusedOpening = (thrown: unknown) =>
  thrown === undefined
    ? "It opened."
    : wrongError(thrown, { codes: ["MODEL_NOT_FOUND", "MODEL_MISMATCH", "INVALID_REQUEST"], retry: false });

function says(text: string) {
  return (answer: string) => answer.includes(text);
}
