import { includes } from "../../access/principal.ts";
import { refusalOf } from "../../access/refusal.ts";
import { createSignInCode, signInPath } from "../../access/signIn.ts";
import { RequestError } from "../../errors/requestError.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import { labWithin, Scope } from "./tokens.ts";

const SignInLink = builder.objectRef<{ code: string; expiresAt: string }>("SignInLink").implement({
  description: "A link that signs a browser in, once.",
  fields: (t) => ({
    path: t.string({
      description: "The link after the address of the server, such as https://example.org. It works once.",
      resolve: ({ code }) => signInPath(code),
    }),
    code: t.exposeString("code", { description: "The code alone, which `POST /sign-in` exchanges for a token." }),
    expiresAt: t.expose("expiresAt", { type: "DateTime", description: "The time until which it can be used." }),
  }),
});

builder.mutationField("createSignInLink", (t) =>
  t.field({
    type: SignInLink,
    description:
      "Makes a link that signs a browser in for 12 hours, with rights within those of the caller's own token. It is valid for " +
      "10 minutes, and what it gave ends with the token that made it.",
    args: {
      scope: t.arg({ type: Scope, description: "The rights of the browser. By default those of the caller's token." }),
      lab: t.arg.string({
        description: "The lab to which the browser is bound. By default that of the caller's token.",
      }),
    },
    ...needs("read"),
    resolve: (_, { scope, lab }, { tokens, store, principal }) => {
      const asked = scope ?? principal.scope!;
      if (!includes(principal.scope, asked)) throw refusalOf(principal, asked);
      if (principal.tokenId === undefined) {
        throw new RequestError(
          "FORBIDDEN",
          "Only a token of this server makes links: a JWT has its own way to sign in.",
        );
      }
      return createSignInCode(store, tokens, {
        scope: asked,
        lab: labWithin(principal, lab),
        parent: principal.tokenId,
      });
    },
  }),
);
