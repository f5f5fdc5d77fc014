import { type DocumentNode, type GraphQLSchema, getOperationAST } from "graphql";
import { LRUCache } from "lru-cache";
import { type CostPlan, compileCost } from "./costPlan.ts";
import { readDocument } from "./documentLimits.ts";

/** A document that is within all limits, with what has been found out about it. */
interface Known {
  document: DocumentNode;
  isValid: boolean;
  plans: Map<string | null, CostPlan>;
}

/** The bytes that parsed documents may take, and what a character of one takes, by measurement (at most 80). */
export const DOCUMENT_BYTES = 16 * 1024 * 1024;
const BYTES_PER_CHARACTER = 100;

/** Documents that were parsed and passed all rules, by their text. A document that fails is not kept. */
export interface Documents {
  has(text: string): boolean;
  /** The parsed document. Throws as `readDocument` does. */
  read(text: string): DocumentNode;
  /** Whether the document was found valid before. */
  isValid(document: DocumentNode): boolean;
  /** Keeps a document that was found valid. */
  keep(text: string, document: DocumentNode): void;
  /** The cost of an operation of a valid document, or undefined if there is no such operation. */
  planOf(document: DocumentNode, operationName: string | null | undefined): CostPlan | undefined;
}

export function createDocuments(schema: GraphQLSchema): Documents {
  const byText = new LRUCache<string, Known>({
    maxSize: DOCUMENT_BYTES,
    sizeCalculation: (_, text) => BYTES_PER_CHARACTER * text.length + 1,
  });
  const byDocument = new WeakMap<DocumentNode, Known>();
  return {
    has: (text) => byText.has(text),
    read(text) {
      const known = byText.get(text);
      if (known) return known.document;
      const document = readDocument(text);
      byDocument.set(document, { document, isValid: false, plans: new Map() });
      return document;
    },
    isValid: (document) => byDocument.get(document)?.isValid ?? false,
    keep(text, document) {
      const known = byDocument.get(document);
      if (!known) return;
      known.isValid = true;
      byText.set(text, known);
    },
    planOf(document, operationName) {
      const plans = byDocument.get(document)?.plans ?? new Map<string | null, CostPlan>();
      const name = operationName || null;
      const known = plans.get(name);
      if (known) return known;
      const operation = getOperationAST(document, name);
      if (!operation) return undefined;
      const plan = compileCost(schema, document, operation);
      plans.set(name, plan);
      return plan;
    },
  };
}
