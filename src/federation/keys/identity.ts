import { readFileSync } from "node:fs";
import { type Bundle, bundleFromJSON } from "@sigstore/bundle";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";
import { RequestError } from "../../errors/requestError.ts";
import type { Signer } from "../../store/tables.ts";

/** The authorities of Sigstore that an operator trusts. Nothing of them is fetched. */
export interface TrustedAuthorities {
  /** Reads a bundle, of which nothing is verified yet. Throws an error with a sentence for what is none. */
  read(bytes: Uint8Array): ReadBundle;
  /**
   * Who signed a bundle.
   *
   * @param artifact the bytes that it signs, where it signs bytes themselves.
   * @throws an error where its signature, certificate or entries of logs do not hold for the authorities.
   */
  signerOf(bundle: ReadBundle, artifact: Buffer): Signer;
}

/** Reads a `trusted_root.json` of Sigstore. Throws `BAD_VALUE` for what is none. */
export function readTrustedRoot(file: string): TrustedAuthorities {
  try {
    const root = TrustedRoot.fromJSON(JSON.parse(readFileSync(file, "utf8")));
    if (root.certificateAuthorities.length === 0) throw new Error("it names no certificate authority");
    const verifier = new Verifier(toTrustMaterial(root));
    return { read: readBundle, signerOf: (bundle, artifact) => signerOf(verifier, bundle, artifact) };
  } catch (error) {
    const why = (error as Error).message;
    throw new RequestError("BAD_VALUE", `The trusted root "${file}" can't be used: ${why}.`, undefined, {
      cause: error,
    });
  }
}

/** What a bundle is about: the digest of one file, which it signs, or those that an in-toto statement in it names. */
export interface ReadBundle {
  bundle: Bundle;
  digests: ReadonlySet<string>;
}

const IN_TOTO = "application/vnd.in-toto+json";
const STATEMENT = /^https:\/\/in-toto\.io\/Statement\/v(0\.1|1)$/;

/** Reads a bundle, of which nothing is verified. Throws an error with a sentence for what is none. */
export function readBundle(bytes: Uint8Array): ReadBundle {
  const bundle = bundleFromJSON(JSON.parse(Buffer.from(bytes).toString("utf8")));
  if (bundle.verificationMaterial.content.$case === "publicKey") throw new Error("it has no certificate");
  if (bundle.content.$case === "messageSignature") {
    const digest = Buffer.from(bundle.content.messageSignature.messageDigest.digest).toString("hex");
    return { bundle, digests: new Set([digest]) };
  }
  const { payload, payloadType, signatures } = bundle.content.dsseEnvelope;
  if (payloadType !== IN_TOTO || signatures.length !== 1) throw new Error("its envelope holds no in-toto statement");
  const statement = JSON.parse(Buffer.from(payload).toString("utf8"));
  if (!STATEMENT.test(statement?._type) || !Array.isArray(statement.subject)) {
    throw new Error("its envelope holds no in-toto statement");
  }
  const digests = statement.subject.map((one: { digest?: { sha256?: unknown } }) => String(one?.digest?.sha256));
  return { bundle, digests: new Set(digests) };
}

function signerOf(verifier: Verifier, { bundle }: ReadBundle, artifact: Buffer): Signer {
  const { identity } = verifier.verify(toSignedEntity(bundle, artifact));
  const [issuer, subject] = [identity?.extensions?.issuer, identity?.subjectAlternativeName];
  if (!issuer || !subject) throw new Error("its certificate names no issuer or no subject");
  return { issuer, subject };
}
