// Serves the supergraph in a file by Hive Gateway at PORT (4002 unless given).
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createGatewayRuntime } from "@graphql-hive/gateway-runtime";

const gateway = createGatewayRuntime({
  supergraph: readFileSync(process.argv[2], "utf8"),
  // Each caller asks the subgraphs with its own token.
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => {
      const authorization = request.headers.get("authorization");
      return authorization ? { authorization } : {};
    },
  },
});
const server = createServer(gateway);
server.listen(Number(process.env.PORT ?? 4002), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}/graphql`);
});

// The gateway ends what it holds upon these, and the server ends with it.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit());
