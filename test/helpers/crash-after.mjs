// Loaded with `node --import` before the unmodified program: an error that nothing catches, once the program says that it
// is ready, as a fault in any of its timers would be one.
import { setImmediate } from 'node:timers';

const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (chunk, ...rest) => {
  const written = write(chunk, ...rest);
  if (String(chunk).startsWith('ready ')) {
    setImmediate(() => {
      if (process.env.CRASH_HOW === 'abort') process.abort();
      throw new Error(`No such table: sk-${'a'.repeat(20)}`);
    });
  }
  return written;
};
