import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface TcpProxy {
  /** The given URL, by way of the proxy. */
  url(of: string): string;
  /** Takes connections and bytes from now on, and passes nothing on: a server that hangs. */
  hang(): void;
  /** Passes on again what comes from now on, for new connections. */
  release(): void;
  /** Ends all connections. */
  cut(): void;
  /** Ends all connections by a reset, as a server does that is killed. */
  reset(): void;
  close(): Promise<void>;
}

/** A TCP proxy on loopback before a server, which can hang and cut connections. */
export async function startProxy(target: string, at = 0): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let hangs = false;
  const server = createServer((incoming) => {
    sockets.add(incoming);
    incoming.on("error", () => {});
    if (hangs) return;
    const outgoing = connect(Number(port), hostname);
    sockets.add(outgoing);
    outgoing.on("error", () => incoming.destroy());
    const pass = (from: Socket, to: Socket) => {
      from.on("data", (bytes) => {
        if (!hangs) to.write(bytes);
      });
      from.on("close", () => {
        sockets.delete(from);
        if (!hangs) to.destroy();
      });
    };
    pass(incoming, outgoing);
    pass(outgoing, incoming);
  });
  await new Promise<void>((resolve) => server.listen(at, "127.0.0.1", resolve));
  const end = (how: "destroy" | "resetAndDestroy") => {
    for (const socket of sockets) socket[how]();
    sockets.clear();
  };
  const cut = () => end("destroy");
  return {
    url(of) {
      const url = new URL(of);
      url.port = String((server.address() as AddressInfo).port);
      return url.href;
    },
    hang: () => {
      hangs = true;
    },
    release: () => {
      hangs = false;
    },
    cut,
    reset: () => end("resetAndDestroy"),
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
