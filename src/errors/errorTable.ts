/** The meaning of a failure for the caller. */
export interface ErrorMeaning {
  /** The HTTP status of an answer that consists of nothing but this failure. */
  status: number;
  /** Whether the same request may succeed later. */
  retry: boolean;
  meaning: string;
}

/** The expected failures, by the part that fails. Clients may rely on the codes, which `docs/errors.md` lists. */
export const ERRORS = {
  /** A request to the API, the pictures or the command. */
  request: {
    ADDRESS_TOO_LONG: { status: 414, retry: false, meaning: "An address over the limit; a query fits into a POST." },
    BAD_CURSOR: { status: 400, retry: false, meaning: "A cursor that this list did not give." },
    BAD_DEPLOYMENT: {
      status: 400,
      retry: false,
      meaning: "A deployment that cannot be estimated: a count, batch or price out of range or missing.",
    },
    BAD_EXPERIMENT: {
      status: 400,
      retry: false,
      meaning: "A file of an experiment that cannot be read, or asks for runs that cannot be measured.",
    },
    BAD_GRAIN: { status: 400, retry: false, meaning: "A grain that does not fit the other arguments." },
    BAD_HOST: {
      status: 421,
      retry: false,
      meaning: "A `Host` that is not one of this server's names (`HOST`, `ALLOWED_HOSTS`).",
    },
    BAD_ID: { status: 400, retry: false, meaning: "An id that is not one of this API's global ids." },
    BAD_LOAD: {
      status: 400,
      retry: false,
      meaning: "A load that no service has: a rate, a number of tokens or a time out of its range.",
    },
    BAD_OBJECTIVES: {
      status: 400,
      retry: false,
      meaning: "Objectives that name no metric, one metric twice, or more than five.",
    },
    BAD_PAGE: {
      status: 400,
      retry: false,
      meaning: "A page size that is not between 1 and 100, or one asked from both ends.",
    },
    BAD_PARAMETERS: {
      status: 422,
      retry: false,
      meaning: "A request whose `query`, `operationName`, `variables` or `extensions` is missing or of the wrong type.",
    },
    BAD_RANGE: {
      status: 400,
      retry: false,
      meaning: "A range whose lower end lies above its upper end, or a number out of its range.",
    },
    BAD_REQUEST: {
      status: 400,
      retry: false,
      meaning: "A document or variables that GraphQL itself refuses, or a parameter of an address that is not known.",
    },
    BAD_RUN: { status: 400, retry: false, meaning: "A run that cannot be stored as it was submitted." },
    BAD_SUBMISSION: {
      status: 400,
      retry: false,
      meaning: "A stream of submitted runs that cannot be read from some line on.",
    },
    BAD_VALUE: {
      status: 400,
      retry: false,
      meaning: "A value that its scalar does not allow, such as a day that does not exist.",
    },
    BODY_TOO_LARGE: { status: 413, retry: false, meaning: "A request body over the limit." },
    CANCELED: { status: 499, retry: true, meaning: "The caller went away before the answer was there." },
    DOCUMENT_TOO_LARGE: {
      status: 400,
      retry: false,
      meaning: "A document beyond a limit: characters, tokens, depth, aliases, directives or fields.",
    },
    FEED_IN_USE: {
      status: 409,
      retry: true,
      meaning: "Another publishing of the lab, or into the same folder, is under way.",
    },
    FORBIDDEN: {
      status: 403,
      retry: false,
      meaning:
        "Something that the caller may not do or ask for: the token lacks the scope, or is bound to another lab.",
    },
    HEADERS_TOO_LARGE: { status: 431, retry: false, meaning: "Request headers over the limit." },
    IDENTITY_PROVIDER_UNREACHABLE: {
      status: 503,
      retry: true,
      meaning: "The keys of the identity provider cannot be fetched, so that no JWT can be checked.",
    },
    INTERNAL_SERVER_ERROR: {
      status: 500,
      retry: true,
      meaning: "Something went wrong inside; the server's log has the details.",
    },
    METHOD_NOT_ALLOWED: { status: 405, retry: false, meaning: "An HTTP method that this address does not take." },
    NOT_ACCEPTABLE: { status: 406, retry: false, meaning: "An `Accept` that allows no type that can be answered." },
    NOT_FOUND: { status: 404, retry: false, meaning: "An address that this server does not have." },
    NOT_MEASURING: { status: 501, retry: false, meaning: "A server that only answers was asked to measure." },
    NOT_READY: {
      status: 503,
      retry: true,
      meaning: "The database does not answer, published results are being loaded, or the server is stopping.",
    },
    NOTHING_TO_COMPARE: {
      status: 400,
      retry: false,
      meaning: "A comparison of two models that answered no problem in common, or whose answers lack what it needs.",
    },
    NO_BENCHMARK: { status: 400, retry: false, meaning: "A frontier that names no benchmark." },
    ORIGIN_NOT_ALLOWED: {
      status: 403,
      retry: false,
      meaning: "A page of another origin asked for what it may not have (`CORS_ORIGINS`).",
    },
    OVERLOADED: {
      status: 503,
      retry: true,
      meaning: "The server has as many requests or computations as it takes; `Retry-After` says when to try again.",
    },
    PERSISTED_QUERY_MISMATCH: {
      status: 400,
      retry: false,
      meaning: "A hash that is not that of the document beside it.",
    },
    PERSISTED_QUERY_NOT_FOUND: {
      status: 200,
      retry: true,
      meaning: "A hash without a document, which this server does not know: send the document.",
    },
    QUERY_TOO_EXPENSIVE: {
      status: 400,
      retry: false,
      meaning: "A query that would cost more points than one request may.",
    },
    RATE_LIMITED: {
      status: 429,
      retry: true,
      meaning: "The caller's budget of this minute is used up; `Retry-After` says when there is more.",
    },
    REQUEST_TIMEOUT: { status: 408, retry: true, meaning: "A request that did not arrive within the time allowed." },
    STORE_DAMAGED: {
      status: 500,
      retry: false,
      meaning: "An embedded store that cannot be read, or a backup that is not whole.",
    },
    STORE_IN_USE: { status: 503, retry: true, meaning: "An embedded store that another process has open." },
    STORE_NEWER: { status: 500, retry: false, meaning: "A store that a newer version of the program has written." },
    TIMED_OUT: { status: 503, retry: true, meaning: "The answer took longer than a request may." },
    TOKEN_EXPIRED: { status: 401, retry: false, meaning: "A token that has expired." },
    TOKEN_REVOKED: { status: 401, retry: false, meaning: "A token that was revoked." },
    TOO_LONG: {
      status: 400,
      retry: false,
      meaning: "A list or a text in the arguments that is longer than it may be.",
    },
    TOO_MANY_HELD: {
      status: 429,
      retry: true,
      meaning: "The lab has as many submissions that wait for an operator as it may have.",
    },
    UNAUTHENTICATED: {
      status: 401,
      retry: false,
      meaning: "A token is needed, and it is missing or none that this server takes.",
    },
    UNAVAILABLE: { status: 503, retry: true, meaning: "The database does not answer, or has no space left." },
    UNKNOWN_BENCHMARK: { status: 400, retry: false, meaning: "A benchmark that the store does not hold." },
    UNKNOWN_HARDWARE: {
      status: 400,
      retry: false,
      meaning: "An accelerator that the store does not hold, or of which no data sheet is known.",
    },
    UNKNOWN_LAB: { status: 400, retry: false, meaning: "A lab that the store does not hold." },
    UNKNOWN_METRIC: { status: 400, retry: false, meaning: "A metric that is not in the catalogue." },
    UNKNOWN_MODEL: { status: 400, retry: false, meaning: "A model that the store does not hold." },
    UNKNOWN_VALUE: {
      status: 400,
      retry: false,
      meaning:
        "A developer, family, licence, mode, runner, grader, protocol, way of serving or version of the data that the store does not have.",
    },
    UNSUPPORTED_MEDIA_TYPE: {
      status: 415,
      retry: false,
      meaning: "A request body that is not declared as `application/json`.",
    },
    UNTRUSTED_DOCUMENT: {
      status: 403,
      retry: false,
      meaning: "A document that is not among those that this server trusts.",
    },
    VERSION_NOT_KEPT: {
      status: 410,
      retry: false,
      meaning:
        "An earlier version of the data whose answers cannot be given any more: runs that counted then were deleted, or something was changed.",
    },
    VARIABLES_TOO_LARGE: { status: 400, retry: false, meaning: "Variables beyond a limit: values or depth." },
  },
  /** A plan of serving: why there is none for a model on a deployment. */
  plan: {
    ARCHITECTURE_UNKNOWN: { status: 400, retry: false, meaning: "The architecture of the model is not known." },
    CASCADE: { status: 400, retry: false, meaning: "Two models answer, which no single deployment serves." },
    DOES_NOT_FIT: {
      status: 400,
      retry: false,
      meaning: "The weights, the stated batch or the longest answer do not fit into the memory of a machine.",
    },
    ESTIMATOR_FAILED: { status: 500, retry: false, meaning: "The estimator that was asked for failed." },
    LATENCY_NOT_MET: {
      status: 400,
      retry: false,
      meaning: "No split, precision and batch is within the limits on the time to the first token or between tokens.",
    },
    LENGTHS_UNKNOWN: { status: 400, retry: false, meaning: "Nobody knows how long the answers of the model are." },
    LOAD_TOO_LARGE: { status: 400, retry: false, meaning: "The load needs more machines than a plan counts." },
    NO_ESTIMATE: { status: 400, retry: false, meaning: "No estimator knows the time of the model on the deployment." },
  },
  /** A plugin. */
  plugin: {
    API_VERSION_UNSUPPORTED: {
      status: 400,
      retry: false,
      meaning: "The plugin is written for another major version of the contract.",
    },
    CONFIG_INVALID: {
      status: 500,
      retry: false,
      meaning: "The project's paretograph.config file cannot be read.",
    },
    DUPLICATE_PLUGIN: { status: 500, retry: false, meaning: "Two plugins of one kind have the same name." },
    IMPORT_FAILED: {
      status: 500,
      retry: false,
      meaning: "The plugin's module cannot be found or throws while it loads.",
    },
    INVALID_PLUGIN: { status: 500, retry: false, meaning: "A plugin lacks something that the contract asks for." },
    INVALID_RESULT: {
      status: 500,
      retry: false,
      meaning: "A plugin gave a result of another shape than the contract asks for.",
    },
    NOT_DECLARED: {
      status: 500,
      retry: false,
      meaning: "An installed package has the name of a plugin, and its package.json does not declare that it is one.",
    },
    PEER_UNMET: {
      status: 500,
      retry: false,
      meaning: "The package of a plugin is made for other versions of Paretograph.",
    },
    PLUGIN_FAILED: {
      status: 500,
      retry: false,
      meaning: "The code of a plugin threw, ended itself, took too long or took too much memory.",
    },
    TASK_INVALID: { status: 500, retry: false, meaning: "A task file is not as it must be: it names no benchmark." },
    UNKNOWN_ENGINE: { status: 400, retry: false, meaning: "The project's config declares no engine of that name." },
    UNKNOWN_PLUGIN: { status: 400, retry: false, meaning: "There is no plugin of that kind and name." },
  },
  /** The data of a benchmark. */
  data: {
    ACCESS_DENIED: {
      status: 403,
      retry: false,
      meaning: "The data is gated, and the token is missing, wrong or of an account without access.",
    },
    ADDRESS_REFUSED: { status: 403, retry: false, meaning: "The data's address is not one that may be reached." },
    CANCELED: { status: 499, retry: false, meaning: "The caller ended it." },
    CHANGED: {
      status: 502,
      retry: false,
      meaning:
        "The file is not the one that the benchmark is made for: its checksum or its number of problems differs.",
    },
    NOT_FOUND: { status: 404, retry: false, meaning: "There is no such file." },
    RATE_LIMITED: { status: 429, retry: true, meaning: "The server asks for fewer requests." },
    FILE_REFUSED: { status: 403, retry: false, meaning: "The file is not in a folder that may be read." },
    TOO_LARGE: { status: 413, retry: false, meaning: "The data is larger than it may be." },
    UNREACHABLE: { status: 502, retry: true, meaning: "The server does not answer, or breaks off." },
    UNREADABLE: { status: 502, retry: false, meaning: "The file does not hold what the benchmark needs." },
    UNWRITABLE: { status: 500, retry: false, meaning: "The data cannot be kept in the cache folder." },
  },
  /** Results of another tool that are to be imported. */
  import: {
    BAD_FILE: {
      status: 400,
      retry: false,
      meaning: "A file of results that is damaged or not laid out as its format is.",
    },
    FILE_TOO_LARGE: { status: 413, retry: false, meaning: "A file of results, or what it unpacks to, over the limit." },
    BAD_MAPPING: {
      status: 400,
      retry: false,
      meaning:
        "A file that says what the columns of a table are, and is not as it should be or names columns that are not there.",
    },
    NO_MAPPING: { status: 400, retry: false, meaning: "A table without a file that says what its columns are." },
    OUT_OF_RANGE: {
      status: 400,
      retry: false,
      meaning: "A figure that cannot be, such as an accuracy of 160 % or a negative number of tokens.",
    },
    UNKNOWN_FORMAT: { status: 400, retry: false, meaning: "Files that no importer recognises, or that several do." },
    UNSUPPORTED_VERSION: {
      status: 400,
      retry: false,
      meaning: "A version of a format that the importer does not read.",
    },
  },
  /** An engine, or one of its answers. */
  runner: {
    ABORTED: { status: 502, retry: true, meaning: "The engine ended the answer before the model did." },
    ADDRESS_REFUSED: { status: 403, retry: false, meaning: "The engine's address is not one that may be reached." },
    BENCHMARK_FAILED: {
      status: 500,
      retry: false,
      meaning: "The benchmark's plugin failed at a problem: it gave no prompt, or no verdict on the answer.",
    },
    CANCELED: { status: 499, retry: false, meaning: "The caller ended it." },
    CONNECTION_LOST: {
      status: 502,
      retry: true,
      meaning: "The connection closed before the answer was complete.",
    },
    CONTEXT_TOO_LONG: {
      status: 400,
      retry: false,
      meaning: "The prompt and the answer asked for do not fit the model's context.",
    },
    ENGINE_FAILED: { status: 502, retry: true, meaning: "The engine broke down while it answered." },
    ENGINE_LOADING: { status: 503, retry: true, meaning: "The engine is still loading its model." },
    INPUT_UNSUPPORTED: {
      status: 400,
      retry: false,
      meaning: "The prompt has images or files, and the runner passes on none of their kind.",
    },
    INVALID_REQUEST: { status: 400, retry: false, meaning: "The engine does not take the request as it is." },
    JUDGE_FAILED: { status: 502, retry: false, meaning: "The judge model gave no verdict on an answer." },
    LAUNCH_FAILED: { status: 500, retry: true, meaning: "The engine could not be started." },
    MODEL_MISMATCH: {
      status: 409,
      retry: false,
      meaning: "The engine serves another model than the one that the run names.",
    },
    MODEL_NOT_FOUND: { status: 404, retry: false, meaning: "The engine does not serve the model." },
    OVERLOADED: { status: 503, retry: true, meaning: "The engine has more requests than it takes." },
    PARAMETER_REFUSED: {
      status: 400,
      retry: false,
      meaning: "The engine does not take a parameter of the request, which can be left out by an option.",
    },
    QUOTA_EXHAUSTED: { status: 402, retry: false, meaning: "The account at the engine's provider has no quota left." },
    REPLY_TOO_LARGE: { status: 502, retry: false, meaning: "The engine sent more than is read of it." },
    TIMED_OUT: { status: 504, retry: true, meaning: "No answer within the time allowed." },
    UNAUTHORIZED: { status: 401, retry: false, meaning: "The engine asks for another key." },
    UNREACHABLE: { status: 502, retry: true, meaning: "Nothing answers at the engine's address." },
  },
  /** The meter of the GPUs. */
  meter: {
    ENGINE_GPUS_UNKNOWN: {
      status: 400,
      retry: false,
      meaning: "The machine has several GPUs, and nothing tells which of them the engine uses: name them.",
    },
    EXPORTER_UNREACHABLE: { status: 502, retry: true, meaning: "The DCGM exporter does not answer." },
    UNKNOWN_GPU: { status: 400, retry: false, meaning: "A GPU was named that the machine does not have." },
  },
  /** An architecture, or a computation of its costs. */
  compute: {
    INVALID_CONFIG: { status: 400, retry: false, meaning: "The text of a config is not JSON, or cannot be stored." },
    UNKNOWN_MODEL_TYPE: {
      status: 400,
      retry: false,
      meaning: "The config's `model_type` is none of those that can be read.",
    },
    INCOMPLETE_CONFIG: {
      status: 400,
      retry: false,
      meaning: "A field that the architecture needs is missing or is not of the right type.",
    },
    UNSUPPORTED_CONFIG: {
      status: 400,
      retry: false,
      meaning: "The config asks for something that is not accounted for.",
    },
    INVALID_TOKEN_COUNT: {
      status: 400,
      retry: false,
      meaning: "A number of tokens that is negative or not a number.",
    },
    INVALID_DEPLOYMENT: {
      status: 400,
      retry: false,
      meaning: "A number of accelerators or a batch that is not a whole number from 1.",
    },
  },
  /** A feed of another lab, or one of its records (docs/feed-format.md). */
  feed: {
    FEED_BAD_CHAIN: { status: 409, retry: false, meaning: "Manifests that do not follow each other." },
    FEED_BAD_DIGEST: {
      status: 502,
      retry: true,
      meaning: "A manifest does not have the digest or the size by which it is named.",
    },
    FEED_BAD_ENVELOPE: { status: 502, retry: false, meaning: "A head or a manifest is no envelope of the format." },
    FEED_BAD_PAYLOAD: {
      status: 502,
      retry: false,
      meaning: "What a head or a manifest says is not of the format, or of another version of it.",
    },
    FEED_BAD_SIGNATURE: { status: 403, retry: false, meaning: "A head or a manifest that its key did not sign." },
    FEED_BEING_READ: { status: 409, retry: true, meaning: "A feed that another pull is reading at this time." },
    FEED_FORKED: {
      status: 409,
      retry: false,
      meaning: "A feed that no longer holds the manifest that was read before: its past was rewritten.",
    },
    FEED_KEY_REVOKED: {
      status: 403,
      retry: false,
      meaning: "A feed whose key was revoked: an operator pins the next one by `paretograph peer trust`.",
    },
    FEED_OTHER_KEY: {
      status: 403,
      retry: false,
      meaning: "A feed that is signed with another key than the pinned one or its successors.",
    },
    FEED_OTHER_LAB: {
      status: 409,
      retry: false,
      meaning: "A feed of another lab than the one that was pinned, or a lab that has another feed already.",
    },
    FEED_OVER_QUOTA: {
      status: 507,
      retry: true,
      meaning: "A feed that lists more bytes than an operator lets it take.",
    },
    FEED_ROLLED_BACK: { status: 409, retry: false, meaning: "A feed whose head is older than what was read before." },
    FEED_TOO_LARGE: {
      status: 413,
      retry: false,
      meaning: "A file of a feed is larger than its bound, or than the size that is stated for it.",
    },
    FEED_UNREACHABLE: { status: 502, retry: true, meaning: "A file of a feed cannot be read." },
    RECORD_BAD_BUNDLE: {
      status: 403,
      retry: true,
      meaning: "A record whose Sigstore bundle does not hold for the trusted root, or is about another file.",
    },
    RECORD_BAD_DIGEST: {
      status: 502,
      retry: true,
      meaning: "A record of a feed, or its run, does not have the digest or the size that the manifest states.",
    },
    RECORD_BAD_ENVELOPE: { status: 400, retry: false, meaning: "A record that is no envelope of the format." },
    RECORD_BAD_RUN: {
      status: 400,
      retry: false,
      meaning: "A run of a feed that is not in its canonical form, or cannot be stored.",
    },
    RECORD_BAD_SIGNATURE: { status: 403, retry: false, meaning: "A record that the key of its manifest did not sign." },
    RECORD_BAD_STATEMENT: {
      status: 400,
      retry: false,
      meaning: "A record that says nothing of the format, or something else than its manifest says.",
    },
    RECORD_NOT_OWN: {
      status: 403,
      retry: false,
      meaning: "A retraction or correction of a run that the feed did not publish.",
    },
    RECORD_NOT_TAKEN: { status: 403, retry: false, meaning: "A record that a policy of this store refuses." },
    RECORD_OTHER_IDENTITY: {
      status: 403,
      retry: true,
      meaning: "A record without a Sigstore bundle of an identity that an operator pinned for its feed.",
    },
    RECORD_OTHER_LAB: {
      status: 403,
      retry: false,
      meaning: "A record that speaks for another lab than the one that signed it.",
    },
    RECORD_OTHER_RUN: {
      status: 400,
      retry: false,
      meaning: "A record about another run than the one that comes with it.",
    },
    RECORD_OTHER_VERDICT: {
      status: 400,
      retry: false,
      meaning: "A countersignature that says something else than the comparison of the two runs.",
    },
    RECORD_TOO_LARGE: {
      status: 413,
      retry: true,
      meaning: "A record of a feed, or its run, is larger than its bound, or than the size that is stated for it.",
    },
    RECORD_UNKNOWN_NAME: {
      status: 404,
      retry: true,
      meaning: "A run of a model, a benchmark or an accelerator that the store lacks.",
    },
    RECORD_UNKNOWN_RUN: { status: 404, retry: true, meaning: "A record about a run that the store lacks." },
    RECORD_UNREACHABLE: { status: 502, retry: true, meaning: "A record of a feed, or its run, cannot be read." },
  },
} as const satisfies Record<string, Record<string, ErrorMeaning>>;

export type ErrorKind = keyof typeof ERRORS;
export type ErrorCode<Kind extends ErrorKind> = keyof (typeof ERRORS)[Kind] & string;
