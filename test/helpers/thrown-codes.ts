import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Every code that the sources below `folders` give to an error of Gatehouse, and the files where they do. */
export function thrownCodes(root: string, folders: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const sources = folders.flatMap(folder => sourcesIn(path.join(root, folder)));
  const classes = new Set(['GatehouseError']);
  for (const source of sources) visit(source, node => noteClass(node, classes));
  const found = new Map<string, string[]>();
  for (const source of sources) {
    const file = path.relative(root, source.fileName);
    visit(source, node => {
      for (const code of codesIn(node, classes)) found.set(code, [...(found.get(code) ?? []), file]);
    });
  }
  return found;
}

function sourcesIn(folder: string): readonly ts.SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => path.join(folder, file))
    .map(file => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, child => visit(child, look));
}

/** No error of Gatehouse is derived from one that is derived itself. */
function noteClass(node: ts.Node, classes: Set<string>): void {
  if (!ts.isClassDeclaration(node) || node.name === undefined) return;
  const bases = (node.heritageClauses ?? []).flatMap(({ types }) => types.map(({ expression }) => expression));
  if (bases.some(base => ts.isIdentifier(base) && base.text === 'GatehouseError')) classes.add(node.name.text);
}

/** What is given to an error as its first argument, to `super` of one, or listed in a type of codes. */
function codesIn(node: ts.Node, classes: ReadonlySet<string>): readonly string[] {
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && classes.has(node.expression.text)) {
    return literalsIn(node.arguments?.[0]);
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) {
    return literalsIn(node.arguments[0]).filter(code => /^[a-z]+_[a-z0-9_]+$/.test(code));
  }
  if (ts.isTypeAliasDeclaration(node) && node.name.text.endsWith('ErrorCode') && ts.isUnionTypeNode(node.type)) {
    return node.type.types.flatMap(one => (ts.isLiteralTypeNode(one) ? literalsIn(one.literal) : []));
  }
  return [];
}

function literalsIn(node: ts.Node | undefined): readonly string[] {
  if (node === undefined) return [];
  if (ts.isStringLiteral(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...literalsIn(node.whenTrue), ...literalsIn(node.whenFalse)];
  return ts.isParenthesizedExpression(node) ? literalsIn(node.expression) : [];
}
