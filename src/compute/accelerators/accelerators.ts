import type { Accelerator } from "./dataSheet.ts";
import { NVIDIA_ACCELERATORS } from "./nvidiaAccelerators.ts";
import { OTHER_ACCELERATORS } from "./otherAccelerators.ts";

const ACCELERATORS: readonly Accelerator[] = [...NVIDIA_ACCELERATORS, ...OTHER_ACCELERATORS];

/** All accelerators that have a data sheet here. */
export function listAccelerators(): readonly Accelerator[] {
  return ACCELERATORS;
}

/** The accelerator with a slug; the case of letters counts. */
export function findAccelerator(slug: string): Accelerator | undefined {
  return ACCELERATORS.find((accelerator) => accelerator.slug === slug);
}

/**
 * The accelerator with a slug, a name or an alias, such as nvidia-smi or rocm-smi prints it. Case and the marks between words
 * do not count: "rtx 4090" is RTX-4090.
 */
export function findAcceleratorByName(name: string): Accelerator | undefined {
  const wanted = squeezed(name);
  return ACCELERATORS.find(({ slug, name: own, aliases }) =>
    [slug, own, ...aliases].some((known) => squeezed(known) === wanted),
  );
}

const squeezed = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}.]+/gu, "");
