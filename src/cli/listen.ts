import type { Server } from "node:http";
import { CommandError } from "./settings.ts";

/** Listens on an address. Throws a `CommandError` that names the variable at fault where the address can't be used. */
export function listen(
  server: Server,
  host: string,
  port: number,
  variables: { host: string; port: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explained(error, host, port, variables)));
    server.listen(port, host, resolve);
  });
}

/** The address at which a server that listens on a host and port is reached from its own machine. */
export function addressOf(host: string, port: number): string {
  const reached = { "0.0.0.0": "127.0.0.1", "::": "::1" }[host] ?? host;
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
}

function explained(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
  variables: { host: string; port: string },
): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new CommandError(`Port ${port} on ${host} is taken. Set ${variables.port} to another one.`);
    case "EACCES":
      return new CommandError(`Port ${port} on ${host} needs more rights. Set ${variables.port} to one above 1023.`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new CommandError(
        `${variables.host} "${host}" is not an address of this machine. Try 127.0.0.1 or 0.0.0.0.`,
      );
    default:
      return error;
  }
}
