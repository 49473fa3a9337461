// Loaded with `node --import` before the unmodified main bundle; driven by the test over the process's own IPC channel
// (see electron-stand-in.ts). What a stand-in cannot prove: context isolation, the renderer sandbox, the real scheme.
import { installStandIn } from './electron-module.ts';

installStandIn();
