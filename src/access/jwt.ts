import { createHash } from "node:crypto";
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { RequestError } from "../errors/requestError.ts";
import { LAB_NAME, type Principal, SCOPES } from "./principal.ts";
import { unauthenticated } from "./refusal.ts";

/** The identity provider whose JWTs are taken. */
export interface IdentityProvider {
  issuer: string;
  /** The name of this server in the claim `aud`. */
  audience: string;
  /** The address of its public keys (JWKS). */
  jwksUrl: string;
}

/** Only signatures by a private key: a public key could be misused as the secret of the others. */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

const JWKS_TIMEOUT_MS = 3000;

/**
 * Makes the function that reads the caller from a JWT: its scope from the claim `scope`, in which the highest of ours
 * counts, and its lab from the claim `lab`. It throws `UNAUTHENTICATED` or `TOKEN_EXPIRED` for a JWT that does not hold,
 * `FORBIDDEN` for one without a scope of ours, and `IDENTITY_PROVIDER_UNREACHABLE` where the keys cannot be fetched.
 */
export function createJwtReader({ issuer, audience, jwksUrl }: IdentityProvider) {
  const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: JWKS_TIMEOUT_MS });
  const keyOf: JWTVerifyGetKey = async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      throw new RequestError(
        "IDENTITY_PROVIDER_UNREACHABLE",
        "The keys of the identity provider can't be fetched, so no JWT can be checked. Try again later.",
        undefined,
        { cause: error },
      );
    }
  };
  const checks = { issuer, audience, algorithms: ALGORITHMS, requiredClaims: ["exp"] };

  return async (token: string): Promise<{ principal: Principal; expiresAt: number }> => {
    const { payload } = await jwtVerify(token, keyOf, checks).catch((error) => {
      throw refusalOfJwt(error);
    });
    return { principal: principalOf(payload, token), expiresAt: payload.exp! * 1000 };
  };
}

function refusalOfJwt(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new RequestError("TOKEN_EXPIRED", "The JWT has expired.");
  if (error instanceof errors.JWTClaimValidationFailed) {
    return unauthenticated(`The claim "${error.claim}" of the JWT is not the one that this server takes.`);
  }
  return error instanceof errors.JOSEError
    ? unauthenticated(
        "The JWT is not one that this server takes: its form, its algorithm, its key or its signature is wrong.",
      )
    : error;
}

function principalOf({ sub, scope, lab }: JWTPayload, token: string): Principal {
  const words = typeof scope === "string" ? scope.split(" ") : [];
  const highest = SCOPES.findLast((one) => words.includes(one));
  if (highest === undefined) {
    throw new RequestError("FORBIDDEN", `The claim "scope" of the JWT has none of ${SCOPES.join(", ")}.`);
  }
  if (lab != null && !(typeof lab === "string" && LAB_NAME.test(lab))) {
    throw unauthenticated('The claim "lab" of the JWT is not the name of a lab.');
  }
  const isName = typeof sub === "string" && /^[\x21-\x7e]{1,200}$/.test(sub);
  const name = isName ? sub : createHash("sha256").update(token).digest("hex").slice(0, 16);
  return { id: `jwt:${name}`, scope: highest, lab: (lab as string | null | undefined) ?? null };
}
