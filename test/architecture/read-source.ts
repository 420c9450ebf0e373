import { parseSync, Visitor, type Expression } from 'oxc-parser';

export interface Use {
  readonly kind: 'import' | 'sql' | 'status' | 'environment';
  /** What is imported or called. */
  readonly what: string;
  readonly line: number;
}

const QUERY = new Set(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto']);
const REPLY = new Set(['reply', 'response', 'res']);

/**
 * What a source file reaches for, read from its syntax tree.
 *
 * @throws Error when the file does not parse
 */
export function readSource(file: string, text: string): Use[] {
  const { module, program, errors } = parseSync(file, text);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  const uses: Use[] = [];
  const add = (kind: Use['kind'], what: string, at: number): void => {
    uses.push({ kind, what, line: text.slice(0, at).split('\n').length });
  };
  for (const found of module.staticImports) add('import', found.moduleRequest.value, found.start);
  for (const found of module.staticExports) {
    for (const entry of found.entries) if (entry.moduleRequest) add('import', entry.moduleRequest.value, found.start);
  }
  for (const found of module.dynamicImports) {
    const source = text.slice(found.moduleRequest.start, found.moduleRequest.end);
    add('import', /^(['"])(.*)\1$/.exec(source)?.[2] ?? `(computed) ${source}`, found.start);
  }
  new Visitor({
    TSImportType: (node) => add('import', node.source.value, node.start),
    TaggedTemplateExpression: (node) => {
      const tag = node.tag.type === 'MemberExpression' ? node.tag.object : node.tag;
      if (nameOf(tag) === 'sql') add('sql', 'sql`…`', node.start);
    },
    CallExpression: (node) => {
      if (node.callee.type !== 'MemberExpression') return;
      const method = nameOf(node.callee.property);
      if (QUERY.has(method)) add('sql', `.${method}(…)`, node.start);
      const answers = method === 'code' || method === 'status';
      if (answers && (REPLY.has(nameOf(node.callee.object)) || isStatus(node.arguments[0])))
        add('status', `.${method}(…)`, node.start);
    },
    MemberExpression: (node) => {
      if (nameOf(node.object) === 'process' && nameOf(node.property) === 'env')
        add('environment', 'process.env', node.start);
    },
  }).visit(program);
  return uses;
}

function nameOf(node: Expression | { type: string }): string {
  return 'name' in node && typeof node.name === 'string' ? node.name : '';
}

function isStatus(node: { type: string; value?: unknown } | undefined): boolean {
  return node?.type === 'Literal' && typeof node.value === 'number' && node.value >= 100 && node.value < 600;
}
