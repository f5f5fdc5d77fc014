import type { IncomingMessage, ServerResponse } from "node:http";
import type { GraphQLParameters } from "./parameters.ts";

/** What the edge sees of a request: it knows nothing of callers and their rights. */
export interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  /** Whether a page of another origin asks, which may read and change nothing. */
  isReader: boolean;
  /** What a GraphQL request asks, once it has been read. */
  parameters: GraphQLParameters | null;
}

/** A step at the edge, as a `Step` of the server. */
export type EdgeStep = (visit: Visit) => boolean | Promise<boolean>;
