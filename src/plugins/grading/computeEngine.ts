// The published package holds this file with the library in it (`tools/bundleLibraries.ts`).
export { ComputeEngine } from "@cortex-js/compute-engine";
