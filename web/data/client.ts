import { createClient } from "../../src/apiClient/client.ts";

/** Where a tab keeps the token that a one-time link gave it. The explorer at `/graphql` signs in. */
const TOKEN = "paretograph.token";

/** The client of the server that the page came from. The picture that other pages show in a frame takes no token. */
export const client = createClient({
  url: new URL("/graphql", location.href).href,
  token: location.pathname === "/embed" ? undefined : tokenOfThisTab(),
});

function tokenOfThisTab(): string | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(TOKEN) ?? "null")?.token ?? undefined;
  } catch {
    return undefined;
  }
}
