import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LAB_NAME } from "../../access/principal.ts";
import { RequestError } from "../../errors/requestError.ts";
import { keyIdOf, publicKeyOf } from "./publicKey.ts";

/** The key with which a lab signs its feed. The private part is only used here, and never shown. */
export interface LabKey {
  lab: string;
  publicKey: string;
  keyId: string;
  sign(message: Uint8Array): Buffer;
}

const folderOf = (dataFolder: string) => join(dataFolder, "keys");
/** The key that is in use, or the one that takes its place at the next publishing. */
type Use = "key" | "next";
const fileOf = (dataFolder: string, lab: string, use: Use) => join(folderOf(dataFolder), `${lab}.${use}.pem`);

/** Makes a key. Throws `BAD_VALUE` for a name that no lab has, and where the lab has such a key already. */
export function createLabKey(dataFolder: string, lab: string, use: Use = "key"): LabKey {
  requireLabName(lab);
  const { privateKey } = generateKeyPairSync("ed25519");
  mkdirSync(folderOf(dataFolder), { recursive: true, mode: 0o700 });
  try {
    const text = privateKey.export({ format: "pem", type: "pkcs8" });
    writeFileSync(fileOf(dataFolder, lab, use), text, { mode: 0o600, flag: "wx", flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const what =
      use === "key" ? "has a key already" : "has a next key already, which the next publishing hands over to";
    throw new RequestError("BAD_VALUE", `lab: "${lab}" ${what}.`, "lab");
  }
  return keyOf(lab, privateKey);
}

/** The key of a lab; null where it has none. Throws `BAD_VALUE` where others can read its file. */
export function readLabKey(dataFolder: string, lab: string, use: Use = "key"): LabKey | null {
  requireLabName(lab);
  const file = fileOf(dataFolder, lab, use);
  let text: string;
  try {
    if ((statSync(file).mode & 0o077) !== 0 && process.platform !== "win32") {
      throw new RequestError("BAD_VALUE", `lab: the key "${file}" can be read by others. Set its mode to 0600.`, "lab");
    }
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  return keyOf(lab, createPrivateKey(text));
}

/** Puts the next key in the place of the present one, which is deleted. It is called when the feed has handed over to it. */
export function takeNextKey(dataFolder: string, lab: string): void {
  renameSync(fileOf(dataFolder, lab, "next"), fileOf(dataFolder, lab, "key"));
}

function keyOf(lab: string, privateKey: KeyObject): LabKey {
  const publicKey = publicKeyOf(privateKey);
  return { lab, publicKey, keyId: keyIdOf(publicKey), sign: (message) => sign(null, message, privateKey) };
}

function requireLabName(lab: string): void {
  if (LAB_NAME.test(lab)) return;
  throw new RequestError("BAD_VALUE", "lab: a lab has letters, digits, dots, dashes and underscores.", "lab");
}

/** The labs that have a key here: nobody else speaks for them. */
export function ownLabs(dataFolder: string): string[] {
  try {
    return readdirSync(folderOf(dataFolder)).flatMap((name) => /^(.+)\.key\.pem$/.exec(name)?.[1] ?? []);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
