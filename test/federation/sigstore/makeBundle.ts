// Signs the records of the example feed `with-bundle` once: `node tools/node/run.js test/federation/sigstore/makeBundle.ts`.
// Signatures of this kind are others each time, so that the files are kept.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BASE_SUBJECTS } from "../../feeds/makeFeeds.ts";
import { openAuthorities } from "./authorities.ts";

const authorities = await openAuthorities();
writeFileSync(join(import.meta.dirname, "bundle.json"), await authorities.attest(BASE_SUBJECTS));
writeFileSync(join(import.meta.dirname, "trusted_root.json"), `${JSON.stringify(authorities.trustedRoot, null, 2)}\n`);
