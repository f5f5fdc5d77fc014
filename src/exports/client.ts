// `paretograph/client`: asks a server and follows it, in browsers and in Node 20 and later. It has no dependencies.

export { type Client, type ClientOptions, createClient } from "../apiClient/client.ts";
export { ParetographError, type ServerError } from "../apiClient/clientError.ts";
export type * from "../apiClient/schema.ts";
export type { Result, Selection } from "../apiClient/selection.ts";
