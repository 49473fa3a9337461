// Loaded into the real runtime with `-r`, before the application: remembers what Electron gives no list of, and keeps
// menus from popping up, which would wait for a person. The application itself is unmodified.
const electron = module.require('electron');

const seen = {
  trays: new Set(),
  menus: new Map(),
  tooltips: new Map(),
  notifications: [],
  outside: [],
  schemes: [],
  permissions: {},
};
globalThis.gatehouseSeen = seen;

function around(prototype, method, before) {
  const original = prototype[method];
  prototype[method] = function (...args) {
    before(this, args);
    return original.apply(this, args);
  };
}

around(electron.Tray.prototype, 'setToolTip', (tray, [tooltip]) => {
  seen.trays.add(tray);
  seen.tooltips.set(tray, tooltip);
});
around(electron.Tray.prototype, 'setContextMenu', (tray, [menu]) => {
  seen.trays.add(tray);
  seen.menus.set(tray, menu);
});
around(electron.Tray.prototype, 'destroy', tray => seen.trays.delete(tray));
electron.Tray.prototype.popUpContextMenu = function (menu) {
  seen.menus.set(this, menu);
};
around(electron.Notification.prototype, 'show', notification => {
  seen.notifications = [...seen.notifications.filter(other => other !== notification), notification];
});
around(electron.Notification.prototype, 'close', notification => {
  seen.notifications = seen.notifications.filter(other => other !== notification);
});
electron.shell.openExternal = async url => void seen.outside.push(url);
electron.shell.showItemInFolder = path => void seen.outside.push(path);
// A dialog would wait for a person: this one chooses what the test says, or cancels.
electron.dialog.showSaveDialog = async () => {
  const filePath = process.env.STAND_IN_SAVE ?? '';
  return { canceled: filePath === '', filePath };
};
// Who starts the application again is the test.
electron.app.relaunch = options => {
  const file = module.require('node:path').join(process.env.GATEHOUSE_HOME, 'relaunched.json');
  module.require('node:fs').writeFileSync(file, JSON.stringify(options ?? {}));
};

const { registerSchemesAsPrivileged } = electron.protocol;
electron.protocol.registerSchemesAsPrivileged = schemes => {
  seen.schemes.push(...schemes);
  return registerSchemesAsPrivileged.call(electron.protocol, schemes);
};
around(electron.Session.prototype, 'setPermissionRequestHandler', (_session, [handler]) => {
  seen.permissions.onRequest = handler;
});
around(electron.Session.prototype, 'setPermissionCheckHandler', (_session, [handler]) => {
  seen.permissions.onCheck = handler;
});
around(electron.Session.prototype, 'setDevicePermissionHandler', (_session, [handler]) => {
  seen.permissions.onDevice = handler;
});
