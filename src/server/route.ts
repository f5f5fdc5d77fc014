import type { IncomingMessage, ServerResponse } from "node:http";

/** Answers a request to an address of its own and returns true, or returns false and leaves the request to others. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
