import { filterSchema, getDocumentNodeFromSchema } from "@graphql-tools/utils";
import { type DocumentNode, type GraphQLSchema, print, visit } from "graphql";
import { isOutsideSubgraph } from "../base/outsideSubgraph.ts";
import { FEDERATION_DIRECTIVES, FEDERATION_VERSION } from "./directives.ts";

/** The names that the specification of subgraphs adds to a schema, and that its text leaves out. */
const ADDED = ["_Any", "_Entity", "_Service", "_entities", "_service"];

/** The text of a subgraph, from which graphs are composed: with the directives of federation, which it links to. */
export function subgraphSdl(schema: GraphQLSchema): string {
  const own = filterSchema({
    schema,
    typeFilter: (name) => !ADDED.includes(name),
    rootFieldFilter: (_, name, { extensions }) => !ADDED.includes(name!) && !isOutsideSubgraph(extensions),
    directiveFilter: (name) => !FEDERATION_DIRECTIVES.includes(name),
  });
  const document = getDocumentNodeFromSchema(own);
  const imports = importsOf(document).map((name) => `"@${name}"`);
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/${FEDERATION_VERSION}", import: [${imports.join(", ")}])`;
  return `${link}\n\n${print(document)}\n`;
}

/** The directives of federation that a document uses. */
function importsOf(document: DocumentNode): string[] {
  const used = new Set<string>();
  visit(document, { Directive: ({ name }) => void used.add(name.value) });
  return FEDERATION_DIRECTIVES.filter((name) => used.has(name));
}
