import { expect, it } from 'vitest';
import { readingOf, rotationBench } from '../../../helpers/rotation-fleet.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();

it('a threshold moves no agent again within five minutes', async () => {
  const clock = new VirtualClock();
  const made = await rotationBench({ home: await tempHome(), clock });
  for (const name of ['a', 'b']) await made.add(name);
  await made.agent('one', 'a');
  made.settings.thresholdPct = 95;
  const [a, b] = [made.vault.find('a').id, made.vault.find('b').id];
  const crossed = () => made.rotator.headroomChanged(a, readingOf(clock.now(), 97, 60), signal);
  made.readings.set(b, readingOf(clock.now(), 5, 5));
  await clock.advance(299_999);
  expect(await crossed()).toMatchObject([{ switched: false, why: 'not_needed' }]);
  await clock.advance(1);
  expect(await crossed()).toMatchObject([{ switched: true, to: 'b' }]);
});
