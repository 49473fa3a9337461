import { fileURLToPath } from 'node:url';
import type ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { electronProgram, standInTypes, usedMembers } from '../../helpers/electron-used.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '');
const program = electronProgram(ROOT);
const checker = program.getTypeChecker() as ts.TypeChecker & {
  isTypeAssignableTo(source: ts.Type, target: ts.Type): boolean;
};
const used = usedMembers(program, ROOT);
const standIns = standInTypes(program, ROOT);

/** Their overloads name one event each and give back the very class; the names are checked where the product calls. */
const EVENT_METHODS = ['on', 'once', 'off', 'emit'];

/** Data that Electron hands out; the stand-in makes it under its declared type. */
const DATA = [
  'DecryptStringAsyncReturnValue',
  'Display',
  'Event',
  'HandlerDetails',
  'IpcMainInvokeEvent',
  'KeyboardEvent',
  'LoginItemSettings',
  'MessageBoxReturnValue',
  'NotificationActionEventParams',
  'OnBeforeRequestListenerDetails',
  'PermissionRequest',
  // Node's, to which the declarations add.
  'Process',
  'Rectangle',
  'RenderProcessGoneDetails',
  'WebFrameMain',
];

/** Objects that hold others: what they hold is compared by itself. */
const HOLDERS = [
  'App.dock',
  'BrowserWindow.webContents',
  'MenuItem.submenu',
  'Session.defaultSession',
  'Session.webRequest',
];

function problemOf(owner: string, member: string, type: ts.Type): string | undefined {
  const sources = standIns.get(owner);
  if (sources === undefined) return DATA.includes(owner) ? undefined : `nothing stands in for ${owner}`;
  const found = sources.flatMap(source => checker.getPropertyOfType(source, member) ?? []);
  if (found.length === 0) return 'missing';
  if (EVENT_METHODS.includes(member) || HOLDERS.includes(`${owner}.${member}`)) return undefined;
  const fits = found.some(symbol => checker.isTypeAssignableTo(checker.getTypeOfSymbol(symbol), type));
  return fits
    ? undefined
    : `is ${found.map(symbol => checker.typeToString(checker.getTypeOfSymbol(symbol))).join(' / ')}`;
}

describe('the stand-in for electron', () => {
  it('sees what the product uses of it', () => {
    const names = used.map(({ owner, member }) => `${owner}.${member}`);
    expect(names).toEqual(
      expect.arrayContaining(['App.whenReady', 'BrowserWindow.show', 'Tray.setContextMenu', 'Session.webRequest']),
    );
    expect(names.length).toBeGreaterThan(60);
  });

  it('has every member that the product uses, with a type that could stand in the declarations', () => {
    const problems = used.flatMap(({ owner, member, type }) => {
      const problem = problemOf(owner, member, type);
      return problem === undefined ? [] : [`${owner}.${member}: ${problem}`];
    });
    expect(problems).toEqual([]);
  });

  it('would be refused with another signature, or without the member', () => {
    const show = used.find(({ owner, member }) => owner === 'BrowserWindow' && member === 'getBounds');
    const ready = used.find(({ owner, member }) => owner === 'App' && member === 'whenReady');
    expect(problemOf('App', 'whenReady', show!.type)).toContain('is ');
    expect(problemOf('BrowserWindow', 'whenReady', ready!.type)).toBe('missing');
    expect(problemOf('Cookies', 'get', ready!.type)).toBe('nothing stands in for Cookies');
  });
});
