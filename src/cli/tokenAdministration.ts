import type { Scope } from "../access/principal.ts";
import { createSignInCode, signInPath } from "../access/signIn.ts";
import type { TokenRequest } from "../access/tokenRequest.ts";
import { createTokens, type TokenRow } from "../access/tokens.ts";
import { openStoreOrServer, type RunningServer } from "./runningServer.ts";
import type { Settings } from "./settings.ts";

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
  const opened = await openStoreOrServer(settings);
  if ("server" in opened) return throughServer(opened.server);
  const { store } = opened;
  const { create, list, revoke, ...tokens } = createTokens(store, settings.access.tokenSecret);
  return {
    create,
    revoke: (id) => revoke(id, null),
    list: () => list(null),
    link: async (asked) => signInPath((await createSignInCode(store, tokens, asked)).code),
    close: store.close,
  };
}

const ROW = "id hint note scope lab singleUse createdAt expiresAt revokedAt";

function throughServer({ ask }: RunningServer): TokenAdministration {
  return {
    create: async (asked) => {
      const { createToken } = await ask(
        `mutation ($scope: Scope!, $lab: String, $note: String, $expiresAt: DateTime) {
           createToken(scope: $scope, lab: $lab, note: $note, expiresAt: $expiresAt) { token details { ${ROW} } } }`,
        asked,
      );
      return { token: createToken.token, row: createToken.details };
    },
    list: async () => (await ask(`{ tokens { ${ROW} } }`, {})).tokens,
    revoke: async (id) => {
      const query = `mutation ($id: ID!) { revokeToken(id: $id) { ${ROW} } }`;
      return (await ask(query, { id })).revokeToken;
    },
    link: async (asked) => {
      const query = "mutation ($scope: Scope, $lab: String) { createSignInLink(scope: $scope, lab: $lab) { path } }";
      return (await ask(query, asked)).createSignInLink.path;
    },
    close: async () => {},
  };
}
