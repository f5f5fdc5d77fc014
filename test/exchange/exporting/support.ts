import { inflateRawSync } from "node:zlib";
import type { Principal } from "../../../src/access/principal.ts";
import { openExport } from "../../../src/exchange/exporting/openExport.ts";
import { exportParameters } from "../../../src/schema/exportParameters.ts";
import type { Store } from "../../../src/store/store.ts";
import { collected } from "../../support/collected.ts";

export const OPERATOR: Principal = { id: "operator", scope: "operate", lab: null };

/** The export that the parameters of an address ask for. */
export function exported(store: Store, parameters: string, reader: Principal = OPERATOR) {
  return openExport(store, exportParameters(new URLSearchParams(parameters)), reader);
}

/** The text of an export of one file. */
export async function textOf(store: Store, parameters: string, reader?: Principal): Promise<string> {
  const { pieces } = await exported(store, parameters, reader);
  return (await collected(pieces())).join("");
}

/** The files of an export that is a folder, by their paths. */
export async function filesOf(store: Store, parameters: string): Promise<Map<string, string>> {
  const { files } = await exported(store, parameters);
  const read = new Map<string, string>();
  for await (const { path, pieces } of files()) read.set(path, (await collected(pieces)).join(""));
  return read;
}

/** The texts of the files in a ZIP, read by its directory at the end. */
export function filesInZip(zip: Buffer): Map<string, string> {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06"));
  let at = zip.readUInt32LE(end + 16);
  const files = new Map<string, string>();
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [size, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    files.set(name, inflateRawSync(zip.subarray(begin, begin + size)).toString());
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}
