/** One confirmed mapping in memory. */
export interface CachedMapping {
  readonly tag: string;
  readonly prefix: string;
  readonly number: number;
  readonly value: string;
  readonly placeholder: string;
  /** When Redis last confirmed it, in the clock's milliseconds. */
  confirmedAt: number;
}

export interface MappingCache {
  byValue(tag: string, prefix: string, value: string): CachedMapping | undefined;
  byPlaceholder(tag: string, placeholder: string): CachedMapping | undefined;
  put(mapping: Omit<CachedMapping, "confirmedAt">): void;
  /** Mappings used since the last call whose life in Redis wants prolonging, by scope. */
  takeDue(): Map<string, CachedMapping[]>;
  remove(mapping: CachedMapping): void;
  drop(tag: string): void;
  clear(): void;
  readonly size: number;
}

interface Shelf {
  readonly values: Map<string, Map<string, CachedMapping>>;
  readonly placeholders: Map<string, CachedMapping>;
}

/** Rough cost of one mapping in the heap beside its characters. */
const OVERHEAD_BYTES = 400;
/** A value that would take more than this part of the memory is not kept. */
const MOST_SHARE = 16;
/** What is left where there was too much: a Set keeps the places of what was deleted, and each look for the oldest walks over them. */
const KEPT_SHARE = 0.98;

/**
 * Bounded memory of mappings, least recently used out first. A mapping that Redis has not confirmed for `life`
 * milliseconds is not answered; one used at half of it is due to be touched.
 */
export function createMappingCache(options: {
  readonly mostMappings: number;
  readonly mostBytes: number;
  readonly life: number;
  readonly now: () => number;
}): MappingCache {
  const { mostMappings, mostBytes, life, now } = options;
  const shelves = new Map<string, Shelf>();
  const order = new Set<CachedMapping>();
  const due = new Set<CachedMapping>();
  let bytes = 0;

  const use = (mapping: CachedMapping | undefined) => {
    if (mapping === undefined) return undefined;
    const age = now() - mapping.confirmedAt;
    if (age > life) return undefined;
    if (age > life / 2) due.add(mapping);
    order.delete(mapping);
    order.add(mapping);
    return mapping;
  };

  const remove = (mapping: CachedMapping) => {
    if (!order.delete(mapping)) return;
    due.delete(mapping);
    bytes -= costOf(mapping);
    const shelf = shelves.get(mapping.tag);
    if (shelf === undefined) return;
    shelf.placeholders.delete(mapping.placeholder);
    shelf.values.get(mapping.prefix)?.delete(mapping.value);
    if (shelf.placeholders.size === 0) shelves.delete(mapping.tag);
  };

  const dropOldest = () => {
    const [mappings, most] = [Math.ceil(mostMappings * KEPT_SHARE), Math.ceil(mostBytes * KEPT_SHARE)];
    for (const oldest of order) {
      if (order.size <= mappings && bytes <= most) break;
      remove(oldest);
    }
  };

  return {
    byValue: (tag, prefix, value) => use(shelves.get(tag)?.values.get(prefix)?.get(value)),
    byPlaceholder: (tag, placeholder) => use(shelves.get(tag)?.placeholders.get(placeholder)),
    put: (fresh) => {
      if (costOf(fresh) > mostBytes / MOST_SHARE) return;
      const shelf = shelves.get(fresh.tag) ?? { values: new Map(), placeholders: new Map() };
      const stale = [shelf.values.get(fresh.prefix)?.get(fresh.value), shelf.placeholders.get(fresh.placeholder)];
      for (const mapping of stale) if (mapping !== undefined) remove(mapping);
      const mapping = { ...fresh, confirmedAt: now() };
      shelves.set(fresh.tag, shelf);
      const values = shelf.values.get(fresh.prefix) ?? new Map<string, CachedMapping>();
      shelf.values.set(fresh.prefix, values.set(fresh.value, mapping));
      shelf.placeholders.set(fresh.placeholder, mapping);
      order.add(mapping);
      bytes += costOf(mapping);
      if (order.size > mostMappings || bytes > mostBytes) dropOldest();
    },
    takeDue: () => {
      const byScope = Map.groupBy(due, (mapping) => mapping.tag);
      due.clear();
      return byScope;
    },
    remove,
    drop: (tag) => {
      for (const mapping of shelves.get(tag)?.placeholders.values() ?? []) remove(mapping);
    },
    clear: () => {
      for (const mapping of order) remove(mapping);
    },
    get size() {
      return order.size;
    },
  };
}

/** Bytes, at two per character: the value, and its placeholder. */
function costOf({ value, placeholder }: Pick<CachedMapping, "value" | "placeholder">): number {
  return OVERHEAD_BYTES + 2 * (value.length + placeholder.length);
}
