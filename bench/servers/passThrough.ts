import { Agent, createServer, request } from "node:http";
import { reportCpu } from "./reportCpu.ts";

/** A bare pass-through, the shortest that Node allows: it reads nothing and records nothing. */
const agent = new Agent({ keepAlive: true });
const server = createServer((incoming, outgoing) => {
  const { hostname, port } = new URL(process.env.UPSTREAM!);
  const { method, url: path, headers } = incoming;
  const asked = request({ hostname, port, method, path, headers, agent }, (reply) => {
    outgoing.writeHead(reply.statusCode!, reply.headers);
    reply.pipe(outgoing);
  });
  incoming.pipe(asked);
});
server.listen(0, "127.0.0.1", 4096, () => reportCpu(server));
