import type { Rule } from "./conformanceCase.ts";

const read = "docs/import.md";

/** What an importer must keep to. */
export const IMPORTER_RULES = {
  OWN_FILES_NOT_FOUND: {
    area: "recognition",
    holds: "it takes its own files, and reads something in them",
    why: "A format that is not recognised cannot be imported.",
    read,
  },
  OTHER_FILES_TAKEN: {
    area: "recognition",
    holds: "it takes no file of another format, and no empty or broken one of no format",
    why: "A file that two importers take is refused, so that a greedy importer stops those of others.",
    read,
  },
  READ_NOT_REPEATABLE: {
    area: "reading",
    holds: "the same files give the same results each time",
    why: "A run is known by its content: one that differs each time is stored again at every import.",
    read,
  },
  READ_NOT_STORABLE: {
    area: "reading",
    holds: "what it gives of its own files can be stored",
    why: "A set of files is stored whole or not at all, so that one wrong field keeps all of it out.",
    read,
  },
  DAMAGE_NOT_REFUSED: {
    area: "damage",
    holds: "damaged files are refused by an ImportError, or give what can be stored",
    why: "Files are cut off, edited by hand and written by other versions. A damaged one must not become a plausible figure.",
    read,
  },
  DAMAGE_TAKES_LONG: {
    area: "damage",
    holds: "a damaged file is read in time",
    why: "Reading holds up the import, and a server that imports.",
    read,
  },
} satisfies Record<string, Rule>;
