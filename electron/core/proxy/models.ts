import { BUILT_IN_MODELS } from './model-names.ts';

/** One entry of `GET /v1/models`. */
export interface ModelEntry {
  readonly id: string;
  readonly object: 'model';
  /** Unix seconds; 0, since nobody says when a model began. OpenAI's schema requires the field. */
  readonly created: number;
  readonly owned_by: string;
  /** Where the name comes from: compiled into this program, or offered by the sandbox. */
  readonly source: 'built-in' | 'sandbox';
}

/** What the models routes show. */
export interface ModelsProvider {
  list(): readonly ModelEntry[];
}

/** The compiled-in list, or only the sandbox's own models when `sandboxModels` are given. */
export function createModels(sandboxModels?: readonly string[]): ModelsProvider {
  const entries =
    sandboxModels === undefined
      ? BUILT_IN_MODELS.map(id => entry(id, 'opengradient', 'built-in'))
      : sandboxModels.map(id => entry(id, 'gatehouse-sandbox', 'sandbox'));
  return { list: () => entries };
}

function entry(id: string, owner: string, source: ModelEntry['source']): ModelEntry {
  return { id, object: 'model', created: 0, owned_by: owner, source };
}
