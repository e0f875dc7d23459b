/**
 * A type of Grafana's SDK as JSON: enums are texts, nothing has methods. The SDK gives us types alone, because its code takes
 * longer to load than a chart.
 */
export type Json<T> = T extends string
  ? `${T}`
  : T extends readonly (infer Item)[]
    ? Json<Item>[]
    : T extends object
      ? { [Key in keyof T as T[Key] extends () => void ? never : Key]: Json<T[Key]> }
      : T;
