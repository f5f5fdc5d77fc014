import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  Lexer,
  parse,
  type SelectionSetNode,
  Source,
  TokenKind,
  visit,
} from "graphql";
import { RequestError } from "../../errors/requestError.ts";

/**
 * The most that a document may have. The largest documents of this project are a gateway's introspection and the queries
 * of the findings; a test holds that all are within a half of each limit. Some of GraphQL's own rules take a time that
 * grows with the square of the fields, so a document is held against these limits before them.
 */
export const DOCUMENT_LIMITS = {
  /** Characters. */
  length: 32 * 1024,
  /** Words, numbers and punctuators, without comments. */
  tokens: 4000,
  /** Braces, brackets and parentheses within one another. */
  nesting: 50,
  /** Selections within one another, those of fragments included. */
  depth: 30,
  aliases: 150,
  directives: 50,
  /** Fields and fragments, each counted wherever a fragment that holds it is spread. */
  selections: 1200,
  /** Pairs of fields that come out under one name. GraphQL compares each such pair with all that is below it. */
  pairs: 5000,
};

type Limit = keyof typeof DOCUMENT_LIMITS;

/**
 * The document of a text that is within all limits.
 *
 * @throws RequestError `DOCUMENT_TOO_LARGE`.
 * @throws GraphQLError if the text is no GraphQL.
 */
export function readDocument(text: string): DocumentNode {
  requireAtMost("length", text.length);
  scan(text);
  const document = parse(text, { maxTokens: DOCUMENT_LIMITS.tokens });
  const counts = countDocument(document);
  for (const limit of ["depth", "aliases", "directives", "selections"] as const) requireAtMost(limit, counts[limit]);
  requireAtMost("pairs", countPairs(document));
  return document;
}

/** Counts tokens and nesting without a recursion, since GraphQL's parser is recursive and would run out of stack. */
function scan(text: string): void {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let nesting = 0;
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; kind = lexer.advance().kind) {
    requireAtMost("tokens", ++tokens);
    if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) {
      requireAtMost("nesting", ++nesting);
    } else if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) nesting--;
  }
}

export type Counts = Record<"depth" | "aliases" | "directives" | "selections", number>;

/**
 * What all definitions of a document have together, with fragments counted wherever they are spread. A fragment is counted
 * once, so that the time grows with the length of the document, also where the counts grow exponentially. Throws a
 * `GraphQLError` if a fragment holds itself, since nothing could be counted then.
 */
export function countDocument({ definitions }: DocumentNode): Counts {
  const fragments = new Map(
    definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]),
  );
  const counted = new Map<string, Counts | "counting">();
  const countFragment = (fragment: FragmentDefinitionNode): Counts => {
    const known = counted.get(fragment.name.value);
    if (known === "counting") throw inItself(fragment);
    if (known) return known;
    counted.set(fragment.name.value, "counting");
    const counts = countSelections(fragment.selectionSet);
    counted.set(fragment.name.value, counts);
    return counts;
  };
  const countSelections = ({ selections }: SelectionSetNode): Counts => {
    const total = { depth: 0, aliases: 0, directives: 0, selections: 0 };
    for (const node of selections) {
      const inner =
        node.kind === Kind.FRAGMENT_SPREAD
          ? fragments.get(node.name.value)
          : node.selectionSet && { selectionSet: node.selectionSet };
      const counts = !inner ? NONE : "kind" in inner ? countFragment(inner) : countSelections(inner.selectionSet);
      total.depth = Math.max(total.depth, 1 + counts.depth);
      total.aliases += counts.aliases + (node.kind === Kind.FIELD && node.alias ? 1 : 0);
      total.selections += counts.selections + 1;
    }
    return total;
  };
  const total = { depth: 0, aliases: 0, directives: 0, selections: 0 };
  for (const definition of definitions) {
    total.directives += directivesOf(definition);
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const counts =
      definition.kind === Kind.FRAGMENT_DEFINITION
        ? countFragment(definition)
        : countSelections(definition.selectionSet);
    total.depth = Math.max(total.depth, counts.depth);
    total.aliases += counts.aliases;
    total.selections += counts.selections;
  }
  return total;
}

/**
 * The pairs of fields that come out under one name, in all definitions of a document. It visits every selection wherever
 * its fragment is spread, so it is for documents that `countDocument` has counted within the limit.
 */
export function countPairs({ definitions }: DocumentNode): number {
  const fragments = new Map(
    definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]),
  );
  let pairs = 0;
  const collect = (set: SelectionSetNode, under: Map<string, SelectionSetNode[]>): void => {
    for (const node of set.selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) collect(node.selectionSet, under);
      else if (node.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(node.name.value);
        if (fragment) collect(fragment.selectionSet, under);
      } else {
        const key = node.alias?.value ?? node.name.value;
        const known = under.get(key);
        if (known) known.push(node.selectionSet ?? EMPTY);
        else under.set(key, [node.selectionSet ?? EMPTY]);
      }
    }
  };
  const count = (sets: SelectionSetNode[]): void => {
    const under = new Map<string, SelectionSetNode[]>();
    for (const set of sets) collect(set, under);
    for (const merged of under.values()) {
      pairs += (merged.length * (merged.length - 1)) / 2;
      count(merged);
    }
  };
  for (const definition of definitions) if ("selectionSet" in definition) count([definition.selectionSet]);
  return pairs;
}

const EMPTY: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

/** The error with which GraphQL's own rules refuse it too. */
function inItself(fragment: FragmentDefinitionNode): GraphQLError {
  const extensions = { code: "GRAPHQL_VALIDATION_FAILED" };
  return new GraphQLError(`Cannot spread fragment "${fragment.name.value}" within itself.`, {
    nodes: fragment,
    extensions,
  });
}

const NONE: Counts = { depth: 0, aliases: 0, directives: 0, selections: 0 };

function directivesOf(definition: DefinitionNode): number {
  let directives = 0;
  visit(definition, {
    Directive() {
      directives++;
    },
  });
  return directives;
}

const NAMES: Record<Limit, string> = {
  length: "characters",
  tokens: "tokens",
  nesting: "brackets within one another",
  depth: "selections within one another",
  aliases: "aliases",
  directives: "directives",
  selections: "fields and fragments",
  pairs: "pairs of fields under one name",
};

function requireAtMost(limit: Limit, count: number): void {
  const most = DOCUMENT_LIMITS[limit];
  if (count <= most) return;
  const message = `The document has more than ${most} ${NAMES[limit]}, the most that this server takes.`;
  throw new RequestError("DOCUMENT_TOO_LARGE", message, "query");
}
