import { squeezed } from "../../errors/unknownValue.ts";
import type { Accelerator } from "./dataSheet.ts";
import { NVIDIA_ACCELERATORS } from "./nvidiaAccelerators.ts";
import { OTHER_ACCELERATORS } from "./otherAccelerators.ts";

const BUILT_IN: readonly Accelerator[] = [...NVIDIA_ACCELERATORS, ...OTHER_ACCELERATORS];

let accelerators = BUILT_IN;

/** Adds the operator's own data sheets to those here, in the place of any that were added before. */
export function setOwnAccelerators(own: readonly Accelerator[]): void {
  accelerators = [...BUILT_IN, ...own];
}

/** All accelerators that have a data sheet here. */
export function listAccelerators(): readonly Accelerator[] {
  return accelerators;
}

/** The accelerator with a slug; the case of letters counts. */
export function findAccelerator(slug: string): Accelerator | undefined {
  return accelerators.find((accelerator) => accelerator.slug === slug);
}

/**
 * The accelerator with a slug, a name or an alias, such as nvidia-smi or rocm-smi prints it. Case and the marks between words
 * do not count: "rtx 4090" is RTX-4090.
 */
export function findAcceleratorByName(name: string): Accelerator | undefined {
  const wanted = squeezed(name);
  return accelerators.find(({ slug, name: own, aliases }) =>
    [slug, own, ...aliases].some((known) => squeezed(known) === wanted),
  );
}
