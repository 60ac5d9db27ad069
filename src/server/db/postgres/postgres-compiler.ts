/** PostgreSQL's SQL from the query builder, with the types that make it keep and order what SQLite keeps and orders. */
import {
  AddColumnNode,
  ColumnDefinitionNode,
  PostgresQueryCompiler,
  type DataTypeNode,
  type OperationNode,
} from "kysely";

/**
 * The types of columns, by the name that migrations give them. Whole numbers have SQLite's 64 bits, so that a number
 * that is too large for any row is simply not found; texts are compared by code point, as SQLite's BINARY does.
 */
const COLUMN_TYPES: Readonly<Record<string, string>> = {
  integer: "bigint",
  text: 'text collate "C"',
  blob: "bytea",
  real: "double precision",
};

export class MoodSyncPostgresCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: DataTypeNode): void {
    const inColumn = this.parentNode !== undefined && definesColumn(this.parentNode);
    this.append((inColumn ? COLUMN_TYPES[node.dataType] : undefined) ?? node.dataType);
  }
}

function definesColumn(node: OperationNode): boolean {
  return ColumnDefinitionNode.is(node) || AddColumnNode.is(node);
}
