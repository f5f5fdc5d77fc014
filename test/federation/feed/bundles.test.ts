import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Bundles } from "../../../src/federation/feed/bundles.ts";
import { digestOf } from "../../../src/federation/feed/canonicalJson.ts";
import { readChain, readChecked } from "../../../src/federation/feed/chain.ts";
import { readEntry } from "../../../src/federation/feed/readEntry.ts";
import { openSource } from "../../../src/federation/feed/source.ts";
import { readTrustedRoot, type TrustedAuthorities } from "../../../src/federation/keys/identity.ts";
import { keyOf } from "../../feeds/makeFeeds.ts";
import { type Authorities, ISSUER, JOB, openAuthorities } from "../sigstore/authorities.ts";

const FEED = join(import.meta.dirname, "../../feeds/valid/with-bundle/feed");
const KEPT = readTrustedRoot(join(import.meta.dirname, "../sigstore/trusted_root.json"));
const SIGNER = { issuer: ISSUER, subject: JOB };

let authorities: Authorities;
let trusted: TrustedAuthorities;

const rootOf = ({ trustedRoot }: Authorities) => {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-root-"));
  writeFileSync(join(folder, "root.json"), JSON.stringify(trustedRoot));
  const read = readTrustedRoot(join(folder, "root.json"));
  rmSync(folder, { recursive: true });
  return read;
};

beforeAll(async () => {
  authorities = await openAuthorities();
  trusted = rootOf(authorities);
});

/** What becomes of the entries of the example feed, of which the first names these bytes as its bundle. */
async function read(bundle: Buffer | null, root: TrustedAuthorities | null) {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-bundle-"));
  try {
    cpSync(FEED, folder, { recursive: true });
    const source = openSource(folder);
    const unread = { sequence: 0, manifest: null, key: null, revoked: false };
    const { following } = await readChain(source, { lab: "north", pinned: keyOf("north", 1).keyId, ...unread });
    const manifest = await readChecked(source, following[0]!);
    const entries = manifest.entries.map((entry) => {
      if (bundle === null) return entry;
      const named = { digest: digestOf(bundle), size: bundle.length };
      writeFileSync(join(folder, "bundles", `${named.digest}.json`), bundle);
      return { ...entry, bundle: named };
    });
    const bundles = new Bundles(source, root);
    const found: unknown[] = [];
    for (const entry of entries) {
      const outcome = await readEntry(source, entry, manifest, bundles).catch((error) => error);
      found.push(outcome.identity === undefined ? `${outcome.code}: ${outcome.message}` : outcome.identity);
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const fileOf = (part: string, i = 0) => {
  const [manifest] = readdirSync(join(FEED, "manifests"));
  const envelope = JSON.parse(readFileSync(join(FEED, "manifests", manifest!), "utf8"));
  const entry = JSON.parse(Buffer.from(envelope.payload, "base64").toString()).entries[i];
  const digest = part === "runs" ? entry.run.digest : entry.digest;
  return { digest, bytes: readFileSync(join(FEED, part, `${digest}.json`)) };
};

describe("Sigstore bundles of records", () => {
  it("say who signed both records of the example feed, by one statement", async () => {
    expect(await read(null, KEPT)).toEqual([SIGNER, SIGNER]);
    expect(await read(null, null)).toEqual([null, null]);
  });

  it("sign a record or its run, as a statement or the bytes themselves, and no other", async () => {
    for (const part of ["records", "runs"]) {
      const { digest, bytes } = fileOf(part);
      const others = expect.stringContaining("RECORD_BAD_BUNDLE: bundles/");
      expect(await read(await authorities.attest([digest]), trusted)).toEqual([SIGNER, others]);
      expect(await read(await authorities.signBytes(bytes), trusted)).toEqual([SIGNER, others]);
    }
    const job = { issuer: "https://ci.example", subject: "https://ci.example/someone" };
    expect((await read(await authorities.attest([fileOf("runs").digest], job), trusted))[0]).toEqual(job);
  });

  it("are refused by other authorities, and where a signature, a digest or the entry of the log was changed", async () => {
    const digests = [fileOf("runs").digest, fileOf("runs", 1).digest];
    const good = await authorities.attest(digests);
    expect(await read(good, trusted)).toEqual([SIGNER, SIGNER]);
    const stranger = rootOf(await openAuthorities());
    const refused = expect.stringContaining("RECORD_BAD_BUNDLE");
    expect(await read(good, stranger)).toEqual([refused, refused]);
    const changed = (change: (bundle: any) => void) => {
      const bundle = JSON.parse(good.toString());
      change(bundle);
      return Buffer.from(JSON.stringify(bundle));
    };
    const other = JSON.parse((await authorities.attest(digests)).toString());
    const material = (bundle: any) => bundle.verificationMaterial;
    for (const bad of [
      changed(({ dsseEnvelope }) => {
        const text = Buffer.from(dsseEnvelope.payload, "base64").toString().replace("record-0", "record-9");
        dsseEnvelope.payload = Buffer.from(text).toString("base64");
      }),
      changed((bundle) => {
        bundle.dsseEnvelope.signatures = other.dsseEnvelope.signatures;
      }),
      changed((bundle) => {
        material(bundle).certificate = material(other).certificate;
      }),
      changed((bundle) => {
        material(bundle).tlogEntries = material(other).tlogEntries;
      }),
      changed((bundle) => {
        material(bundle).tlogEntries = [];
      }),
      changed((bundle) => {
        material(bundle).tlogEntries[0].integratedTime = "1600000000";
      }),
      changed((bundle) => {
        delete material(bundle).certificate;
        material(bundle).publicKey = { hint: "x" };
      }),
      changed((bundle) => {
        bundle.dsseEnvelope.payloadType = "text/plain";
      }),
      Buffer.from("{}"),
      Buffer.from("[]"),
      Buffer.from("null"),
      Buffer.from("no json"),
    ]) {
      expect(await read(bad, trusted)).toEqual([refused, refused]);
      // A reader without a trusted root leaves it unread.
      expect(await read(bad, null)).toEqual([null, null]);
    }
  });

  it("need a trusted root that can be read", () => {
    expect(() => readTrustedRoot("/nowhere/root.json")).toThrow(/can't be used/);
    expect(() => readTrustedRoot(join(FEED, "feed.json"))).toThrow(/can't be used/);
  });
});
