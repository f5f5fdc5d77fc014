import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RequestError } from "../../errors/requestError.ts";
import type { Signing } from "../feed/feedWriter.ts";
import { LARGEST } from "../feed/limits.ts";
import { readBundle } from "../keys/identity.ts";

/**
 * Has a command of a CI job sign the records of a publishing: it finds an in-toto statement that names them in the file
 * `$STATEMENT`, and writes its Sigstore bundle to the file `$BUNDLE`. The clients of Sigstore do that (`sigstore attest`,
 * `cosign attest-blob --statement`).
 */
export function bundleBy(command: string): NonNullable<Signing["bundleBy"]> {
  return async (records) => {
    const folder = await mkdtemp(join(tmpdir(), "paretograph-bundle-"));
    try {
      const [statement, bundle] = [join(folder, "statement.json"), join(folder, "bundle.json")];
      await writeFile(statement, JSON.stringify(statementOf(records)));
      await run(command, { STATEMENT: statement, BUNDLE: bundle });
      return await checked(bundle, records);
    } finally {
      await rm(folder, { recursive: true });
    }
  };
}

const statementOf = (records: readonly string[]) => ({
  _type: "https://in-toto.io/Statement/v1",
  subject: records.map((sha256) => ({ name: `records/${sha256}.json`, digest: { sha256 } })),
  predicateType: "https://paretograph.dev/attestation/published/v1",
  predicate: {},
});

async function run(command: string, environment: Record<string, string>): Promise<void> {
  // What it prints is for who publishes.
  const child = spawn(command, { shell: true, stdio: ["ignore", 2, 2], env: { ...process.env, ...environment } });
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("exit", resolve));
  if (code !== 0) throw refused(`"${command}" ended with ${code}`);
}

async function checked(path: string, records: readonly string[]): Promise<Buffer> {
  const bytes = await readFile(path).catch((error) => {
    throw refused("it wrote no file $BUNDLE", error);
  });
  if (bytes.length > LARGEST.bundle) throw refused(`the bundle has more than ${LARGEST.bundle} bytes`);
  let digests: ReadonlySet<string>;
  try {
    digests = readBundle(bytes).digests;
  } catch (error) {
    throw refused((error as Error).message, error);
  }
  if (!records.every((digest) => digests.has(digest))) throw refused("the bundle is not about all records");
  return bytes;
}

const refused = (why: string, cause?: unknown) =>
  new RequestError("BAD_VALUE", `bundleBy: no Sigstore bundle came of the command: ${why}.`, "bundleBy", { cause });
