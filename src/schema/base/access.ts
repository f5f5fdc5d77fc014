import { mayDo, type Principal, type Scope } from "../../access/principal.ts";
import { refusalOf } from "../../access/refusal.ts";
import type { Context } from "./context.ts";
import { cost } from "./cost.ts";

/** What the builder knows of the scopes of a caller: the names are those that `needs` declares. */
export const authScopesOf = (principal: Principal) => ({
  read: mayDo(principal, "read"),
  submit: mayDo(principal, "submit"),
  measure: mayDo(principal, "measure"),
  operate: mayDo(principal, "operate"),
});

/**
 * The options of a field that only callers with this scope may ask for; others are refused. Whether the caller's lab is the
 * right one depends on the arguments, and is checked by the resolver.
 *
 * @param points what the field costs, as `cost` takes it.
 */
export const needs = <Needed extends Scope>(scope: Needed, points: Parameters<typeof cost>[0] = {}) => ({
  authScopes: { [scope]: true } as { [Name in Needed]: true },
  unauthorizedError: (_parent: unknown, _args: unknown, { principal }: Context) => refusalOf(principal, scope),
  // Both are declared here, since a second spread would replace the first one's.
  extensions: { needs: scope, ...cost(points).extensions },
});

/** Whether the caller may see what concerns the operators of a lab's runs alone. */
export const seesDetails = (principal: Principal, lab: string) => mayDo(principal, "measure", lab);

/**
 * The options of a nullable field that shows an operator's matters of a run. It is null for everybody but callers who may
 * measure for the run's lab.
 */
export const shownToOperators = <Parent>(labOf: (parent: Parent, context: Context) => Promise<string>) => ({
  authScopes: async (parent: Parent, _args: unknown, context: Context) =>
    context.principal.scope !== null && seesDetails(context.principal, await labOf(parent, context)),
  unauthorizedResolver: () => null,
  extensions: { shownTo: "measure" as Scope },
});
