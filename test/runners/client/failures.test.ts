import { describe, expect, test } from "vitest";
import { RunnerError } from "../../../src/plugins/contract/runnerError.ts";
import { failureInEvent, failureOfConnection, failureOfReply } from "../../../src/runners/client/failures.ts";

describe("a reply without success", () => {
  test.each([
    [400, "INVALID_REQUEST"],
    [401, "UNAUTHORIZED"],
    [403, "UNAUTHORIZED"],
    [404, "INVALID_REQUEST"],
    [408, "TIMED_OUT"],
    [422, "INVALID_REQUEST"],
    [424, "ENGINE_FAILED"],
    [429, "OVERLOADED"],
    [499, "INVALID_REQUEST"],
    [500, "ENGINE_FAILED"],
    [502, "ENGINE_FAILED"],
    [503, "OVERLOADED"],
    [504, "TIMED_OUT"],
    [507, "ENGINE_FAILED"],
  ])("is known by its status %i where it has no message: %s", (status, code) => {
    expect(failureOfReply({ status, body: "" })).toMatchObject({ code, message: `The engine answers ${status}.` });
  });

  test.each([
    ["This model's maximum context length is 512 tokens.", "CONTEXT_TOO_LONG"],
    ["longer than the model's context length (512 tokens)", "CONTEXT_TOO_LONG"],
    ["`inputs` tokens + `max_new_tokens` must be <= 512. Given: 600", "CONTEXT_TOO_LONG"],
    ["`inputs` must have less than 511 tokens. Given: 600", "CONTEXT_TOO_LONG"],
    ["max_tokens=600 cannot be greater than max_model_len=512", "CONTEXT_TOO_LONG"],
    ["max_completion_tokens is too large: 600", "CONTEXT_TOO_LONG"],
    ["Loading model", "ENGINE_LOADING"],
    ["The model is loading", "ENGINE_LOADING"],
    ["The server is still loading", "ENGINE_LOADING"],
    ["Model is overloaded", "OVERLOADED"],
    ["The engine is currently busy", "OVERLOADED"],
    ["The request queue is full.", "OVERLOADED"],
    ["Too Many Requests", "OVERLOADED"],
    ["Rate limit reached", "OVERLOADED"],
    ["The model `x` does not exist.", "MODEL_NOT_FOUND"],
    ['model "x" not found, try pulling it first', "MODEL_NOT_FOUND"],
    ["EngineCore encountered an issue.", "ENGINE_FAILED"],
    ["EngineDeadError", "ENGINE_FAILED"],
    ["Request failed during generation: Server error", "ENGINE_FAILED"],
    ["unhealthy", "ENGINE_FAILED"],
    ["Input validation error: `temperature` must be positive", "INVALID_REQUEST"],
    ["Template error: no such variable", "INVALID_REQUEST"],
    ["Missing template", "INVALID_REQUEST"],
  ])("is known by its message before its status: %s", (message, code) => {
    // No message stands for the code of 401.
    expect(failureOfReply({ status: 401, body: JSON.stringify({ error: { message } }) }).code).toBe(code);
  });

  test.each([
    [{ error: { message: "no" } }],
    [{ error: "no" }],
    [{ error: "no", error_type: "validation" }],
    [{ object: "error", message: "no" }],
    [{ detail: "no" }],
  ])("gives its message in any shape: %j", (body) => {
    expect(failureOfReply({ status: 400, body: JSON.stringify(body) }).message).toBe("The engine answers 400: no");
  });

  test.each([
    [" plain text \n", ": plain text"],
    ["null", ": null"],
    ['{"detail":[{"msg":"no"}]}', ': {"detail":[{"msg":"no"}]}'],
    ['{"object":"list","message":"no"}', ': {"object":"list","message":"no"}'],
    ['{"error":{}}', "."],
    ['{"object":"error"}', "."],
    ['{"error":"one\\n  two\\n\\nFile \\"/site-packages/x.py\\""}', ": one two"],
    ["x".repeat(600), `: ${"x".repeat(500)}`],
  ])("shows the body as it is where that holds no message, without the paths of the server: %s", (body, text) => {
    expect(failureOfReply({ status: 400, body }).message).toBe(`The engine answers 400${text}`);
  });

  test.each([
    ["7", 7],
    ["0", 0],
    ["120", 120],
    ["Wed, 25 Nov 2026 07:28:00 GMT", 0],
    ["soon", null],
    ["-5", null],
    [undefined, null],
  ])("waits as many seconds as Retry-After says: %s", (header, seconds) => {
    expect(failureOfReply({ status: 503, body: "", retryAfter: header })).toMatchObject({
      code: "OVERLOADED",
      retry: true,
      retryAfter: seconds,
    });
  });
});

describe("a reply that is no success", () => {
  test("waits until the date that Retry-After names", () => {
    const inAMinute = new Date(Date.now() + 60_000).toUTCString();
    const { retryAfter } = failureOfReply({ status: 429, body: "", retryAfter: inAMinute });
    expect(retryAfter).toBeGreaterThan(55);
    expect(retryAfter).toBeLessThanOrEqual(60);
  });

  test.each([
    [{ error: { type: "insufficient_quota", message: "You exceeded your current quota." } }, undefined],
    [{ error: { code: "insufficient_quota", message: "No more." } }, "5"],
    [{ error: { message: "Insufficient Balance" } }, undefined],
    [{ error: { message: "no", type: "new_api_error", code: "insufficient_user_quota" } }, undefined],
    [{ type: "error", error: { message: "Your credit balance is too low to access the API." } }, undefined],
    [{ error: { message: "You are out of credits." } }, undefined],
    [{ error: { message: "Billing hard limit has been reached" } }, undefined],
  ])("is final where no quota is left: %j", (body, retryAfter) => {
    const failure = failureOfReply({ status: 429, body: JSON.stringify(body), retryAfter });
    expect(failure).toMatchObject({ code: "QUOTA_EXHAUSTED", retry: false });
  });

  test("passes with time where it says how long its quota lasts", () => {
    const body = JSON.stringify({ error: { message: "You exceeded your current quota, please wait." } });
    expect(failureOfReply({ status: 429, body, retryAfter: "5" })).toMatchObject({ code: "OVERLOADED", retryAfter: 5 });
  });

  test("names the address of a redirect without its query", () => {
    const failure = failureOfReply({ status: 307, body: "", location: "https://elsewhere.example/v1?key=secret" });
    expect(failure).toMatchObject({ code: "ADDRESS_REFUSED", retry: false });
    expect(failure.message).toContain("https://elsewhere.example/v1 ");
    expect(failure.message).not.toContain("secret");
  });

  test("shows a proxy's page on one line", () => {
    const body = "<html><head><title>502</title></head>\n<body><h1>Bad Gateway</h1>\n<hr>nginx</body></html>";
    expect(failureOfReply({ status: 502, body })).toMatchObject({
      code: "ENGINE_FAILED",
      message: "The engine answers 502: Bad Gateway nginx",
    });
  });
});

describe("an event of a stream", () => {
  test.each([
    [{ choices: [{ delta: { content: "model not found" } }] }],
    [{ choices: [], usage: { completion_tokens: 3 } }],
    [{ error: null }],
    [null],
    ["error"],
  ])("is no failure without an error: %j", (event) => {
    expect(failureInEvent(event)).toBeNull();
  });

  test.each([
    [{ error: { message: "No room for more.", code: 503 } }, "OVERLOADED"],
    [{ error: { message: "It broke.", code: 400 } }, "ENGINE_FAILED"],
    [{ error: { code: 500 } }, "ENGINE_FAILED"],
    [{ error: "Model is overloaded", error_type: "overloaded" }, "OVERLOADED"],
    [{ error: { message: "`inputs` must have less than 511 tokens.", code: 422 } }, "CONTEXT_TOO_LONG"],
  ])("fails with an error: %j", (event, code) => {
    expect(failureInEvent(event)).toMatchObject({ code, retryAfter: null });
  });

  test("gives the message on one line", () => {
    const message = "It\nbroke.\n\nFile /site-packages/x.py";
    expect(failureInEvent({ error: { message } })?.message).toBe("The engine broke off: It broke.");
  });
});

describe("an error of the connection", () => {
  const ADDRESS = "http://gpu:8000";

  test.each([
    ["ECONNREFUSED", "UNREACHABLE"],
    ["ENOTFOUND", "UNREACHABLE"],
    ["EAI_AGAIN", "UNREACHABLE"],
    ["EHOSTUNREACH", "UNREACHABLE"],
    ["ENETUNREACH", "UNREACHABLE"],
    ["UND_ERR_CONNECT_TIMEOUT", "UNREACHABLE"],
    ["UND_ERR_HEADERS_TIMEOUT", "TIMED_OUT"],
    ["UND_ERR_BODY_TIMEOUT", "TIMED_OUT"],
    ["ECONNRESET", "CONNECTION_LOST"],
    ["UND_ERR_SOCKET", "CONNECTION_LOST"],
    [undefined, "CONNECTION_LOST"],
  ])("%s means %s", (cause, code) => {
    const error = Object.assign(new Error("it broke"), { code: cause });
    const failure = failureOfConnection(error, ADDRESS, new AbortController().signal);
    expect(failure).toMatchObject({ code, cause: error, retry: true });
    expect(failure.message).toContain(ADDRESS);
  });

  test("is named by its code where it has no message", () => {
    expect(failureOfConnection({ code: "ECONNREFUSED" }, ADDRESS).message).toBe(
      `Nothing answers at ${ADDRESS}: ECONNREFUSED.`,
    );
  });

  test("is a cancellation where the signal was aborted, with the reason of the signal where that is a failure", () => {
    const reset = Object.assign(new Error("reset"), { code: "ECONNRESET" });
    const reason = new RunnerError("TIMED_OUT", "too late");
    expect(failureOfConnection(reset, ADDRESS, AbortSignal.abort("enough"))).toMatchObject({
      code: "CANCELED",
      cause: "enough",
    });
    expect(failureOfConnection(reset, ADDRESS, AbortSignal.abort(reason))).toBe(reason);
  });

  test("stays as it is where it is a failure already", () => {
    const failure = new RunnerError("ABORTED", "given up");
    expect(failureOfConnection(failure, ADDRESS, AbortSignal.abort())).toBe(failure);
  });
});
