const QUANTITY_MAPS = new Set([
  'requests',
  'limits',
  'hard',
  'capacity',
  'default',
  'defaultRequest',
  'allocatable',
  'overhead',
  'podFixed',
]);
const QUANTITY_FIELDS = new Set(['sizeLimit', 'divisor', 'averageValue']);

/** Whether a field holds a quantity: `resources.requests.cpu`, `sizeLimit`, `hard["limits.cpu"]`. */
export function isQuantityField(path: readonly string[]): boolean {
  const field = path.at(-1) ?? '';
  return QUANTITY_FIELDS.has(field) || QUANTITY_MAPS.has(path.at(-2) ?? '');
}
