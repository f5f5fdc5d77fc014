import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { createLog, type LogSettings, requestUnderWay } from "../../../src/server/observation/log.ts";

/** A log, and the lines that it has written. */
function logTo(settings: Partial<LogSettings> = {}, environment: NodeJS.ProcessEnv = {}) {
  const lines: string[] = [];
  const log = createLog({ level: "info", format: "json", ...settings }, (line) => lines.push(line), environment);
  return { log, lines };
}

describe("the log for programs", () => {
  it("writes one line of JSON, with the time, the level and the request that it belongs to", () => {
    const { log, lines } = logTo();
    requestUnderWay.run("request-7", () => log.warn({ path: "/graphql" }, "two\nlines"));
    expect(lines).toHaveLength(1);
    expect(lines[0]!.indexOf("\n")).toBe(lines[0]!.length - 1);
    expect(JSON.parse(lines[0]!)).toEqual({
      level: "warn",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      pid: process.pid,
      request: "request-7",
      path: "/graphql",
      msg: "two\nlines",
    });
  });

  it("writes no more of an error than its code, message, stack and causes", () => {
    const { log, lines } = logTo();
    const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED", socket: new Socket() });
    const error = Object.assign(new Error("no answer", { cause }), {
      request: { headers: { authorization: "x" } },
      parameters: ["a parameter"],
    });
    log.error({ err: error });
    const { err, msg } = JSON.parse(lines[0]!);
    expect(msg).toBe("no answer");
    expect(Object.keys(err)).toEqual(["type", "message", "stack", "cause"]);
    expect(err.cause).toMatchObject({ code: "ECONNREFUSED", message: "refused" });
    expect(lines[0]).not.toMatch(/parameter|headers|socket/i);
  });

  it.each([undefined, null, "a text", 7])("writes what was thrown and is no error: %s", (thrown) => {
    const { log, lines } = logTo();
    log.error({ err: thrown });
    expect(JSON.parse(lines[0]!).level).toBe("error");
  });

  it("does not run without end over an error that is its own cause", () => {
    const { log, lines } = logTo();
    const error = new Error("round");
    error.cause = error;
    log.error({ err: error });
    expect(lines).toHaveLength(1);
  });

  it("shows control characters and masks secrets, also in stacks", () => {
    const { log, lines } = logTo({}, { ENGINE_KEY: "hunter2hunter2" });
    log.error({ err: new Error("\u001b[2J\u009b31m\u007f\u202e hunter2hunter2") });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there.
    expect(lines[0]!.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    expect(lines[0]).not.toContain("hunter2");
    expect(JSON.parse(lines[0]!).msg).toBe("\u001b[2J\u009b31m\u007f\u202e [secret]");
  });

  it("leaves out what is below its level", () => {
    const { log, lines } = logTo({ level: "warn" });
    log.info("no");
    log.warn("yes");
    expect(lines).toHaveLength(1);
  });
});

describe("the log for people", () => {
  it("writes the message alone, and other fields after it", () => {
    const { log, lines } = logTo({ format: "plain" });
    log.info("Run 7 was left by its worker and is continued.");
    log.warn({ path: "/graphql", status: 400 }, "request refused");
    expect(lines).toEqual([
      "Run 7 was left by its worker and is continued.\n",
      "request refused path=/graphql status=400\n",
    ]);
  });

  it("writes the stacks of an error and of its cause", () => {
    const { log, lines } = logTo({ format: "plain" });
    log.error({ err: new TypeError("wrong", { cause: new Error("inner") }) });
    expect(lines[0]).toMatch(/^TypeError: wrong\n {8}at .*\n {4}caused by Error: inner\n/s);
  });

  it("shows control characters, and indents what follows a line break", () => {
    const { log, lines } = logTo({ format: "plain" });
    log.info("\u001b]0;title\u0007\r\u009b31m\nA forged line");
    expect(lines[0]).toBe("\\u{1b}]0;title\\u{7}\\u{d}\\u{9b}31m\n    A forged line\n");
  });
});
