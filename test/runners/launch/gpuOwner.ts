/** Takes the GPUs of its arguments, says so or why not, and waits to be killed. */
import { takeGpus } from "../../../src/runners/launch/gpuOwnership.ts";

await takeGpus(process.argv.slice(2)).then(
  () => console.log("taken"),
  (error) => console.log(`${error.code}: ${error.message}`),
);
setInterval(() => {}, 1000);
