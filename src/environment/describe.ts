import type { EnvironmentForms } from './forms';
import { environmentJsonSchema } from './json-schema';

/** The part of JSON schema that the environment's schema is made of. */
interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Node;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
}

/**
 * All fields of an environment file as a Markdown table: path, type, default, meaning.
 */
export function describeEnvironment(forms: EnvironmentForms): string {
  const lines = ['| Field | Type | Default | Meaning |', '|---|---|---|---|'];
  return [...lines, ...rowsOf(environmentJsonSchema(forms), '', '')].join('\n');
}

/** Rows for all below a node; `variant` says of which variant they are. */
function rowsOf(node: Node, prefix: string, variant: string): string[] {
  const required = new Set(node.required);
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const path = `${prefix}${key}`;
    return [rowOf(path, variant, child, required.has(key)), ...rowsOf(child, `${path}.`, variant)];
  });
  const others = typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
  const any = others?.description ? [rowOf(`${prefix}NAME`, variant, others, false)] : [];
  const items = node.items ? rowsOf(node.items, `${prefix.slice(0, -1)}[].`, variant) : [];
  const variants = (node.oneOf ?? node.anyOf ?? []).flatMap((option) => rowsOf(option, prefix, variantOf(option)));
  return [...own, ...any, ...items, ...variants];
}

function rowOf(path: string, variant: string, node: Node, required: boolean): string {
  const row = [`\`${path}\`${variant}`, typeOf(node), defaultOf(node, required), node.description ?? ''];
  const cells = row.map((cell) => cell.replaceAll('|', '\\|').replace(/^(?=.)/, ' '));
  return `|${cells.join(' |')} |`;
}

/** Variants are told apart by the one key that has a fixed value. */
function variantOf(option: Node): string {
  const fixed = Object.entries(option.properties ?? {}).find(([, { const: value }]) => value !== undefined);
  return fixed ? ` (${fixed[0]} \`${String(fixed[1].const)}\`)` : '';
}

function typeOf(node: Node): string {
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum) return node.enum.map((value) => `\`${String(value)}\``).join(', ');
  const options = node.oneOf ?? node.anyOf;
  if (options) return [...new Set(options.map(typeOf))].join(' or ');
  if (node.type === 'array') return `list of ${node.items ? typeOf(node.items) : 'values'}`;
  return TYPES[node.type ?? ''] ?? 'any';
}

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'mapping',
};

function defaultOf(node: Node, required: boolean): string {
  const { default: value } = node;
  if (value === undefined) return required ? 'required' : '';
  return value === '' ? 'empty' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
