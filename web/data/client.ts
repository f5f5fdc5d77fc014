import { type Client, createClient } from "../../src/apiClient/client.ts";
import { tokenOfThisTab } from "./session.ts";

/** A client of the server that the page came from, with a token or without. */
export const clientWith = (token: string | undefined): Client =>
  createClient({ url: new URL("/graphql", location.href).href, ...(token !== undefined && { token }) });

/** The client of this tab. The picture that other pages show in a frame takes no token. */
export const client = clientWith(location.pathname === "/embed" ? undefined : tokenOfThisTab());
