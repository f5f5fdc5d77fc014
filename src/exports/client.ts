// `paretograph/client`: asks a server and follows it, in browsers and in Node 20 and later. It has no dependencies.

export { type Client, type ClientOptions, createClient } from "../client/client.ts";
export { ParetographError, type ServerError } from "../client/clientError.ts";
export type * from "../client/schema.ts";
export type { Result, Selection } from "../client/selection.ts";
