import type { Principal, SCOPES } from "../../access/principal.ts";
import { refusalOfLab } from "../../access/refusal.ts";
import { MOST_LISTED, type TokenRow } from "../../access/tokens.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";

export const Scope = builder.enumType("Scope", {
  description: "The rights of a token. Each scope includes those before it.",
  values: {
    read: { description: "Reads results where reading is not open to everybody." },
    submit: { description: "Submits results of its lab." },
    measure: { description: "Starts and cancels runs of its lab, and sees their details." },
    operate: { description: "Manages tokens and models, and decides what is launched, read and reached." },
  } satisfies Record<(typeof SCOPES)[number], { description: string }>,
});

const Token = builder.objectRef<TokenRow>("Token").implement({
  description: "A token, without its secret.",
  fields: (t) => ({
    id: t.id({ description: "The number by which it is revoked.", resolve: ({ id }) => String(id) }),
    hint: t.exposeString("hint", { description: "The first characters of the token." }),
    note: t.exposeString("note", { nullable: true, description: "Its purpose, in the words of its maker." }),
    scope: t.expose("scope", { type: Scope, description: "Its rights." }),
    lab: t.exposeString("lab", {
      nullable: true,
      description: "The slug of the lab to which it is bound; null where it is bound to none.",
    }),
    singleUse: t.exposeBoolean("singleUse", {
      description: "True for the code of a sign-in link that has not been used.",
    }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "The time at which it was made." }),
    expiresAt: t.expose("expiresAt", {
      type: "DateTime",
      nullable: true,
      description: "The time at which it expires; null where it never does.",
    }),
    revokedAt: t.expose("revokedAt", {
      type: "DateTime",
      nullable: true,
      description: "The time at which it was revoked; null where it was not.",
    }),
  }),
});

const CreateTokenResult = builder.objectRef<{ token: string; row: TokenRow }>("CreateTokenResult").implement({
  description: "A new token.",
  fields: (t) => ({
    token: t.exposeString("token", { description: "The token itself. It is shown this once and not stored." }),
    details: t.field({ type: Token, description: "The token as it is listed.", resolve: ({ row }) => row }),
  }),
});

builder.queryField("tokens", (t) =>
  t.field({
    type: [Token],
    description: `The newest tokens, at most ${MOST_LISTED}. A token that is bound to a lab lists those of its lab.`,
    ...needs("operate"),
    resolve: (_, __, { tokens, principal }) => tokens.list(principal.lab),
  }),
);

builder.mutationField("createToken", (t) =>
  t.field({
    type: CreateTokenResult,
    description: "Makes a token. A token that is bound to a lab makes tokens of that lab.",
    args: {
      scope: t.arg({ type: Scope, required: true, description: "Its rights." }),
      lab: t.arg.string({
        description: "The slug of the lab to which it is bound. `submit` and `measure` need one.",
      }),
      expiresAt: t.arg({ type: "DateTime", description: "The time at which it expires. By default it never does." }),
      note: t.arg.string({ description: "Its purpose, at most 200 characters." }),
    },
    ...needs("operate"),
    resolve: (_, { lab, ...asked }, { tokens, principal }) =>
      tokens.create({ ...asked, lab: labWithin(principal, lab) }),
  }),
);

builder.mutationField("revokeToken", (t) =>
  t.field({
    type: Token,
    description:
      "Revokes a token, and those that were made from it by sign-in links. They are refused from now on, by every process.",
    args: { id: t.arg.id({ required: true, description: "The id of the token." }) },
    ...needs("operate"),
    resolve: (_, { id }, { tokens, principal }) => tokens.revoke(id, principal.lab),
  }),
);

/** The lab of what the caller makes: its own if it is bound to one. Throws `FORBIDDEN` for another. */
export function labWithin(principal: Principal, asked: string | null | undefined): string | null {
  if (principal.lab === null) return asked ?? null;
  if (asked != null && asked !== principal.lab) throw refusalOfLab(principal, asked, "lab");
  return principal.lab;
}
