import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Stands in for a DCGM exporter: gives the pages in order, the last one again and again; a number is a status. */
export async function startExporter(pages: (string | number)[]) {
  let calls = 0;
  const server = createServer((_, response) => {
    const next = pages[Math.min(calls++, pages.length - 1)]!;
    typeof next === "string" ? response.end(next) : response.writeHead(next).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  return { url, calls: () => calls, close: () => new Promise((resolve) => server.close(resolve)) };
}
