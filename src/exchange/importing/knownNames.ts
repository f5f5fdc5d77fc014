interface NameIndex<Row> {
  all: readonly Row[];
  bySlug: ReadonlyMap<string, Row>;
}

/** The models and benchmarks among which the names of files are looked up. */
export interface KnownNames {
  models: NameIndex<{ slug: string }>;
  benchmarks: NameIndex<{ slug: string; name: string; url: string | null; plugin: string | null }>;
}
