import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "../../src/federation/feed/manifest.ts";

/** The payload of an envelope. */
export const payload = (envelope: Buffer) => JSON.parse(`${Buffer.from(JSON.parse(`${envelope}`).payload, "base64")}`);
export const flipped = (bytes: Buffer, at: number) => Buffer.from(bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)));
export const withSignatureOf = (one: Buffer, other: Buffer) =>
  Buffer.from(JSON.stringify({ ...JSON.parse(`${one}`), signatures: JSON.parse(`${other}`).signatures }));

/** The files of a feed as they are now. */
export class Files {
  readonly head: Buffer;
  readonly manifest: string;
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
    this.head = readFileSync(join(folder, "feed.json"));
    this.manifest = `manifests/${payload(this.head).manifest.digest}.json`;
  }
  read = (path: string) => readFileSync(join(this.folder, path));
  entries = (): Manifest["entries"] => payload(this.read(this.manifest)).entries;
}
