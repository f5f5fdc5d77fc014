import { connect, type Socket } from "node:net";

/** The connections of a client, opened here so that one can be given up whose server does not answer any more. */
export interface Sockets {
  /** The option `socket` of postgres.js. */
  open(options: { host: string[]; port: number[]; path?: string | false }): Socket;
  /** Closes all of them at once, without a farewell, which a server that hangs would never answer. */
  destroy(): void;
}

const CHECK_MS = 2_000;

/** @param silenceMs a server that was asked something and has sent nothing for so long counts as lost. */
export function createSockets(silenceMs: number): Sockets {
  const states = new Map<Socket, { read: number; written: number; since: number }>();
  let attempts = 0;
  const check = setInterval(() => {
    for (const [socket, state] of states) {
      const { bytesRead, bytesWritten } = socket;
      const isWaiting = bytesRead === state.read && bytesWritten > state.written;
      if (socket.destroyed) states.delete(socket);
      else if (!isWaiting) states.set(socket, { read: bytesRead, written: bytesWritten, since: Date.now() });
      else if (Date.now() - state.since > silenceMs) {
        socket.destroy(Object.assign(new Error("The database does not answer."), { code: "ETIMEDOUT" }));
      }
    }
  }, CHECK_MS);
  check.unref();

  return {
    open({ host, port, path }) {
      // Where a URL names several servers, the attempts take turns.
      const turn = attempts++ % host.length;
      const address = path ? { path } : { host: host[turn]!, port: port[turn]! };
      const socket = connect(address);
      states.set(socket, { read: 0, written: 0, since: Date.now() });
      return Object.assign(socket, address);
    },
    destroy() {
      clearInterval(check);
      for (const socket of states.keys()) socket.destroy();
      states.clear();
    },
  };
}
