// The page of tiers, from the declarations: each tier, its props with their defaults, an example, and what it tells its clients.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { ApiItemKind, ApiModel } = createRequire(import.meta.url)('@microsoft/api-extractor-model');

/** `{@link X}` as code. */
function linked(text) {
  return text.replaceAll(/\{@link (\w+)\}/g, '`$1`');
}

/** Text as the cell of a table: one line, with its bars kept. */
function cell(text) {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}

/** Text of a type, without what says nothing to a reader. */
function typeText(excerpt) {
  return `\`${cell(excerpt.text.replaceAll(/\breadonly\b ?/g, ''))}\``;
}

function constructorOf(item) {
  return item.members.find(({ kind }) => kind === ApiItemKind.Constructor);
}

class Pages {
  /** @param comments docstrings as they stand in the sources, by canonical reference */
  constructor(members, comments) {
    this.byName = new Map(members.map((item) => [item.displayName, item]));
    this.comments = comments;
  }

  /** The words of a docstring: what it is, its default, its example. */
  wordsOf(item) {
    const comment = this.comments.get(item.canonicalReference.toString()) ?? '';
    const text = comment.replaceAll(/^\/\*\*|\s*\*\/\s*$/g, '').replaceAll(/^ \* ?/gm, '');
    const [summary, ...blocks] = text
      .split(/(?=(?<=^|\s)@(?:default|example|throws|param|see)\b)/)
      .map((part) => part.trim());
    const block = (name) =>
      blocks
        .find((part) => part.startsWith(name))
        ?.slice(name.length)
        .trim();
    return { summary: linked(summary), default: block('@default') };
  }

  /** Tiers that are made of scope, id and props, by name; others are made by a tier they belong to. */
  get tiers() {
    const classes = [...this.byName.values()].filter(({ kind }) => kind === ApiItemKind.Class);
    return classes.filter(
      (item) => !item.isAbstract && this.isTier(item) && constructorOf(item)?.parameters.length === 3,
    );
  }

  isTier(item) {
    const base = this.byName.get(item.extendsType?.excerpt.text.replace(/<.*/, ''));
    return base !== undefined && (base.displayName === 'Tier' || this.isTier(base));
  }

  /** The props that a tier's constructor takes. */
  propsOf(tier) {
    return this.interfaceOf(constructorOf(tier).parameters[2].parameterTypeExcerpt.text, tier.displayName);
  }

  interfaceOf(name, by) {
    const found = this.byName.get(name);
    if (found?.kind !== ApiItemKind.Interface) throw new Error(`${by} takes '${name}', which is no exported interface`);
    return found;
  }

  /** An interface's bases, each once, the nearest first. */
  basesOf(item) {
    const direct = item.extendsTypes.map(({ excerpt }) => this.interfaceOf(excerpt.text, item.displayName));
    return [...new Set(direct.flatMap((base) => [base, ...this.basesOf(base)]))];
  }

  /** Props of the interface itself, the demanded ones first. */
  table(item) {
    const props = item.members.filter(({ kind }) => kind === ApiItemKind.PropertySignature);
    if (props.length === 0) return '';
    const order = [...props.filter(({ isOptional }) => !isOptional), ...props.filter(({ isOptional }) => isOptional)];
    const rows = order.map((prop) => {
      const { summary, default: fallback = prop.isOptional ? '' : '**demanded**' } = this.wordsOf(prop);
      return `| \`${prop.displayName}\` | ${typeText(prop.propertyTypeExcerpt)} | ${cell(summary)} | ${cell(fallback.replace(/^- /, ''))} |\n`;
    });
    return `| Prop | Type | What it is | Default |\n| --- | --- | --- | --- |\n${rows.join('')}`;
  }

  /** The page's section of one tier. */
  section(tier) {
    const { summary } = this.wordsOf(tier);
    const example = exampleOf(tier);
    const props = this.propsOf(tier);
    const bases = this.basesOf(props).filter((base) => base.members.length > 0);
    const more = bases.map(({ displayName }) => `[${displayName}](#${displayName.toLowerCase()})`).join(', ');
    return [
      `## ${tier.displayName}\n\n${summary}\n`,
      example && `\`\`\`ts\n${example}\n\`\`\`\n`,
      this.given(tier),
      this.table(props),
      more && `And the props of ${more}.\n`,
    ]
      .filter(Boolean)
      .join('\n');
  }

  /** What clients are told. */
  given(tier) {
    const names = this.constantOf(tier, 'defaultParts');
    if (names === undefined) return undefined;
    return `Clients get the parts ${names.map((name) => `\`${name}\``).join(', ')} ([connections](connections.md)).\n`;
  }

  constantOf(tier, name) {
    const found = tier.members.find(({ displayName }) => displayName === name);
    const text = found?.propertyTypeExcerpt?.text;
    return text && [...text.matchAll(/"(\w+)"/g)].map(([, part]) => part);
  }

  get page() {
    const { tiers } = this;
    const shared = [...new Set(tiers.flatMap((tier) => this.basesOf(this.propsOf(tier))))].filter(
      ({ members }) => members.length > 0,
    );
    const first = (item) => this.wordsOf(item).summary.split(/(?<=[^.]\.)\s/)[0];
    const list = tiers.map(
      (tier) => `| [${tier.displayName}](#${tier.displayName.toLowerCase()}) | ${cell(first(tier))} |\n`,
    );
    return [
      `| Tier | What it is |\n| --- | --- |\n${list.join('')}`,
      ...tiers.map((tier) => this.section(tier)),
      ...shared.map((item) => `## ${item.displayName}\n\n${this.wordsOf(item).summary}\n\n${this.table(item)}`),
    ].join('\n');
  }
}

/** The example of a class as its declaration has it: the model keeps no indents. */
function exampleOf({ displayName, fileUrlPath }) {
  const text = readFileSync(`src/${fileUrlPath}`, 'utf8');
  const comment =
    new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*export declare class ${displayName}\\b`).exec(text)?.[1] ?? '';
  const [, example] = /@example\n([\s\S]*?)(?:\n\n?@|$)/.exec(comment.replaceAll(/^ \* ?/gm, '')) ?? [];
  return example?.trim();
}

/** Docstrings by canonical reference. */
function commentsOf({ canonicalReference, docComment, members = [] }, found = new Map()) {
  if (docComment) found.set(canonicalReference, docComment);
  for (const member of members) commentsOf(member, found);
  return found;
}

/** The tables of the page, from the model of the main entry. @param {string} modelFile */
export function describeTiers(modelFile) {
  const [entry] = new ApiModel().loadPackage(modelFile).entryPoints;
  return new Pages(entry.members, commentsOf(JSON.parse(readFileSync(modelFile, 'utf8')))).page;
}
