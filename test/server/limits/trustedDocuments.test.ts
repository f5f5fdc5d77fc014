import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { documentOf, readTrustedDocuments } from "../../../src/server/limits/trustedDocuments.ts";

const folder = mkdtempSync(join(tmpdir(), "trusted-"));
afterAll(() => rmSync(folder, { recursive: true }));
const fileWith = (text: string) => {
  const file = join(folder, `${createHash("sha1").update(text).digest("hex")}.json`);
  writeFileSync(file, text);
  return file;
};
const LABS = "{ labs { edges { cursor } } }";
const HASH = createHash("sha256").update(LABS).digest("hex");
const persisted = (sha256Hash: unknown) => ({ persistedQuery: { version: 1, sha256Hash } });

describe("trusted documents", () => {
  const list = readTrustedDocuments(fileWith(JSON.stringify([LABS, "{ __typename }"])));

  it("are answered by their text or their hash, and no others", () => {
    expect(documentOf({ query: LABS }, list)).toBe(LABS);
    expect(documentOf({ extensions: persisted(HASH) }, list)).toBe(LABS);
    expect(documentOf({ query: null, extensions: persisted(HASH.toUpperCase()) }, list)).toBe(LABS);
    for (const asked of [
      { query: `${LABS} ` },
      { query: "" },
      { extensions: persisted("0".repeat(64)) },
      { extensions: persisted(7) },
    ]) {
      expect(() => documentOf(asked, list)).toThrow(
        expect.objectContaining({ code: "UNTRUSTED_DOCUMENT", status: 403 }),
      );
    }
  });

  it("may come with their hash as keys, which count only as far as they are right", () => {
    const keyed = readTrustedDocuments(fileWith(JSON.stringify({ [HASH]: LABS, wrong: "{ __typename }" })));
    expect(documentOf({ extensions: persisted(HASH) }, keyed)).toBe(LABS);
    expect(() => documentOf({ extensions: persisted("wrong") }, keyed)).toThrow();
  });

  it.each(["[]", "{}", "null", "7", "[1]", '{"a": {}}', "not JSON"])("are not read from a file with %s", (text) => {
    expect(() => readTrustedDocuments(fileWith(text))).toThrow();
  });
});

describe("a hash without a document", () => {
  it("is answered in the way that makes clients send the document, where all documents are answered", () => {
    expect(() => documentOf({ extensions: persisted(HASH) }, null)).toThrow(
      expect.objectContaining({
        code: "PERSISTED_QUERY_NOT_SUPPORTED",
        status: 200,
        message: "PersistedQueryNotSupported",
      }),
    );
  });

  it("does not stand in the way of a document", () => {
    expect(documentOf({ query: LABS, extensions: persisted("other") }, null)).toBe(LABS);
    expect(documentOf({}, null)).toBeUndefined();
    expect(documentOf({ extensions: { persistedQuery: null } }, null)).toBeUndefined();
  });
});
