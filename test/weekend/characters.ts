import type { AskedProblem } from "./problems.ts";

/** One request for an answer, as the script of an engine sees it. */
export interface Call {
  problem: AskedProblem;
  /** How often this run asked for this answer before. */
  before: number;
  /** How many requests of this run came before. */
  ofRun: number;
  answer: string;
  /** Sends a status with an error in the form of OpenAI's, or a page. The request counts as failed by the script. */
  refuse(status: number, message: string, headers?: Record<string, string>, type?: string): void;
  page(status: number, html: string): void;
  /** Streams a piece of the answer. */
  say(text: string): void;
  event(event: object): void;
  /** Ends the stream. The request counts as answered. */
  end(reason?: string, usage?: object | null): void;
  /** Answers by JSON instead of a stream. */
  json(text: string): void;
  /** Says nothing any more. The request counts as failed by the script. */
  fallSilent(): void;
  /** Closes the connection. The request counts as failed by the script. */
  reset(): void;
  /** Ends the engine, which breaks off all requests in flight. */
  crash(): void;
  /** Stops the engine for so many milliseconds, which breaks off all requests in flight; it has to be one that runs elsewhere. */
  restart(milliseconds: number): void;
  /** Notes that the run is interrupted, which breaks off its other requests in flight. */
  interrupts(): void;
  /** Says nothing any more to anybody for so many milliseconds. */
  hang(milliseconds: number): void;
}

/** How a sample must be stored: right, wrong, or with the code of an error. */
export type Outcome = "right" | "wrong" | string;

/** An engine with its way to misbehave, and what must become of its runs. */
export interface Character {
  /** Where it runs: launched by the worker, at an address, or nowhere. */
  place: "LAUNCHED" | "ELSEWHERE" | "NOWHERE";
  /** The GPUs of a launch; 1 if left out. */
  gpus?: 2;
  /** The codes with which its runs may fail; none if left out. */
  fails?: string[];
  /** False where its runs must not have a result. */
  maySucceed?: false;
  /** Whether it ends before it is ready, by the number of launches before this one. */
  failsAtStart?: (launches: number) => boolean;
  /** The name under which it serves its model. */
  servedAs?: string;
  /** What must be stored of a problem whatever the model knows. */
  outcome?: (problem: AskedProblem) => Outcome | undefined;
  /** The patience of its runs in seconds. */
  waitEngine?: number;
  behave?: (call: Call) => void;
}

export const USAGE = { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 };
/** The seconds that an answer may take. */
export const TIMEOUT = 5;

const isFirst = ({ place }: AskedProblem) => place === 0;
export const answerWhole = (call: Call) => {
  call.say(call.answer.slice(0, 9));
  call.say(call.answer.slice(9));
  call.end();
};
/** Does something at the third request of a run, once, and else answers. */
const atThird = (act: (call: Call) => void) => (call: Call) => (call.ofRun === 2 ? act(call) : answerWhole(call));
const onFirst = (act: (call: Call) => void) => (call: Call) => (isFirst(call.problem) ? act(call) : answerWhole(call));
const atFirstTry = (act: (call: Call) => void) => (call: Call) => (call.before === 0 ? act(call) : answerWhole(call));

/** Ways of a stand-in to miscount, of which none takes anything from the answer. */
const LIES = [
  { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
  { prompt_tokens: "9", completion_tokens: "twelve", total_tokens: "21" },
  { prompt_tokens: -9, completion_tokens: 3e9, total_tokens: 1.5 },
  null,
];

/** The engines of the weekend by the name of their model. Those that wait longest for something come first. */
export const CHARACTERS: Record<string, Character> = {
  pauses: {
    place: "ELSEWHERE",
    behave: (call) => {
      if (call.ofRun > 1) return answerWhole(call);
      // The other request in flight gets no answer, which would be lost with the pause.
      if (call.ofRun === 1) return call.fallSilent();
      call.interrupts();
      call.refuse(429, "Come back later.", { "retry-after": "302" });
    },
  },
  broken: { place: "LAUNCHED", fails: ["LAUNCH_FAILED"], maySucceed: false, failsAtStart: () => true },
  never: { place: "NOWHERE", fails: ["UNREACHABLE"], maySucceed: false, waitEngine: 12 },
  crashes: { place: "LAUNCHED", behave: atThird((call) => call.crash()) },
  late: { place: "LAUNCHED", failsAtStart: (launches) => launches === 0 },
  restarts: { place: "ELSEWHERE", behave: atThird((call) => call.restart(3_000)) },
  sound: { place: "LAUNCHED", gpus: 2 },
  fails: {
    place: "LAUNCHED",
    outcome: (problem) => (isFirst(problem) ? "ENGINE_FAILED" : undefined),
    behave: onFirst((call) => call.refuse(500, "list index out of range")),
  },
  busy: {
    place: "ELSEWHERE",
    behave: atFirstTry((call) => call.refuse(429, "Too many requests.", { "retry-after": "1" })),
  },
  hangs: { place: "LAUNCHED", behave: atThird((call) => call.hang(1_000 * TIMEOUT)) },
  quota: {
    place: "ELSEWHERE",
    ...{ fails: ["QUOTA_EXHAUSTED"], maySucceed: false },
    behave: (call) => {
      call.interrupts();
      call.refuse(429, "You exceeded your current quota.", {}, "insufficient_quota");
    },
  },
  lies: {
    place: "LAUNCHED",
    behave: (call) => {
      const { place } = call.problem;
      if (place % 5 === 4) return call.json(call.answer);
      call.say(call.answer);
      call.end("stop", LIES[place % 5]);
    },
  },
  // What is asked once more by a worker that launches it anew is answered.
  hung: {
    place: "LAUNCHED",
    gpus: 2,
    fails: ["TIMED_OUT"],
    behave: atThird((call) => call.hang(Number.POSITIVE_INFINITY)),
  },
  silent: {
    place: "LAUNCHED",
    outcome: (problem) => (isFirst(problem) ? "TIMED_OUT" : undefined),
    behave: onFirst((call) => call.fallSilent()),
  },
  cuts: {
    place: "LAUNCHED",
    outcome: (problem) => (isFirst(problem) ? "wrong" : undefined),
    behave: onFirst((call) => {
      call.say("The sum of these is");
      call.fallSilent();
    }),
  },
  breaks: {
    place: "LAUNCHED",
    behave: atFirstTry((call) => {
      call.say("The sum of");
      call.event({ error: { message: "Internal server error", type: "InternalServerError", code: 500 } });
      call.reset();
    }),
  },
  proxied: {
    place: "ELSEWHERE",
    behave: atFirstTry((call) =>
      call.problem.place % 2 ? call.reset() : call.page(502, "<html><body><h1>Bad Gateway</h1></body></html>"),
    ),
  },
  small: {
    place: "LAUNCHED",
    ...{ fails: ["CONTEXT_TOO_LONG"], maySucceed: false },
    behave: (call) => call.refuse(400, "This model's maximum context length is 16 tokens."),
  },
  locked: {
    place: "ELSEWHERE",
    ...{ fails: ["UNAUTHORIZED"], maySucceed: false },
    behave: (call) => call.refuse(401, "Incorrect API key."),
  },
  misnamed: {
    place: "ELSEWHERE",
    ...{ fails: ["MODEL_MISMATCH"], maySucceed: false, servedAs: "Qwen/Qwen3-8B" },
  },
};

/** Whether a model knows the answer: every fourth it does not, others in each of its runs, so that runs cannot be mixed up. */
export function knows(name: string, way: number, { benchmark, place }: AskedProblem): boolean {
  const model = Object.keys(CHARACTERS).indexOf(name);
  return (place + benchmark + 2 * way + model) % 4 !== 0;
}

/** How the sample of a problem must be stored in a run that has a result. */
export const outcomeOf = (name: string, way: number, problem: AskedProblem): Outcome =>
  CHARACTERS[name]!.outcome?.(problem) ?? (knows(name, way, problem) ? "right" : "wrong");
