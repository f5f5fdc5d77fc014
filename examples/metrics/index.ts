import { defineMetric, definePlugin } from "paretograph/plugin";
import { z } from "zod";

const JOULES_PER_KWH = 3_600_000;

const facilityEnergy = defineMetric({
  name: "facility_energy",
  version: "1.0.0",
  apiVersion: "1.6.0",
  title: "Energy of the data centre",
  unit: "J/problem",
  direction: "MINIMIZE",
  scale: "log",
  description:
    "Energy that the data centre drew for a problem: that of the GPUs times its power usage effectiveness (PUE).",
  options: z.strictObject({
    pue: z.number().min(1).max(10).describe("The energy of the whole data centre divided by that of its machines."),
  }),
  requires: ["energy"],
  monotonic: { energy: "RISES" },
  compute: ({ energy }, { pue }) => energy! * pue,
});

const carbon = defineMetric({
  name: "carbon",
  version: "1.0.0",
  apiVersion: "1.6.0",
  title: "Carbon dioxide",
  unit: "g/problem",
  direction: "MINIMIZE",
  scale: "log",
  description: "Grams of carbon dioxide that the electricity of the data centre emits for a problem.",
  options: z.strictObject({
    gramsPerKwh: z.number().positive().describe("Grams of CO₂ for a kilowatt-hour of the grid."),
  }),
  requires: ["facility_energy"],
  monotonic: { facility_energy: "RISES" },
  compute: ({ facility_energy: joules }, { gramsPerKwh }) => (joules! / JOULES_PER_KWH) * gramsPerKwh,
});

export default definePlugin([facilityEnergy, carbon]);
