import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { CodedError } from "../../src/errors/codedError.ts";
import { RequestError } from "../../src/errors/requestError.ts";
import { failureOf } from "../../src/server/failure.ts";
import { log } from "../../src/server/observation/log.ts";

describe("a failure that is a whole answer", () => {
  const logged = vi.spyOn(log, "error").mockImplementation(() => {});
  afterEach(() => logged.mockClear());
  afterAll(() => logged.mockRestore());

  it("has the status, code and message of an expected error, and is not logged", () => {
    expect(failureOf(new RequestError("BODY_TOO_LARGE", "too large"))).toEqual({
      ...{ status: 413, code: "BODY_TOO_LARGE", message: "too large" },
      headers: {},
    });
    expect(failureOf(new CodedError("plugin", "IMPORT_FAILED", "cannot be found"))).toMatchObject({
      ...{
        status: 500,
        code: "IMPORT_FAILED",
        message: "The plugin's module cannot be found or throws while it loads.",
      },
    });
    expect(logged).not.toHaveBeenCalled();
  });

  it.each([0, 12])("says that it may be tried again in %d seconds", (retryAfter) => {
    const error = new RequestError("STORE_IN_USE", "in use", undefined, { retryAfter });
    expect(failureOf(error)).toMatchObject({ status: 503, headers: { "retry-after": String(retryAfter) } });
  });

  it.each([new Error("password: hunter2"), "password: hunter2", undefined])(
    "hides an unexpected error from the caller and logs it: %s",
    (error) => {
      const failure = failureOf(error);
      expect(failure).toMatchObject({ status: 500, code: "INTERNAL_SERVER_ERROR", headers: {} });
      expect(JSON.stringify(failure)).not.toContain("hunter2");
      expect(logged).toHaveBeenCalledExactlyOnceWith({ err: error });
    },
  );
});
