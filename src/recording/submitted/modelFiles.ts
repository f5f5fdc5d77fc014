import { readFileSync } from "node:fs";
import { z } from "zod";
import { RequestError } from "../../errors/requestError.ts";
import { storableText } from "./texts.ts";

/** The files of a model by their digests, as a manifest of OpenSSF Model Signing names them. */
export const modelFiles = z
  .array(z.strictObject({ name: storableText.min(1).max(1000), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
  .max(1000);

export type ModelFiles = z.infer<typeof modelFiles>;

const signature = z.object({ dsseEnvelope: z.object({ payload: z.base64() }) });
const statement = z.object({
  predicateType: z.literal("https://model_signing/signature/v1.0"),
  predicate: z.object({
    resources: z
      .array(z.object({ name: z.string().min(1).max(1000), digest: z.string(), algorithm: z.string() }))
      .min(1)
      .max(1000),
  }),
});

/**
 * The files of a model by the signature that OpenSSF Model Signing writes (`model.sig`), or by the statement in it. The
 * signature is for who has the model: here its files are only named.
 *
 * @throws RequestError `BAD_VALUE` for what is no such manifest, or has other digests than SHA-256.
 */
export function readModelFiles(file: string): ModelFiles {
  const refused = (why: string, cause?: unknown) =>
    new RequestError(
      "BAD_VALUE",
      `modelFiles: "${file}" is no manifest of OpenSSF Model Signing: ${why}.`,
      "modelFiles",
      { cause },
    );
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
    const signed = signature.safeParse(value).data;
    if (signed) value = JSON.parse(Buffer.from(signed.dsseEnvelope.payload, "base64").toString("utf8"));
  } catch (error) {
    throw refused((error as Error).message, error);
  }
  const { data, error } = statement.safeParse(value);
  if (!data) {
    const { path, message } = error.issues[0]!;
    throw refused(`${path.join(".") || "its content"}: ${message}`);
  }
  return data.predicate.resources.map(({ name, digest, algorithm }) => {
    if (algorithm !== "sha256" || !/^[0-9a-f]{64}$/.test(digest)) throw refused(`"${name}" has no digest of SHA-256`);
    return { name, sha256: digest };
  });
}
