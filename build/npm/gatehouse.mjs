#!/usr/bin/env node
// What npm links as `gatehouse`. An older Node would stumble over the program's syntax, and say that only.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major > 20 || (major === 20 && minor >= 19)) {
  await import('../dist/headless/gatehouse.mjs');
} else {
  console.error(`Gatehouse needs Node 20.19 or newer, this is ${process.versions.node}.`);
  process.exitCode = 1;
}
