// Composes subgraphs, each given as NAME=ADDRESS, and prints the supergraph that gateways serve.
import { composeServices } from "@theguild/federation-composition";
import { parse } from "graphql";

const services = process.argv.slice(2).map(async (subgraph) => {
  const [name, url] = subgraph.split(/=(.*)/);
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ _service { sdl } }" }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${name}: ${errors[0].message}`);
  return { name, url, typeDefs: parse(data._service.sdl) };
});
const { supergraphSdl, errors } = composeServices(await Promise.all(services));
if (errors) throw new Error(errors.map(({ message }) => message).join("\n"));
process.stdout.write(supergraphSdl);
