// Checks data/plugins.jsonl, the register of published plugins: `npm run register`. With the name of a package its line is also
// held against its repository at its commit: `npm run register -- paretograph-plugin-NAME`. No code of the package is run.
import { faultsOfPackage, packageAt } from "../src/plugins/register/packageAt.ts";
import { isReproduced, readRegister } from "../src/plugins/register/register.ts";

const entries = readRegister();
console.log(`${entries.length} lines are as they should be.`);
for (const name of process.argv.slice(2)) {
  const entry = entries.find((one) => one.name === name);
  const faults = entry
    ? faultsOfPackage(entry, packageAt(entry.repository, entry.commit))
    : ["the register has no such line"];
  for (const fault of faults) console.error(`${name}: ${fault}.`);
  if (faults.length > 0) process.exitCode = 1;
  else console.log(`${name}: its repository agrees${isReproduced(entry!) ? ", and it is reproduced" : ""}.`);
}
