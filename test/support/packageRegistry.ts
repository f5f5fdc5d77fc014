import { spawn } from "node:child_process";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname, join, resolve } from "node:path";

interface Manifest {
  name: string;
  version: string;
  [field: string]: unknown;
}

/** A version of a package: what it says of itself, and where it is, as a folder or as a tarball. */
interface Published {
  manifest: Manifest;
  at: string;
}

/**
 * A registry on loopback for `npm install` as an outsider runs it, without a network: it has packed packages of this
 * repository, and everything that is installed here, from the folders in `node_modules`.
 */
export async function startPackageRegistry(packed: readonly { source: string; tarball: string }[]) {
  const published = [
    ...packed.map(({ source, tarball }) => ({ manifest: manifestIn(source), at: tarball })),
    ...installedHere(),
  ];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url!, "http://registry").pathname).slice(1);
    const [, tarball] = /^-\/(\d+)\.tgz$/.exec(path) ?? [];
    if (tarball !== undefined) return sendTarball(published[Number(tarball)]!.at, response);
    const versions = published.filter(({ manifest }) => manifest.name === path);
    if (versions.length === 0) return void response.writeHead(404).end("{}");
    const entries = versions.map((one) => {
      const dist = { tarball: `${address()}/-/${published.indexOf(one)}.tgz` };
      return [one.manifest.version, { ...one.manifest, dist }] as const;
    });
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({ name: path, "dist-tags": { latest: entries[0]![0] }, versions: Object.fromEntries(entries) }),
    );
  });
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: address(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const manifestIn = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/** The installed packages by the lock file, those in the top folder first, which are the latest that npm offers. */
function installedHere(): Published[] {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  return Object.entries<Manifest>(packages)
    .filter(([path]) => path.startsWith("node_modules/"))
    .toSorted(([a], [b]) => a.split("node_modules/").length - b.split("node_modules/").length)
    .map(([path, { integrity: _, resolved: _from, ...entry }]) => ({
      manifest: { ...entry, name: entry.name ?? path.split("node_modules/").at(-1)! },
      at: resolve(path),
    }));
}

function sendTarball(at: string, response: ServerResponse): void {
  if (at.endsWith(".tgz")) return void createReadStream(at).pipe(response);
  // A package for another system is in the lock file and not on the disk.
  if (!existsSync(at)) return void response.writeHead(404).end();
  const folder = basename(at);
  const tar = spawn("tar", ["-czf", "-", "-C", dirname(at), `--exclude=${folder}/node_modules`, folder]);
  tar.stdout.pipe(response);
}
