import { spawn } from 'node:child_process';

/**
 * What a tool of the system prints. `input` is what it reads, for what may stand in no argument: those of every process
 * can be seen by all programs of the computer. `name` is what a failure calls it. A failure gives what the tool printed as
 * its reason, never what it was given.
 *
 * The tool stands in a process group of its own (on Windows: has no console), so that Ctrl-C does not end it in the middle:
 * whoever calls it cleans up with the same tools.
 */
export function runTool(program, args, { env, name, input = '' }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env,
      stdio: 'pipe',
      windowsHide: true,
      detached: process.platform !== 'win32',
    });
    let printed = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', text => {
      printed += text;
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      complaint += text;
    });
    const fail = reason => reject(new Error(`The certificate cannot be used: "${name}" failed: ${reason}`));
    child.on('error', error => fail(error.code ?? 'it cannot be started'));
    child.on('close', code => {
      if (code === 0) resolve(printed);
      else fail(complaint.trim() || `it ended with ${code ?? 'a signal'}`);
    });
    // A tool that ends before it has read all says by its exit code what that means.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
