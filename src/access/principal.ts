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
}

export const ANONYMOUS: Principal = { id: "anonymous", scope: null, lab: null };

/** Whether the caller's token has this scope, and is not bound to another lab than the given one. */
export function mayDo({ scope, lab }: Principal, needed: Scope, ofLab?: string): boolean {
  const hasScope = scope !== null && SCOPES.indexOf(scope) >= SCOPES.indexOf(needed);
  return hasScope && (lab === null || ofLab === undefined || lab === ofLab);
}
