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

/** The accelerator with a slug, a name or an alias, such as nvidia-smi or rocm-smi prints it; case does not count. */
export function findAcceleratorByName(name: string): Accelerator | undefined {
  const wanted = name.trim().toLowerCase();
  return ACCELERATORS.find(({ slug, name: own, aliases }) =>
    [slug, own, ...aliases].some((known) => known.toLowerCase() === wanted),
  );
}
