import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createPersistedDocuments } from "../../../src/server/limits/persistedDocuments.ts";
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

const persistedDocuments = createPersistedDocuments();

describe("trusted documents", () => {
  const list = readTrustedDocuments(fileWith(JSON.stringify([LABS, "{ __typename }"])));

  it("are answered by their text or their hash, and no others", () => {
    expect(documentOf({ query: LABS }, list, persistedDocuments)).toBe(LABS);
    expect(documentOf({ extensions: persisted(HASH) }, list, persistedDocuments)).toBe(LABS);
    expect(documentOf({ query: null, extensions: persisted(HASH.toUpperCase()) }, list, persistedDocuments)).toBe(LABS);
    for (const asked of [{ query: `${LABS} ` }, { query: "" }, { extensions: persisted("0".repeat(64)) }]) {
      expect(() => documentOf(asked, list, persistedDocuments)).toThrow(
        expect.objectContaining({ code: "UNTRUSTED_DOCUMENT", status: 403 }),
      );
    }
  });

  it("may come with their hash as keys, which count only as far as they are right", () => {
    const keyed = readTrustedDocuments(fileWith(JSON.stringify({ [HASH]: LABS, wrong: "{ __typename }" })));
    expect(documentOf({ extensions: persisted(HASH) }, keyed, persistedDocuments)).toBe(LABS);
    expect(() => documentOf({ extensions: persisted("wrong") }, keyed, persistedDocuments)).toThrow();
  });

  it.each(["[]", "{}", "null", "7", "[1]", '{"a": {}}', "not JSON"])("are not read from a file with %s", (text) => {
    expect(() => readTrustedDocuments(fileWith(text))).toThrow();
  });
});

describe("a hash without a document", () => {
  it("is answered in the way that makes clients send the document, where all documents are answered", () => {
    expect(() => documentOf({ extensions: persisted(HASH) }, null, persistedDocuments)).toThrow(
      expect.objectContaining({
        code: "PERSISTED_QUERY_NOT_FOUND",
        status: 200,
        message: "PersistedQueryNotFound",
      }),
    );
  });

  it("finds a document that was kept, and refuses a hash that is another's, malformed or of another version", () => {
    const kept = createPersistedDocuments();
    kept.keep(LABS);
    expect(documentOf({ extensions: persisted(HASH.toUpperCase()) }, null, kept)).toBe(LABS);
    expect(documentOf({ query: LABS, extensions: persisted(HASH) }, null, kept)).toBe(LABS);
    const code = (asked: Parameters<typeof documentOf>[0]) => {
      try {
        documentOf(asked, null, kept);
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code({ query: `${LABS} `, extensions: persisted(HASH) })).toBe("PERSISTED_QUERY_MISMATCH");
    expect(code({ extensions: persisted(7) })).toBe("BAD_PARAMETERS");
    expect(code({ extensions: { persistedQuery: { version: 2, sha256Hash: HASH } } })).toBe("BAD_PARAMETERS");
    expect(code({ extensions: { persistedQuery: "text" } })).toBe("BAD_PARAMETERS");
  });

  it("keeps documents within a number of bytes", () => {
    const kept = createPersistedDocuments();
    kept.keep(LABS);
    for (let i = 0; i < 200; i++) kept.keep(`# ${i} ${"x".repeat(30_000)}`);
    expect(kept.withHash(HASH)).toBeUndefined();
  });

  it("does not stand in the way of a request without one", () => {
    expect(documentOf({}, null, persistedDocuments)).toBeUndefined();
    expect(documentOf({ extensions: { persistedQuery: null } }, null, persistedDocuments)).toBeUndefined();
  });
});
