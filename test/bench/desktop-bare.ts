/**
 * The peer of the desktop application: the same libraries, loaded, an icon in the panel with an empty menu, and one
 * window. Nothing runs behind it.
 */
import { app, BrowserWindow, Menu, nativeImage, Tray } from 'electron';
import * as store from 'electron-store';
import * as fastify from 'fastify';
import * as pino from 'pino';
import * as undici from 'undici';
import * as viem from 'viem';
import * as ws from 'ws';
import * as zod from 'zod';

const loaded = [store, fastify, pino, undici, viem, ws, zod].flatMap(library => Object.keys(library));

async function start(): Promise<void> {
  await app.whenReady();
  const tray = new Tray(nativeImage.createFromPath('build/icons/app.png'));
  tray.setToolTip(`${loaded.length} names`);
  tray.setContextMenu(Menu.buildFromTemplate([]));
  const window = new BrowserWindow({ width: 1_040, height: 720 });
  await window.loadURL('app://gatehouse/index.html');
}

void start();
