// The published package holds this file with the files of GraphiQL in it (`tools/bundleLibraries.ts`).
export {
  css,
  editorWorkerService,
  favicon,
  graphqlWorker,
  js,
  jsonWorker,
} from "@graphql-yoga/render-graphiql/graphiql";
