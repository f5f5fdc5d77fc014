import type { Accelerator } from "./dataSheet.ts";
import { NVIDIA_ACCELERATORS } from "./nvidiaAccelerators.ts";
import { OTHER_ACCELERATORS } from "./otherAccelerators.ts";

const ACCELERATORS: readonly Accelerator[] = [...NVIDIA_ACCELERATORS, ...OTHER_ACCELERATORS];

/** All accelerators whose figures are known. */
export function listAccelerators(): readonly Accelerator[] {
  return ACCELERATORS;
}

/** The accelerator of a slug. */
export function findAccelerator(slug: string): Accelerator | undefined {
  return ACCELERATORS.find((accelerator) => accelerator.slug === slug);
}

/** The accelerator that calls itself by a name, as nvidia-smi, rocm-smi and the like print it; case does not count. */
export function findAcceleratorByName(name: string): Accelerator | undefined {
  const wanted = name.trim().toLowerCase();
  return ACCELERATORS.find(({ slug, name: own, aliases }) =>
    [slug, own, ...aliases].some((known) => known.toLowerCase() === wanted),
  );
}
