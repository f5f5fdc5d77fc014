/** The scopes of a token. Each includes those before it. */
export const SCOPES = ["read", "submit", "measure", "operate"] as const;
export type Scope = (typeof SCOPES)[number];

/** The caller of a request, as far as it has shown who it is. */
export interface Principal {
  /** Names the caller in logs and budgets: `anonymous`, or the id of its token. */
  id: string;
  /** The scope of its token; null for a caller without one. */
  scope: Scope | null;
  /** The slug of the lab to which its token is bound; null where it is bound to none. */
  lab: string | null;
  /** The row of its token, if this server gave it. */
  tokenId?: number;
}

export const ANONYMOUS: Principal = { id: "anonymous", scope: null, lab: null };

/** Whether a scope includes another. */
export function includes(scope: Scope | null, needed: Scope): boolean {
  return scope !== null && SCOPES.indexOf(scope) >= SCOPES.indexOf(needed);
}

/**
 * Whether the caller's token has this scope, and for the runs of the given lab too. A token that is bound to a lab holds for
 * that lab alone, whatever its scope is. A token that is bound to none holds for all labs if its scope is `operate`, and
 * otherwise for no lab.
 */
export function mayDo({ scope, lab }: Principal, needed: Scope, ofLab?: string): boolean {
  if (!includes(scope, needed)) return false;
  return ofLab === undefined || lab === ofLab || (lab === null && scope === "operate");
}

/** The rights of a caller as a text. Callers with the same text are shown the same answers. */
export function rightsOf({ scope, lab }: Principal): string {
  // The name of a lab has no blanks (`LAB_NAME`), so that no two rights have the same text.
  return `${scope ?? "-"} ${lab ?? "-"}`;
}

/** The labs to which a token can be bound. */
export const LAB_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
