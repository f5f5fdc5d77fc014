import { RequestError } from "../errors/requestError.ts";
import { LAB_NAME, type Scope } from "./principal.ts";

/** A request for a token. */
export interface TokenRequest {
  scope: Scope;
  /** The lab to which it is bound. `submit` and `measure` need one. */
  lab?: string | null | undefined;
  /** The purpose of the token, in the words of its maker. */
  note?: string | null | undefined;
  /** The instant at which it expires, in RFC 3339; it never does if this is left out. */
  expiresAt?: string | null | undefined;
}

const MOST_OF_A_NOTE = 200;

/** The request with nulls for what was left out. Throws `BAD_VALUE`, which names the argument at fault. */
export function checkTokenRequest({ scope, lab, note, expiresAt }: TokenRequest) {
  checkLab(scope, lab);
  if (note != null && (note.length > MOST_OF_A_NOTE || /\p{C}/u.test(note))) {
    throw bad("note", `it is longer than ${MOST_OF_A_NOTE} characters or holds control characters.`);
  }
  if (expiresAt != null && !(Date.parse(expiresAt) > Date.now())) {
    throw bad("expiresAt", "it is not an instant of the future, such as 2030-01-31T12:00:00Z.");
  }
  return { scope, lab: lab ?? null, note: note ?? null, expiresAt: expiresAt ?? null };
}

/** Throws `BAD_VALUE` for a lab to which no token of the scope can be bound. */
export function checkLab(scope: Scope, lab: string | null | undefined): void {
  if (lab == null) {
    if (scope === "submit" || scope === "measure")
      throw bad("lab", `a token of the scope "${scope}" is bound to a lab.`);
  } else if (!LAB_NAME.test(lab)) {
    throw bad("lab", 'it is written as "my-lab": at most 100 letters, digits, dots, dashes and underscores.');
  }
}

const bad = (argument: string, what: string) => new RequestError("BAD_VALUE", `${argument}: ${what}`, argument);
