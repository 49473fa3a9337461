import path from 'node:path';
import ts from 'typescript';

/** A member of Electron's declarations that the product uses, e.g. `BrowserWindow.show`. */
export interface UsedMember {
  readonly owner: string;
  readonly member: string;
  /** Its type, as the declarations have it. */
  readonly type: ts.Type;
}

/** The product and the stand-in, in one program. */
export function electronProgram(root: string): ts.Program {
  const config = ts.readConfigFile(path.join(root, 'tsconfig.json'), file => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const files = ['electron/main.ts', 'electron/preload.ts', 'test/helpers/electron-module.ts'];
  return ts.createProgram(
    files.map(file => path.join(root, file)),
    options,
  );
}

/** Everything of Electron that main process and shell touch by name, each member once. */
export function usedMembers(program: ts.Program, root: string): readonly UsedMember[] {
  const checker = program.getTypeChecker();
  const found = new Map<string, UsedMember>();
  const product = program.getSourceFiles().filter(({ fileName }) => {
    const file = path.relative(root, fileName).replaceAll(path.sep, '/');
    return file === 'electron/main.ts' || file.startsWith('electron/shell/');
  });
  const visit = (node: ts.Node): void => {
    const name = ts.isPropertyAccessExpression(node) ? node.name : undefined;
    const symbol = name && checker.getSymbolAtLocation(name);
    const declaration = symbol?.declarations?.find(({ parent }) => isElectron(parent));
    if (symbol !== undefined && declaration !== undefined && 'name' in declaration.parent) {
      const owner = (declaration.parent as ts.ClassDeclaration | ts.InterfaceDeclaration).name?.text ?? '';
      const key = `${owner}.${symbol.name}`;
      found.set(key, { owner, member: symbol.name, type: checker.getTypeOfSymbol(symbol) });
    }
    ts.forEachChild(node, visit);
  };
  for (const file of product) visit(file);
  return [...found.values()].sort((a, b) => `${a.owner}.${a.member}`.localeCompare(`${b.owner}.${b.member}`));
}

function isElectron(node: ts.Node): boolean {
  const isMember = ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node);
  return isMember && node.getSourceFile().fileName.endsWith('electron/electron.d.ts');
}

/** The types that stand in, by the names of the declarations. A class that is called by its name stands in twice. */
export function standInTypes(program: ts.Program, root: string): ReadonlyMap<string, readonly ts.Type[]> {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path.join(root, 'test/helpers/electron-module.ts'));
  const alias = file && checker.getSymbolAtLocation(file)?.exports?.get(ts.escapeLeadingUnderscores('StandIn'));
  if (alias === undefined) throw new Error('The stand-in has no type.');
  const at = (type: ts.Type, ...names: string[]): ts.Type =>
    names.reduce((inside, name) => {
      const property = checker.getPropertyOfType(inside, name);
      if (property === undefined) throw new Error(`The stand-in has no ${names.join('.')}.`);
      return checker.getTypeOfSymbol(property);
    }, type);
  const instanceOf = (type: ts.Type): ts.Type => {
    const [construct] = type.getConstructSignatures();
    if (construct === undefined) throw new Error('This is no class.');
    return construct.getReturnType();
  };
  const electron = at(checker.getDeclaredTypeOfSymbol(alias), 'electron');
  const window = instanceOf(at(electron, 'BrowserWindow'));
  const menu = at(electron, 'Menu');
  const [entries] = checker.getTypeArguments(at(instanceOf(menu), 'entries') as ts.TypeReference);
  const session = at(electron, 'session', 'defaultSession');
  const [make] = at(electron, 'net', 'request').getCallSignatures();
  if (make === undefined) throw new Error('The stand-in makes no requests.');
  const request = make.getReturnType();
  const single = (name: string): [string, ts.Type[]] => [
    `${name[0]?.toUpperCase()}${name.slice(1)}`,
    [at(electron, name)],
  ];
  return new Map<string, readonly ts.Type[]>([
    ...[
      'app',
      'clipboard',
      'dialog',
      'ipcMain',
      'nativeImage',
      'nativeTheme',
      'net',
      'powerMonitor',
      'protocol',
      'safeStorage',
      'screen',
      'shell',
    ].map(single),
    ['BaseWindow', [window]],
    ['BrowserWindow', [window]],
    ['WebContents', [at(window, 'contents')]],
    ['Menu', [menu, instanceOf(menu)]],
    ['MenuItem', entries === undefined ? [] : [entries]],
    ['Tray', [instanceOf(at(electron, 'Tray'))]],
    ['Notification', [at(electron, 'Notification'), instanceOf(at(electron, 'Notification'))]],
    ['Session', [at(electron, 'session'), session]],
    ['Dock', [checker.getNonNullableType(at(electron, 'app', 'dock'))]],
    ['ClientRequest', [request]],
    ['WebRequest', [at(session, 'webRequest')]],
  ]);
}
