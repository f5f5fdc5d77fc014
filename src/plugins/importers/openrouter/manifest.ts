import { createHash } from "node:crypto";
import { ImportError } from "../../contract/importError.ts";
import type { Imported, ImportFile } from "../../contract/importer.ts";
import { leftOut } from "../fields/found.ts";
import { nameOf } from "../fields/givenTogether.ts";

interface Checksum {
  /** The name of a file, or `csv` or `json` alone. */
  names: string[];
  algorithm: "sha256" | "md5" | "sha512";
  /** In hexadecimal digits. */
  digest: string;
}

const DEEPEST = 10;

/**
 * Holds files against the checksums of their manifest. Files called `latest` are those that the manifest names with a date.
 *
 * @returns the files of which the manifest states no checksum.
 * @throws ImportError `BAD_FILE` for a file with another checksum.
 */
export async function checkedByManifest(manifest: ImportFile, files: readonly ImportFile[]): Promise<Imported[]> {
  const stated = checksumsIn(await manifest.json(), [], 0);
  const unchecked: Imported[] = [];
  for (const file of files) {
    const name = nameOf(file);
    const ending = name.slice(name.lastIndexOf(".") + 1);
    const ofName = stated.filter(({ names }) => names.includes(name));
    const ofEnding = stated.filter(({ names }) => names.some((one) => one === ending || one.endsWith(`.${ending}`)));
    const own = ofName.length > 0 ? ofName : ofEnding;
    if (own.length === 0) {
      const reason = `The manifest states no checksum of ${name}, so that it is not checked.`;
      unchecked.push(leftOut(manifest.path, reason));
    }
    for (const { algorithm, digest } of own) {
      const found = createHash(algorithm)
        .update(await file.bytes())
        .digest("hex");
      if (found === digest) continue;
      const message = `its ${algorithm} is ${found}, and ${nameOf(manifest)} states ${digest}. Fetch both again.`;
      throw new ImportError("BAD_FILE", file.path, message);
    }
  }
  return unchecked;
}

/** All checksums in a manifest, with the names that stand beside them or above them. */
function checksumsIn(value: unknown, above: readonly string[], depth: number): Checksum[] {
  if (depth > DEEPEST || typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value);
  const texts = entries.flatMap(([, one]) => (typeof one === "string" ? [one] : []));
  const beside = texts.map((one) => one.slice(one.lastIndexOf("/") + 1)).filter(isFileName);
  const own = entries.flatMap(([key, one]) => {
    const digest = typeof one === "string" ? digestOf(one) : null;
    const names = isFileName(key) ? [key] : beside.length > 0 ? beside : above;
    return digest && names.length > 0 ? [{ names: [...names], ...digest }] : [];
  });
  const within = entries.flatMap(([key, one]) =>
    checksumsIn(one, isFileName(key) ? [key] : beside.length > 0 ? beside : above, depth + 1),
  );
  return [...own, ...within];
}

const isFileName = (text: string) =>
  /^(?:csv|json|[\w.-]+\.(?:csv|json))$/i.test(text) && !text.endsWith(".manifest.json");

/** A checksum is told by its length. `sha256:` and the like may stand before it. */
function digestOf(text: string): Omit<Checksum, "names"> | null {
  const given = text.trim().replace(/^(?:sha-?256|sha-?512|md5)[:=-]/i, "");
  if (/^[0-9a-f]+$/i.test(given)) {
    const algorithm = ({ 32: "md5", 64: "sha256", 128: "sha512" } as const)[given.length];
    return algorithm ? { algorithm, digest: given.toLowerCase() } : null;
  }
  if (!/^[A-Za-z0-9+/]{43}=$/.test(given)) return null;
  return { algorithm: "sha256", digest: Buffer.from(given, "base64").toString("hex") };
}
