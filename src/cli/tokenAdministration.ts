import { readOperateToken } from "../access/operateToken.ts";
import type { Scope } from "../access/principal.ts";
import { createSignInCode, signInPath } from "../access/signIn.ts";
import type { TokenRequest } from "../access/tokenRequest.ts";
import { createTokens, type TokenRow } from "../access/tokens.ts";
import { RequestError } from "../errors/requestError.ts";
import { openStoreWithResults } from "./openStore.ts";
import { CommandError, type Settings } from "./settings.ts";

/** The tokens of a store, in the store itself or through the server that has it open. */
export interface TokenAdministration {
  create(asked: TokenRequest): Promise<{ token: string; row: TokenRow }>;
  list(): Promise<TokenRow[]>;
  revoke(id: string): Promise<TokenRow>;
  /** The address of a sign-in link after that of its server. */
  link(asked: { scope: Scope; lab: string | null }): Promise<string>;
  close(): Promise<void>;
}

/** Opens the store of the settings. Where a server has its folder open, that server is asked. */
export async function openTokenAdministration(settings: Settings): Promise<TokenAdministration> {
  try {
    const store = await openStoreWithResults(settings);
    const { create, list, revoke, ...tokens } = createTokens(store, settings.access.tokenSecret);
    return {
      create,
      revoke: (id) => revoke(id, null),
      list: () => list(null),
      link: async (asked) => signInPath((await createSignInCode(store, tokens, asked)).code),
      close: store.close,
    };
  } catch (error) {
    const { cause } = error as Error;
    if (!(cause instanceof RequestError) || cause.code !== "STORE_IN_USE") throw error;
    return throughServer(settings, (error as Error).message);
  }
}

const ROW = "id hint note scope lab singleUse createdAt expiresAt revokedAt";

async function throughServer(settings: Settings, inUse: string): Promise<TokenAdministration> {
  const token = await readOperateToken(settings.dataFolder);
  if (token === null) throw new CommandError(inUse);
  const ask = async <Data>(query: string, variables: object): Promise<Data> => {
    const response = await fetch(new URL("/graphql", addressOf(settings)), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    }).catch(() => {
      throw new CommandError(`${inUse} No server answers at ${addressOf(settings)}: set HOST and PORT to those of it.`);
    });
    const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
    if (errors?.[0]) throw new CommandError(errors[0].message);
    return data!;
  };
  return {
    create: async (asked) => {
      const { createToken } = await ask<{ createToken: { token: string; details: TokenRow } }>(
        `mutation ($scope: Scope!, $lab: String, $note: String, $expiresAt: DateTime) {
           createToken(scope: $scope, lab: $lab, note: $note, expiresAt: $expiresAt) { token details { ${ROW} } } }`,
        asked,
      );
      return { token: createToken.token, row: createToken.details };
    },
    list: async () => (await ask<{ tokens: TokenRow[] }>(`{ tokens { ${ROW} } }`, {})).tokens,
    revoke: async (id) => {
      const query = `mutation ($id: ID!) { revokeToken(id: $id) { ${ROW} } }`;
      return (await ask<{ revokeToken: TokenRow }>(query, { id })).revokeToken;
    },
    link: async (asked) => {
      const query = "mutation ($scope: Scope, $lab: String) { createSignInLink(scope: $scope, lab: $lab) { path } }";
      return (await ask<{ createSignInLink: { path: string } }>(query, asked)).createSignInLink.path;
    },
    close: async () => {},
  };
}

/** The address at which the server of these settings is reached from this machine. */
export function addressOf({ host, port }: Settings): string {
  const reachable = ["0.0.0.0", "::"].includes(host) ? "localhost" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}
