// Loaded with `node --import` before the unmodified main bundle: puts the stand-in in the place of `electron`, and answers
// the test over the process's own IPC channel (see electron-stand-in.ts). What a stand-in cannot prove: context isolation,
// the renderer sandbox, the real scheme.
import Module from 'node:module';
import { createStandIn } from './electron-module.ts';

const platform = process.env.STAND_IN_PLATFORM;
if (platform !== undefined) Object.defineProperty(process, 'platform', { value: platform });

// Where the build leaves what it knows of the package.
process.resourcesPath = process.env.STAND_IN_RESOURCES ?? process.cwd();

// A packaged application's arguments start right after its own name.
if (process.env.STAND_IN_PACKAGED === '1') process.argv.splice(1, 1);

const tell = message => process.send?.(message);
const { electron, answers } = createStandIn(tell);

const load = Module._load;
Module._load = (request, ...rest) => (request === 'electron' ? electron : load(request, ...rest));

process.on('message', question => {
  Promise.resolve()
    .then(() => {
      const answer = answers[question.type];
      if (answer === undefined) throw new Error(`The stand-in knows no ${question.type}.`);
      return answer(question);
    })
    .then(
      value => tell({ type: 'answer', id: question.id, value }),
      error => tell({ type: 'answer', id: question.id, error: String(error) }),
    );
});
