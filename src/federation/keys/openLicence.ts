import { createRequire } from "node:module";

// The package has no types.
const satisfies: (expression: string, approved: string[]) => boolean = createRequire(import.meta.url)("spdx-satisfies");

/** Licences under which anybody may republish results, with or without a name or the same licence, also for money. */
const OPEN = [
  ...["0BSD", "AFL-3.0", "AGPL-3.0-or-later", "Apache-2.0", "Artistic-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0"],
  ...[
    "CC-BY-2.0",
    "CC-BY-2.5",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CC-BY-SA-2.0",
    "CC-BY-SA-2.5",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
  ],
  ...["CC-PDDC", "CC0-1.0", "CDLA-Permissive-1.0", "CDLA-Permissive-2.0", "CDLA-Sharing-1.0", "ECL-2.0", "EUPL-1.2"],
  ...["GPL-2.0-or-later", "ISC", "LGPL-2.1-or-later", "MIT", "MIT-0", "MPL-2.0", "ODC-By-1.0", "ODbL-1.0", "PDDL-1.0"],
  ...["Unlicense", "Zlib", "GPL-2.0-only", "GPL-3.0-only", "LGPL-2.1-only", "LGPL-3.0-only", "AGPL-3.0-only"],
];

/** Whether a licence, as an SPDX expression, lets anybody republish results. One that is not known does not. */
export function isOpenLicence(license: string | null | undefined): boolean {
  if (!license) return false;
  try {
    return satisfies(license, OPEN);
  } catch {
    return false;
  }
}
