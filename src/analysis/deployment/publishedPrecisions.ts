import type { Precision } from "../../compute/accelerators/precision.ts";
import { dimensionsDigest } from "../../compute/architecture/dimensionsDigest.ts";
import { checkpointName } from "../../compute/config/checkpointName.ts";
import { type KnownArchitecture, readArchitectures } from "../../store/reading/architectures.ts";
import type { Store } from "../../store/store.ts";

/** A precision in which the weights of a model are published. */
export interface PublishedPrecision {
  precision: Precision;
  /** The slug of the checkpoint, the model itself or another of the catalogue; null where none is known of a stated precision. */
  checkpoint: string | null;
}

/**
 * The precisions in which models are published, each model's own first: those of the catalogue's checkpoints whose names
 * differ from the model's by a precision alone and whose layers are the same. Models of unknown architecture have none.
 */
export async function readPublishedPrecisions(
  store: Store,
  modelIds: readonly number[],
): Promise<Map<number, PublishedPrecision[]>> {
  const { models } = await store.catalogue();
  const byName = Map.groupBy(models.all, ({ slug }) => checkpointName(slug));
  const namedAlike = (id: number) => byName.get(checkpointName(models.byId.get(id)?.slug ?? "")) ?? [];
  const known = await readArchitectures(
    store,
    modelIds.flatMap((id) => [id, ...namedAlike(id).map((other) => other.id)]),
  );
  return new Map(
    modelIds.flatMap((id) => {
      const own = known.get(id);
      if (!own) return [];
      const others = namedAlike(id).flatMap(({ id: other, slug }): PublishedPrecision[] => {
        const found = known.get(other);
        return found && isSameModel(found, own) ? [{ precision: found.precision, checkpoint: slug }] : [];
      });
      const first = { precision: own.precision, checkpoint: models.byId.get(id)!.slug };
      return [[id, distinct([first, ...others])] as const];
    }),
  );
}

const isSameModel = (one: KnownArchitecture, other: KnownArchitecture) =>
  dimensionsDigest(one.architecture) === dimensionsDigest(other.architecture);

/** Each precision once, by its first checkpoint. */
const distinct = (all: PublishedPrecision[]) =>
  all.filter(({ precision }, i) => all.findIndex((one) => one.precision === precision) === i);
