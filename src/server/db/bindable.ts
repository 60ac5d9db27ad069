/** What may be a parameter of a statement, the same for both databases: what one refuses, the other does not take either. */

/**
 * A value that both databases store alike: flags as 0 and 1.
 * @throws TypeError for what has no meaning there (undefined, NaN, objects); `libsql` would abort the whole process on
 * some of it inside native code, and PostgreSQL would keep it in a form of its own.
 */
export function bindable(value: unknown): null | number | string | bigint | Uint8Array {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value === null || typeof value === "string" || typeof value === "bigint" || value instanceof Uint8Array) {
    return value;
  }
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TypeError(`a database parameter of type ${typeof value} cannot be bound`);
}
