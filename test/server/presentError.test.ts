import { GraphQLError } from "graphql";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { CodedError } from "../../src/errors/codedError.ts";
import { RequestError } from "../../src/errors/requestError.ts";
import { log } from "../../src/server/observation/log.ts";
import { presentError } from "../../src/server/presentError.ts";

/** An error as GraphQL wraps it on its way out of a resolver. */
const wrapped = (originalError: Error, message = originalError.message) =>
  new GraphQLError(message, { originalError, path: ["frontier", "best"] });

describe("an error as a caller of GraphQL may see it", () => {
  const logged = vi.spyOn(log, "error").mockImplementation(() => {});
  afterEach(() => logged.mockClear());
  afterAll(() => logged.mockRestore());

  it("has the code and the argument of a request error, and its place in the request", () => {
    const error = new RequestError("UNKNOWN_MODEL", "there is no model", "where.model");
    const shown = presentError(wrapped(error));
    expect(shown.toJSON()).toEqual({
      message: "there is no model",
      path: ["frontier", "best"],
      extensions: { code: "UNKNOWN_MODEL", argument: "where.model" },
    });
    expect(logged).not.toHaveBeenCalled();
  });

  it("has no argument if none is known", () => {
    expect(presentError(wrapped(new RequestError("NOT_MEASURING", "only answers"))).extensions).toEqual({
      code: "NOT_MEASURING",
    });
    expect(presentError(new CodedError("plugin", "UNKNOWN_PLUGIN", "unknown")).toJSON()).toEqual({
      message: "There is no plugin of that kind and name.",
      extensions: { code: "UNKNOWN_PLUGIN" },
    });
  });

  it("has the cause of an error that was wrapped twice, with the outermost message", () => {
    const inner = wrapped(new RequestError("BAD_VALUE", "is not a date"));
    const shown = presentError(wrapped(inner, "Variable $day: is not a date"));
    expect(shown.message).toBe("Variable $day: is not a date");
    expect(shown.extensions).toEqual({ code: "BAD_VALUE" });
  });

  it("keeps the words of GraphQL, with its own code or BAD_REQUEST", () => {
    const own = new GraphQLError("Syntax Error", { extensions: { code: "GRAPHQL_PARSE_FAILED" } });
    expect(presentError(own)).toBe(own);
    const shown = presentError(wrapped(new GraphQLError("Variable $x is required")));
    expect(shown.toJSON()).toMatchObject({
      message: "Variable $x is required",
      path: ["frontier", "best"],
      extensions: { code: "BAD_REQUEST" },
    });
    expect(logged).not.toHaveBeenCalled();
  });

  it("hides any other error, and logs the error that was thrown first", () => {
    const secret = new Error("password: hunter2");
    for (const shown of [presentError(wrapped(secret)), presentError(secret)]) {
      expect(shown.extensions).toEqual({ code: "INTERNAL_SERVER_ERROR" });
      expect(JSON.stringify(shown)).not.toContain("hunter2");
    }
    expect(presentError(wrapped(secret)).path).toEqual(["frontier", "best"]);
    expect(logged).toHaveBeenCalledTimes(3);
    expect(logged).toHaveBeenCalledWith({ err: secret });
  });

  it.each(["22021", "22P05", "22003", "54000"])(
    "takes a value that the database refuses (%s) as the caller's",
    (code) => {
      const cause = Object.assign(new Error("invalid byte sequence: select * from runs"), { code });
      const refused = new Error("Failed query: select * from runs, params: hunter2", { cause });
      const shown = presentError(wrapped(refused));
      expect(shown.extensions).toEqual({ code: "BAD_VALUE" });
      expect(JSON.stringify(shown)).not.toMatch(/select|hunter2/);
      expect(logged).not.toHaveBeenCalled();
      const down = Object.assign(new Error("select"), { code: "57P01" });
      expect(presentError(wrapped(down)).extensions).toEqual({ code: "UNAVAILABLE" });
    },
  );

  it("says of an engine what the code means, and nothing that the engine said", () => {
    const shown = presentError(wrapped(new CodedError("runner", "UNREACHABLE", "Nothing answers at http://10.0.0.9")));
    expect(shown).toMatchObject({
      message: "Nothing answers at the engine's address.",
      extensions: { code: "UNREACHABLE" },
    });
  });

  it("knows the errors of another copy of the package by their brand", () => {
    const foreign = new Error("there is no model");
    Object.defineProperty(foreign, Symbol.for("paretograph.error"), { value: "request" });
    Object.assign(foreign, { code: "UNKNOWN_MODEL", argument: "where.model" });
    expect(presentError(wrapped(foreign))).toMatchObject({
      message: "there is no model",
      extensions: { code: "UNKNOWN_MODEL", argument: "where.model" },
    });
  });

  it("is short and without control characters, whatever it repeats", () => {
    const long = wrapped(new RequestError("BAD_VALUE", "x".repeat(1_000_000)));
    expect(presentError(long).message.length).toBeLessThan(2100);
    const syntax = new GraphQLError(`Unexpected \u001b[2J ${"x".repeat(1_000_000)}`, {
      extensions: { code: "GRAPHQL_PARSE_FAILED" },
    });
    expect(presentError(syntax).message).toMatch(/^Unexpected \\u\{1b\}\[2J x{100}/);
    expect(presentError(syntax).message.length).toBeLessThan(2100);
    expect(presentError(syntax).extensions.code).toBe("GRAPHQL_PARSE_FAILED");
  });

  it("says of a number that is not finite that it is out of range", () => {
    const inner = new GraphQLError("Float cannot represent non numeric value: Infinity");
    expect(presentError(wrapped(inner)).extensions).toEqual({ code: "BAD_RANGE" });
    expect(presentError(new GraphQLError(inner.message, { originalError: inner })).extensions).toEqual({
      code: "BAD_REQUEST",
    });
  });
});
