import { type SQL, sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import type { Decoding, Sampling } from "../decoding/decoding.ts";
import { COLUMN_METRICS, type ColumnMetricName } from "../frontier/metrics.ts";
import type { Measures } from "./measures.ts";

const id = () => integer().primaryKey().generatedAlwaysAsIdentity();
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "string" });

/**
 * One column for each built-in metric, derived by the database from `measures`, so that the value shown and the value
 * indexed cannot differ. The metrics of plugins are in `measures` alone.
 */
function metricColumns() {
  const columns = COLUMN_METRICS.map(({ name }) => [
    name,
    doublePrecision(name).generatedAlwaysAs((): SQL => sql.raw(`(measures -> '${name}' -> 'value')::double precision`)),
  ]);
  return Object.fromEntries(columns) as Record<ColumnMetricName, ReturnType<typeof generatedNumber>>;
}
const generatedNumber = () => doublePrecision().generatedAlwaysAs(sql``);

/** The key of a descending list. It is never null, so that a page can start after it; a missing value comes last. */
const lowestIfNull = (column: AnyPgColumn) => sql`coalesce(${column}, '-infinity') desc`;

const withinZeroAndOne = (name: string, column: AnyPgColumn) => check(name, sql`${column} between 0 and 1`);
const notNegative = (name: string, ...columns: AnyPgColumn[]) =>
  check(
    name,
    sql.join(
      columns.map((column) => sql`${column} >= 0`),
      sql` and `,
    ),
  );

export const labs = pgTable("labs", {
  id: id(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  url: text(),
});

export const models = pgTable(
  "models",
  {
    id: id(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    developer: text(),
    family: text(),
    architecture: text(),
    totalParameters: doublePrecision("total_parameters"),
    activeParameters: doublePrecision("active_parameters"),
    contextLength: integer("context_length"),
    openWeights: boolean("open_weights").notNull(),
    releasedOn: date("released_on", { mode: "string" }),
    /** The licence of its weights, as an SPDX expression; null where no source states it. */
    license: text(),
    /** The published `config.json`, from which compute is derived; null where it is not known. */
    config: jsonb().$type<Record<string, unknown>>(),
    /** The sampling that its makers state (`generation_config.json`); null where no source has it. */
    generationDefaults: jsonb("generation_defaults").$type<Sampling>(),
    /** The source of each figure, by column. */
    sources: jsonb().$type<Record<string, string>>().notNull().default({}),
  },
  (t) => [
    check("models_architecture", sql`${t.architecture} in ('DENSE', 'MOE', 'HYBRID', 'HYBRID_MOE')`),
    notNegative("models_parameters", t.totalParameters, t.activeParameters, t.contextLength),
  ],
);

export const benchmarks = pgTable(
  "benchmarks",
  {
    id: id(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    domain: text(),
    problemCount: integer("problem_count"),
    /** How many options each question has, by the letters A, B …; null where answers are not letters of options. */
    optionCount: integer("option_count"),
    plugin: text(),
    version: text().notNull(),
    /** The benchmark (where it is not given, the slug), the part of its problems, their language and their version: the slug follows from them. */
    benchmark: text().notNull().default(""),
    subset: text(),
    language: text(),
    problemsVersion: text("problems_version").notNull().default("1"),
    url: text(),
    subsetOf: integer("subset_of").references((): AnyPgColumn => benchmarks.id),
    /** The mean number of prompt tokens that some source measured. It is assumed for runs that do not state theirs. */
    promptTokens: doublePrecision("prompt_tokens"),
    promptTokensSource: text("prompt_tokens_source"),
    /** The accuracy of guessing, where it is stated; elsewhere it follows from the number of options (`chanceLevel.ts`). */
    chanceLevel: doublePrecision("chance_level"),
    /** The licence of its problems, where the lab that brought the benchmark states it. */
    license: text(),
  },
  (t) => [
    notNegative("benchmarks_counts", t.problemCount, t.promptTokens),
    check("benchmarks_chance", sql`${t.chanceLevel} >= 0 and ${t.chanceLevel} < 1`),
    check("benchmarks_options", sql`${t.optionCount} between 2 and 26`),
  ],
);

/** The problems of a benchmark that runs here answered, by which data that were changed are recognised. */
export const benchmarkProblems = pgTable(
  "benchmark_problems",
  {
    benchmarkId: integer("benchmark_id")
      .notNull()
      .references(() => benchmarks.id, { onDelete: "cascade" }),
    problemId: text("problem_id").notNull(),
    /** The SHA-256 of its question and its gold answer. */
    digest: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.benchmarkId, t.problemId] })],
);

/** The parts of a benchmark to which its problems belong, such as a subject or a level, as its plugin names them. */
export const problemStrata = pgTable(
  "problem_strata",
  {
    /** The slug, so that the digest of the data is the same in every store. */
    benchmark: text()
      .notNull()
      .references((): AnyPgColumn => benchmarks.slug, { onDelete: "cascade" }),
    problemId: text("problem_id").notNull(),
    /** What the parts differ in, e.g. `subject`. */
    name: text().notNull(),
    value: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.benchmark, t.problemId, t.name, t.value] })],
);

export const hardware = pgTable("hardware", {
  id: id(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  vendor: text(),
});

/** The bundles of results that came with the package, so that a later version can replace exactly those runs. */
export const bundles = pgTable("bundles", {
  name: text().primaryKey(),
  digest: text().notNull(),
});

export const runs = pgTable(
  "runs",
  {
    id: id(),
    contentHash: text("content_hash").notNull().unique(),
    /** The name of a run that is measured here before it has a content hash; it keeps naming the run afterwards. */
    provisionalHash: text("provisional_hash").unique(),
    modelId: integer("model_id").notNull(),
    mode: text().notNull(),
    benchmarkId: integer("benchmark_id").notNull(),
    labId: integer("lab_id").notNull(),
    runner: text(),
    runnerVersion: text("runner_version"),
    hardwareId: integer("hardware_id").references(() => hardware.id),
    hardwareCount: integer("hardware_count"),
    deployment: jsonb().$type<Record<string, string | number>>(),
    status: text().$type<RunStatus>().notNull(),
    provenance: text().$type<Provenance>().notNull(),
    sourceUrl: text("source_url"),
    license: text(),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    decoding: jsonb().$type<Decoding>().notNull().default({}),
    problemCount: integer("problem_count"),
    sampleCount: integer("sample_count"),
    /** The weight of this run when runs are pooled: the number of its answers, else of its problems, else 1. */
    weight: integer().notNull().generatedAlwaysAs(sql`greatest(coalesce(sample_count, problem_count, 1), 1)`),
    notes: text(),
    /** The request and the plugins, enough to run it again; null for runs that were not measured by this software. */
    recipe: jsonb().$type<Record<string, unknown>>(),
    /** The digest of the request with which it was queued: all runs of one request have the same. */
    requestDigest: text("request_digest"),
    /** The reason why it failed, or waits for another attempt, as a sentence that everybody may read. */
    error: text(),
    /** The code of that failure, one of those in `src/errors/errorTable.ts`. */
    errorCode: text("error_code"),
    /** What went wrong in full, such as the reply of an engine: for operators alone. */
    errorDetails: text("error_details"),
    /** The run as it was submitted, its samples left out: the columns restate what runs are looked up and pooled by. */
    submission: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    bundle: text().references(() => bundles.name),
    /** The name of how it was asked and graded, and how it was served; null where nobody said it. */
    protocolId: text("protocol_id"),
    servedAs: text("served_as"),
    /** The facts of its serving as far as they are stated or follow from what is; null where nobody said them. */
    provider: text().generatedAlwaysAs(sql`provider_of(submission, runner)`),
    engine: text().generatedAlwaysAs(sql`engine_of(submission, recipe, runner)`),
    precision: text().generatedAlwaysAs(sql`precision_of(submission, recipe, deployment, mode)`),
    effort: text().generatedAlwaysAs(sql`effort_of(submission, mode)`),
    /** What judged its answers: as the protocol states it, or the benchmark's plugin with its version and the judge. */
    grader: text().generatedAlwaysAs(sql`grader_of(submission, recipe)`),
    /** The reason why it was taken back, and the content hash of the run that replaces it. */
    retractionReason: text("retraction_reason"),
    supersededBy: text("superseded_by"),
    /** Whether its lab signed it, by a feed that was read here. */
    verified: boolean().notNull().default(false),
    /** What its lab says of it in its feed; null where it says nothing. */
    assurance: text().$type<Assurance>(),
    /** Whether another lab signed that it got the same, or something else, with a run of its own. */
    reproduced: boolean().notNull().default(false),
    disputed: boolean().notNull().default(false),
    /** The revisions of the data from which on it counted, and from which on it counted no more. A trigger sets them. */
    addedRevision: bigint("added_revision", { mode: "number" }),
    retiredRevision: bigint("retired_revision", { mode: "number" }),
    measures: jsonb().$type<Measures>().notNull().default({}),
    /** What runs must have in common to be pooled, beside benchmark, model and mode. */
    pool: text().notNull().generatedAlwaysAs(sql`pool_key(protocol_id, served_as, lab_id, measures)`),
    ...metricColumns(),
  },
  (t) => [
    foreignKey({ columns: [t.modelId], foreignColumns: [models.id] }),
    foreignKey({ columns: [t.benchmarkId], foreignColumns: [benchmarks.id] }),
    foreignKey({ columns: [t.labId], foreignColumns: [labs.id] }),
    check("runs_status", sql`${t.status} in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED', 'RETRACTED')`),
    check("runs_provenance", sql`${t.provenance} in ('MEASURED', 'IMPORTED', 'FEDERATED', 'MIRRORED')`),
    check("runs_assurance", sql`${t.assurance} in ('SELF_ATTESTED', 'THIRD_PARTY', 'REPRODUCED')`),
    check("runs_period", sql`${t.startedAt} <= ${t.finishedAt}`),
    withinZeroAndOne("runs_accuracy", t.accuracy),
    notNegative("runs_counts", t.hardwareCount, t.problemCount, t.sampleCount),
    notNegative("runs_measures", ...COLUMN_METRICS.map(({ name }) => t[name])),
    index("runs_by_benchmark_accuracy").on(t.benchmarkId, lowestIfNull(t.accuracy), t.id),
    index("runs_by_finish").on(lowestIfNull(t.finishedAt), t.id),
    index("runs_by_model").on(t.modelId, t.benchmarkId, t.mode),
    // Few runs measure serving itself, and a frontier on a deployment looks for them among all others.
    index("runs_of_serving").on(t.hardwareId, t.hardwareCount).where(sql`${t.measures} ? 'batch'`),
    index("runs_by_request").on(t.requestDigest, t.id).where(sql`${t.requestDigest} is not null`),
    index("runs_by_lab").on(t.labId, lowestIfNull(t.finishedAt), t.id),
    // The modes and runners that there are, found by skipping from one to the next.
    index("runs_by_mode_and_runner").on(t.mode, sql`coalesce(${t.runner}, '')`),
  ],
);

export const samples = pgTable(
  "samples",
  {
    runId: integer("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    problemId: text("problem_id").notNull(),
    repeat: integer().notNull(),
    /** The verdict. Null with an error where the request or its grading failed, null without one where it is undecided. */
    correct: boolean(),
    score: doublePrecision(),
    promptTokens: integer("prompt_tokens"),
    reasoningTokens: integer("reasoning_tokens"),
    outputTokens: integer("output_tokens"),
    latency: doublePrecision(),
    ttft: doublePrecision(),
    /** The prompt tokens that the engine had in its cache. */
    cachedPromptTokens: integer("cached_prompt_tokens"),
    acceptedDraftTokens: integer("accepted_draft_tokens"),
    rejectedDraftTokens: integer("rejected_draft_tokens"),
    /** The seconds to the first token of the answer proper; `ttft` is that of any token. */
    answerTtft: doublePrecision("answer_ttft"),
    /** The seconds for which the request waited in the engine. */
    queueTime: doublePrecision("queue_time"),
    /** The output tokens of failed attempts at this answer. */
    discardedTokens: integer("discarded_tokens"),
    cost: doublePrecision(),
    flops: doublePrecision(),
    answer: text(),
    expected: text(),
    output: text(),
    finishReason: text("finish_reason"),
    error: text(),
    /** The code of that error, one of those in `src/errors/errorTable.ts`. */
    errorCode: text("error_code"),
    /** The SHA-256 of the prompt. */
    promptHash: text("prompt_hash"),
    /** The verdict of a judge model, where the answer could not be graded without one. */
    judgement: jsonb().$type<Judgement>(),
    /** Its values of metrics that plugins added, by the names of the metrics. */
    measures: jsonb().$type<Record<string, number>>(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.problemId, t.repeat] }),
    withinZeroAndOne("samples_score", t.score),
    notNegative(
      "samples_counts",
      t.repeat,
      t.promptTokens,
      t.reasoningTokens,
      t.outputTokens,
      t.latency,
      t.ttft,
      t.cost,
      t.flops,
      t.cachedPromptTokens,
      t.acceptedDraftTokens,
      t.rejectedDraftTokens,
      t.answerTtft,
      t.queueTime,
      t.discardedTokens,
    ),
  ],
);

/** The metrics that plugins added, so that their values keep unit and direction where the plugin is gone. */
export const addedMetrics = pgTable(
  "added_metrics",
  {
    name: text().primaryKey(),
    title: text().notNull(),
    unit: text().notNull(),
    direction: text().$type<"MAXIMIZE" | "MINIMIZE">().notNull(),
    scale: text().$type<"linear" | "log">().notNull(),
    description: text().notNull(),
    /** The plugin that added it last, with its version and where it came from. */
    provider: text().notNull(),
  },
  (t) => [
    check("added_metrics_direction", sql`${t.direction} in ('MAXIMIZE', 'MINIMIZE')`),
    check("added_metrics_scale", sql`${t.scale} in ('linear', 'log')`),
  ],
);

/** The tokens that give callers their rights. The tokens themselves are not stored. */
export const tokens = pgTable(
  "tokens",
  {
    id: id(),
    /** The HMAC-SHA-256 of the token, as hexadecimal digits. */
    digest: text().notNull().unique(),
    /** A few first characters of the token, by which people recognise it. */
    hint: text().notNull(),
    /** The purpose of the token, in the words of its maker. */
    note: text(),
    scope: text().$type<"read" | "submit" | "measure" | "operate">().notNull(),
    /** The slug of the lab to which it is bound; null where it is bound to none. */
    lab: text(),
    /** True for the code of a sign-in link, which is exchanged once for a token. */
    singleUse: boolean("single_use").notNull().default(false),
    /** The token by whose rights this one was made, through a sign-in link. It holds no longer than that one. */
    parent: integer().references((): AnyPgColumn => tokens.id, { onDelete: "cascade" }),
    createdAt: instant("created_at").notNull().defaultNow(),
    expiresAt: instant("expires_at"),
    revokedAt: instant("revoked_at"),
  },
  (t) => [check("tokens_scope", sql`${t.scope} in ('read', 'submit', 'measure', 'operate')`)],
);

/** Secrets of this store, such as the key with which the digests of tokens are made. */
export const secrets = pgTable("secrets", {
  name: text().primaryKey(),
  value: text().notNull(),
});

/** The runs of one experiment pooled into one row: what a frontier reads. Kept by a trigger on `runs`. */
export const pooledResults = pgTable(
  "pooled_results",
  {
    benchmarkId: integer("benchmark_id").notNull(),
    modelId: integer("model_id").notNull(),
    mode: text().notNull(),
    pool: text().notNull(),
    protocolId: text("protocol_id"),
    servedAs: text("served_as"),
    /** Whether the benchmark, the model and the mode have no other pool. */
    alone: boolean().notNull(),
    /** The number of answers, or of problems where that is not known. */
    weight: bigint({ mode: "number" }).notNull(),
    runCount: integer("run_count").notNull(),
    measures: jsonb().$type<Measures>().notNull(),
    ...metricColumns(),
  },
  (t) => [
    primaryKey({ columns: [t.benchmarkId, t.modelId, t.mode, t.pool] }),
    foreignKey({ columns: [t.modelId], foreignColumns: [models.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.benchmarkId], foreignColumns: [benchmarks.id] }).onDelete("cascade"),
  ],
);

/** A single row with the digest of everything that an answer can depend on. Stores with the same data have the same. */
export const dataVersion = pgTable(
  "data_version",
  {
    id: integer().primaryKey().default(1),
    digest: bigint({ mode: "bigint" }).notNull().default(sql`0`),
    /** The digest of labs, models, benchmarks and hardware alone. */
    catalogueDigest: bigint("catalogue_digest", { mode: "bigint" }).notNull().default(sql`0`),
    /** The number of changes so far, which puts versions into an order. */
    revision: bigint({ mode: "number" }).notNull().default(0),
  },
  (t) => [check("data_version_is_one_row", sql`${t.id} = 1`)],
);

/** The versions that the data have had. A version is kept while what its answers rest on is unchanged. */
export const dataVersions = pgTable(
  "data_versions",
  {
    revision: bigint({ mode: "number" }).primaryKey(),
    digest: bigint({ mode: "bigint" }).notNull(),
    since: instant("since").notNull().defaultNow(),
    kept: boolean().notNull().default(true),
  },
  (t) => [
    index("data_versions_by_digest").on(t.digest),
    index("data_versions_kept").on(t.revision).where(sql`${t.kept}`),
  ],
);

/** What was deleted for good, and why: a tombstone. A run of this content is not stored again. */
export const forgotten = pgTable("forgotten", {
  id: id(),
  contentHash: text("content_hash").notNull(),
  what: text().$type<"RUN" | "SAMPLES" | "TEXTS">().notNull(),
  reason: text().notNull(),
  at: instant("at").notNull().defaultNow(),
});

/**
 * Submitted runs of a model or a benchmark that the store lacks, until an operator decides about them, and what was decided.
 */
export const heldSubmissions = pgTable(
  "held_submissions",
  {
    id: id(),
    /** That of the run. What the run brings beside itself is no part of it. */
    contentHash: text("content_hash").notNull().unique(),
    lab: text().notNull(),
    model: text().notNull(),
    benchmark: text().notNull(),
    mode: text().notNull(),
    sampleCount: integer("sample_count").notNull(),
    newModel: jsonb("new_model").$type<Record<string, unknown>>(),
    newBenchmark: jsonb("new_benchmark").$type<Record<string, unknown>>(),
    /** The run as JSON; null once it is decided. */
    run: text(),
    /** The bytes of the run and of what it brings as JSON, also when the run is gone. */
    bytes: integer().notNull(),
    status: text().$type<HeldStatus>().notNull().default("HELD"),
    /** The reason for which it was refused. */
    reason: text(),
    heldAt: instant("held_at").notNull().defaultNow(),
    decidedAt: instant("decided_at"),
  },
  (t) => [
    check("held_submissions_status", sql`${t.status} in ('HELD', 'ACCEPTED', 'REFUSED')`),
    index("held_submissions_by_lab").on(t.lab, t.status, t.id),
  ],
);

/** The feeds of other labs that this store follows, and how far it has read them. */
export const peers = pgTable("peers", {
  id: id(),
  /** The address of the folder of its feed. */
  url: text().notNull().unique(),
  /** The one lab that it speaks for. */
  lab: text().notNull().unique(),
  /** The id of the key that an operator pinned. */
  pinned: text().notNull(),
  /** The last manifest that was taken, and the key in force after it. */
  sequence: integer().notNull().default(0),
  manifest: text(),
  key: text(),
  publishedAt: instant("published_at"),
  /** Whether nothing more is taken until an operator pins another key. */
  revoked: boolean().notNull().default(false),
  /** The sequence of its head when it was read last. */
  headSequence: integer("head_sequence").notNull().default(0),
  /** The CI jobs of which one must have signed each record; none where the key alone counts. */
  identities: jsonb().$type<Signer[]>().notNull().default([]),
  /** The bytes that its records and their runs took here, and the most that they may take. */
  bytes: bigint({ mode: "number" }).notNull().default(0),
  mostBytes: bigint("most_bytes", { mode: "number" }).notNull(),
  addedAt: instant("added_at").notNull().defaultNow(),
  /** The times of the last try and of the last one without a fault, and what was wrong since. */
  triedAt: instant("tried_at"),
  pulledAt: instant("pulled_at"),
  errorCode: text("error_code"),
  error: text(),
});

/** What is done with the records of a peer, of a lab and on a benchmark; null is any. The one that says most holds. */
export const peerPolicies = pgTable(
  "peer_policies",
  {
    id: id(),
    peerId: integer("peer_id").references(() => peers.id, { onDelete: "cascade" }),
    lab: text(),
    benchmark: text(),
    action: text().$type<PolicyAction>().notNull(),
  },
  (t) => [check("peer_policies_action", sql`${t.action} in ('ACCEPT', 'QUARANTINE', 'REFUSE')`)],
);

/** The records of feeds, with what became of each. */
export const feedRecords = pgTable(
  "feed_records",
  {
    peerId: integer("peer_id")
      .notNull()
      .references(() => peers.id, { onDelete: "cascade" }),
    digest: text().notNull(),
    kind: text().$type<RecordKind>().notNull(),
    /** The manifest that lists it, the place there, and the key that signs it. */
    sequence: integer().notNull(),
    place: integer().notNull(),
    key: text().notNull(),
    size: integer().notNull(),
    runDigest: text("run_digest"),
    runSize: integer("run_size"),
    bundleDigest: text("bundle_digest"),
    bundleSize: integer("bundle_size"),
    /** The CI job that signed it, too; null where none did, or where no trusted root is set. */
    identity: jsonb().$type<Signer>(),
    /** The content hash of the run that it is about, once it was read. */
    subject: text(),
    assurance: text().$type<Assurance>(),
    /** The predicate of the statement, once it was read and its signature held. */
    predicate: jsonb().$type<Record<string, unknown>>(),
    status: text().$type<RecordStatus>().notNull().default("WAITING"),
    code: text(),
    message: text(),
    at: instant("at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.peerId, t.digest] }),
    check("feed_records_status", sql`${t.status} in ('WAITING', 'TAKEN', 'HELD', 'QUARANTINED', 'REFUSED')`),
    index("feed_records_by_subject").on(t.subject),
    index("feed_records_by_status").on(t.peerId, t.status, t.sequence, t.place),
  ],
);

/** What labs sign of the runs of others, with a run of their own. */
export const countersignatures = pgTable(
  "countersignatures",
  {
    /** The content hash of the run that it is about. */
    subject: text().notNull(),
    lab: text().notNull(),
    verdict: text().$type<"reproduced" | "disputed">().notNull(),
    /** The content hash of the signer's own run. */
    run: text().notNull(),
    note: text(),
    statedAt: instant("stated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.subject, t.lab] })],
);

export type HeldStatus = "HELD" | "ACCEPTED" | "REFUSED";
export type RunStatus = "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELED" | "RETRACTED";
export type Provenance = "MEASURED" | "IMPORTED" | "FEDERATED" | "MIRRORED";
export type Assurance = "SELF_ATTESTED" | "THIRD_PARTY" | "REPRODUCED";
/** Who signed by Sigstore: the issuer of the token and the subject of the certificate, such as the address of a workflow. */
export interface Signer {
  issuer: string;
  subject: string;
}
export type PolicyAction = "ACCEPT" | "QUARANTINE" | "REFUSE";
/** WAITING: it is to be read, or to be read again. */
export type RecordStatus = "WAITING" | "TAKEN" | "HELD" | "QUARANTINED" | "REFUSED";
export type RecordKind = "result" | "mirror" | "correction" | "retraction" | "countersignature";

/** What a judge model said of an answer, with the tokens that it took, which are no part of the answer's own. */
export interface Judgement {
  /** Its verdict; null where it gave none. */
  correct: boolean | null;
  reason: string;
  /** The name of the judge model. */
  model: string;
  promptTokens?: number | null | undefined;
  outputTokens?: number | null | undefined;
  /** The price of these tokens in US dollars. */
  cost?: number | null | undefined;
  /** The code of the failure because of which there is no verdict. */
  errorCode?: string | null | undefined;
  /** True where the parse had decided and the judge was only asked to measure its errors. */
  isCheck?: boolean | undefined;
  /** What a second judge said. Where the two differ, the answer stays undecided. */
  second?: Omit<Judgement, "isCheck" | "second"> | null | undefined;
}
