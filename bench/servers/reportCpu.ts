import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Tells the process that started this one the port of a server, and the CPU seconds until now each time it asks. */
export function reportCpu(server: Server): void {
  process.send!({ port: (server.address() as AddressInfo).port });
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send!({ cpu: (user + system) / 1e6 });
  });
  process.on("disconnect", () => process.exit(0));
}
