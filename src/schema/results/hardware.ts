import { findAccelerator } from "../../compute/accelerators/accelerators.ts";
import type { Accelerator } from "../../compute/accelerators/dataSheet.ts";
import type { MatrixFormat } from "../../compute/accelerators/precision.ts";
import { findByName, type HardwareRow } from "../../store/catalogue.ts";
import { pageRequest } from "../../store/reading/page.ts";
import { builder } from "../base/builder.ts";
import { connectionOfList } from "../base/connection.ts";
import { cost } from "../base/cost.ts";

const FORMATS: Record<Uppercase<MatrixFormat>, { description: string }> = {
  BF16: { description: "16-bit floating point, bfloat16 or half precision." },
  FP8: { description: "8-bit floating point." },
  INT8: { description: "8-bit integers: the rate is in operations a second." },
  FP4: { description: "4-bit floating point." },
};

const NumberFormat = builder.enumType("NumberFormat", {
  description: "A number format in which accelerators multiply matrices.",
  values: FORMATS,
});

const PeakRate = builder.objectRef<{ format: MatrixFormat; flops: number }>("PeakRate").implement({
  description: "The peak rate of an accelerator's matrix units in a number format, dense, without sparsity.",
  fields: (t) => ({
    format: t.field({
      type: NumberFormat,
      description: "The number format.",
      resolve: ({ format }) => format.toUpperCase() as Uppercase<MatrixFormat>,
    }),
    flops: t.exposeFloat("flops", { description: "The rate, in FLOP/s." }),
  }),
});

const DataSheet = builder.objectRef<Accelerator>("DataSheet").implement({
  description: "The limits of an accelerator as its maker states them. Estimates of serving are made from them.",
  fields: (t) => ({
    peaks: t.field({
      ...cost({ size: 4 }),
      type: [PeakRate],
      description: "The peak rates, one for each number format that its matrix units have.",
      resolve: ({ peak }) =>
        Object.entries(peak).map(([format, flops]) => ({ format: format as MatrixFormat, flops: flops! })),
    }),
    memory: t.exposeFloat("memory", { description: "The memory, in bytes. A GB of a data sheet is 2³⁰ bytes." }),
    bandwidth: t.exposeFloat("bandwidth", { description: "The bandwidth of the memory, in bytes a second." }),
    interconnect: t.exposeFloat("interconnect", {
      description: "The bandwidth to other accelerators, both directions together, in bytes a second.",
    }),
    power: t.exposeFloat("power", {
      nullable: true,
      description: "The most power that the board draws, in watts. Null if the maker does not state it.",
    }),
    sources: t.stringList({
      ...cost({ size: 4 }),
      description: "The addresses of the data sheets that the figures are from.",
      resolve: ({ source, otherSources }) => [...new Set([source, ...Object.values(otherSources ?? {})])],
    }),
  }),
});

export const Hardware = builder.node(builder.objectRef<HardwareRow>("Hardware"), {
  description: "An accelerator that models are served on.",
  id: { resolve: (hardware) => hardware.slug, description: "The global id." },
  loadOne: (slug, context) => context.catalogue.hardware.bySlug.get(slug),
  fields: (t) => ({
    slug: t.exposeString("slug", { description: "The name in queries, e.g. `H100-SXM`." }),
    name: t.exposeString("name", { description: "The display name." }),
    vendor: t.exposeString("vendor", { nullable: true, description: "The maker of the accelerator." }),
    dataSheet: t.field({
      type: DataSheet,
      nullable: true,
      description: "Its limits. Null if no data sheet is known: nothing can then be estimated on it.",
      resolve: ({ slug }) => findAccelerator(slug),
    }),
  }),
});

const HardwareConnection = builder.connectionObject({
  type: Hardware,
  name: "HardwareConnection",
  description: "A page of accelerators.",
});

builder.queryFields((t) => ({
  accelerator: t.field({
    type: Hardware,
    nullable: true,
    description:
      "An accelerator by its slug. Null if the store does not hold it: the error then names the nearest slugs.",
    args: { slug: t.arg.string({ required: true, description: "The slug, e.g. `H100-SXM`." }) },
    resolve: (_, { slug }, { catalogue }) => findByName(catalogue, "hardware", slug, "slug"),
  }),
  accelerators: t.connection(
    {
      ...cost({ weight: 2 }),
      type: Hardware,
      description: "The accelerators of the store in the order of their slugs.",
      resolve: (_, page, { catalogue }) => connectionOfList(catalogue.hardware.all, pageRequest(page, ["text"]), keyOf),
    },
    HardwareConnection,
  ),
}));

const keyOf = (hardware: HardwareRow) => [hardware.slug];
