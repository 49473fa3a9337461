import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FUSE_WIRE } from './dummy-runtime.ts';

const HELPERS = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'] as const;
/** The first bytes of a program for macOS on Apple's processors. */
const MACH_O = Buffer.from([0xcf, 0xfa, 0xed, 0xfe, 0x0c, 0, 0, 1, 0, 0, 0, 0]);

/** Writes files with the names of Electron's runtime for macOS into `folder`: nothing in there could run. */
export async function writeDummyMacRuntime(folder: string, version: string): Promise<void> {
  const contents = join(folder, 'Electron.app', 'Contents');
  const frameworks = join(contents, 'Frameworks');
  const write = async (file: string, content: string | Buffer): Promise<void> => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode: 0o755 });
  };
  await write(join(contents, 'Info.plist'), plist('Electron', 'com.github.Electron'));
  await write(join(contents, 'MacOS', 'Electron'), MACH_O);
  await write(join(contents, 'Resources', 'electron.icns'), 'stands for an icon');
  await write(join(contents, 'Resources', 'default_app.asar'), 'stands for the program without an application');
  await write(
    join(frameworks, 'Electron Framework.framework', 'Electron Framework'),
    Buffer.concat([MACH_O, FUSE_WIRE]),
  );
  await write(join(frameworks, 'Squirrel.framework', 'Squirrel'), MACH_O);
  for (const suffix of HELPERS) {
    const name = `Electron Helper${suffix}`;
    await write(join(frameworks, `${name}.app`, 'Contents', 'MacOS', name), MACH_O);
    await write(join(frameworks, `${name}.app`, 'Contents', 'Info.plist'), plist(name, 'com.github.Electron.helper'));
  }
  await write(join(folder, 'LICENSES.chromium.html'), 'stands for the licences of the runtime');
  await write(join(folder, 'version'), version);
}

/** The same for Windows, with a program whose resources can be edited. */
export async function writeDummyWindowsRuntime(folder: string, version: string): Promise<void> {
  await mkdir(join(folder, 'resources'), { recursive: true });
  await writeFile(join(folder, 'electron.exe'), Buffer.concat([windowsProgram(), FUSE_WIRE]));
  for (const name of ['libEGL.dll', 'ffmpeg.dll', 'icudtl.dat'])
    await writeFile(join(folder, name), `stands for ${name}`);
  await writeFile(join(folder, 'version'), version);
}

function plist(name: string, identifier: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleIdentifier</key><string>${identifier}</string>
<key>CFBundleName</key><string>${name}</string>
<key>CFBundleIconFile</key><string>electron.icns</string>
</dict></plist>
`;
}

/**
 * A program for Windows of headers and one section, the resources: a group of icons without an icon, and a version.
 * https://learn.microsoft.com/windows/win32/debug/pe-format
 */
function windowsProgram(): Buffer {
  const HEADERS = 0x400;
  const SECTION_AT = 0x1000;
  const ENGLISH = 1033;
  const IS_LEVEL = 0x80000000;
  const file = Buffer.alloc(HEADERS + 0x200);
  const u16 = (at: number, ...values: number[]) => values.forEach((value, i) => file.writeUInt16LE(value, at + 2 * i));
  const u32 = (at: number, ...values: number[]) => values.forEach((value, i) => file.writeUInt32LE(value, at + 4 * i));
  file.write('MZ');
  u32(0x3c, 0x80);
  file.write('PE\0\0', 0x80);
  const coff = 0x84;
  u16(coff, 0x8664, 1);
  u16(coff + 16, 240, 0x22);
  const optional = coff + 20;
  u16(optional, 0x20b);
  u32(optional + 32, SECTION_AT, 0x200);
  u16(optional + 40, 6, 0, 0, 0, 6, 0);
  u32(optional + 56, 2 * SECTION_AT, HEADERS);
  u16(optional + 68, 2);
  u32(optional + 108, 16);
  u32(optional + 112 + 2 * 8, SECTION_AT, 0x200);
  const section = optional + 240;
  file.write('.rsrc', section);
  u32(section + 8, 0x200, SECTION_AT, 0x200, HEADERS);
  u32(section + 36, 0x40000040);
  // Three levels (the kind with one entry each, the number, the language), then where the data is, then the data.
  const kinds = [
    [14, Buffer.from([0, 0, 1, 0, 0, 0])],
    [16, versionInfo()],
  ] as const;
  u16(HEADERS + 14, kinds.length);
  let at = 16 + 8 * kinds.length;
  for (const [index, [kind, data]] of kinds.entries()) {
    u32(HEADERS + 16 + 8 * index, kind, at + IS_LEVEL);
    u16(HEADERS + at + 14, 1);
    u32(HEADERS + at + 16, 1, at + 24 + IS_LEVEL);
    u16(HEADERS + at + 24 + 14, 1);
    u32(HEADERS + at + 24 + 16, ENGLISH, at + 48);
    u32(HEADERS + at + 48, SECTION_AT + at + 64, data.length);
    data.copy(file, HEADERS + at + 64);
    at += 64 + 4 * Math.ceil(data.length / 4);
  }
  return file;
}

/** https://learn.microsoft.com/windows/win32/menurc/vs-versioninfo */
function versionInfo(): Buffer {
  const info = Buffer.alloc(92);
  info.writeUInt16LE(info.length, 0);
  info.writeUInt16LE(52, 2);
  info.write('VS_VERSION_INFO', 6, 'utf16le');
  info.writeUInt32LE(0xfeef04bd, 40);
  info.writeUInt32LE(0x10000, 44);
  return info;
}
