import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A static host whose replies are cut off, flipped, missing or late, as the dice say. */
export class BadHost {
  readonly server: Server;
  /** The share of replies that something happens to. */
  trouble = 0;
  /** The paths whose replies come whole. */
  spared = (_path: string) => false;
  /** The folder that it serves. */
  folder: string;
  /** What it serves in the place of files, by their paths in the folder. */
  readonly instead = new Map<string, Buffer>();
  /** The paths of which it was asked. */
  readonly asked: string[] = [];
  readonly #random: () => number;

  constructor(folder: string, random: () => number) {
    this.folder = folder;
    this.#random = random;
    this.server = createServer((request, response) => {
      const path = new URL(request.url!, "http://host").pathname.slice(1);
      this.asked.push(path);
      let bytes: Buffer;
      try {
        bytes = Buffer.from(this.instead.get(path) ?? readFileSync(join(this.folder, path)));
      } catch {
        response.writeHead(404).end();
        return;
      }
      const dice = this.#random();
      if (dice >= this.trouble || bytes.length === 0 || this.spared(path)) response.end(bytes);
      else if (dice < this.trouble / 5) response.socket!.destroy();
      else if (dice < (2 * this.trouble) / 5) response.writeHead(503).end();
      else if (dice < (3 * this.trouble) / 5) response.writeHead(404).end();
      else if (dice < (4 * this.trouble) / 5) {
        bytes[Math.floor(this.#random() * bytes.length)]! ^= 1 << Math.floor(this.#random() * 8);
        response.end(bytes);
      } else {
        response.writeHead(200, { "content-length": bytes.length });
        response.write(bytes.subarray(0, bytes.length >> 1));
        setTimeout(() => response.socket?.destroy(), 1);
      }
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
