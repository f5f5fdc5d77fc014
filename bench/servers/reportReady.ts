import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A message of a server under load to the process that started it: its port, or its CPU time in milliseconds when asked. */
export type ServerMessage = { port: number } | { cpuMs: number };

/** Listens on loopback and answers the parent's questions about CPU time until the parent disconnects. */
export function reportReady(server: Server): void {
  server.listen(0, "127.0.0.1", () => process.send!({ port: (server.address() as AddressInfo).port }));
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send!({ cpuMs: (user + system) / 1000 });
  });
  process.on("disconnect", () => process.exit(0));
}
