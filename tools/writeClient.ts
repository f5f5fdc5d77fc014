// Writes the types of the client, src/apiClient/schema.ts, from schema.graphql.
import { readFileSync, writeFileSync } from "node:fs";
import { CLIENT_SCHEMA, clientSchema } from "./clientSchema.ts";

writeFileSync(CLIENT_SCHEMA, clientSchema(readFileSync("schema.graphql", "utf8")));
