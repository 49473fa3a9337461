import type { SetupGatewayChoice, StatusSnapshot } from '../../contract/index.ts';
import type { CliIo } from '../io.ts';
import { readHidden } from '../terminal.ts';
import type { SetupDriver } from './driver.ts';
import { type Asked, askText, choose, type Option } from './prompt.ts';
import { defaultGatewayName, storeGatewaySecrets } from './secrets.ts';

type Choice = Exclude<SetupGatewayChoice, { readonly kind: 'url' }> | 'address' | 'skip' | 'back';

/** The second step: asks for a gateway, and has it connected and checked. */
export async function askGateway(io: CliIo, driver: SetupDriver): Promise<Asked> {
  const choice = await choose(io, 'Which OpenClaw gateway should be kept open?', optionsOf(await driver.status()));
  if (choice === 'skip' || choice === 'back') return choice;
  await driver.run({
    name: 'setupChooseGateway',
    gateway: choice === 'address' ? await askAddress(io, driver) : choice,
  });
  return 'check';
}

function optionsOf({ setup, gateways }: StatusSnapshot): readonly Option<Choice>[] {
  const { gateway, sandboxGateway } = setup.found;
  const found: Option<Choice>[] =
    gateway === null
      ? []
      : [
          {
            label: `The one on this computer, ${gateway.host}`,
            note: [`Found in ${gateway.origin}.`, ...gateway.notes].join(' '),
            value: { kind: 'found' },
          },
        ];
  const configured = gateways.filter(({ source }) => source === 'settings');
  return [
    ...found,
    ...configured.map(
      ({ name, host }): Option<Choice> => ({ label: `${name} (${host})`, value: { kind: 'named', name } }),
    ),
    ...(sandboxGateway ? [{ label: 'The one of the sandbox', value: { kind: 'sandbox' as const } }] : []),
    { label: 'Enter the address of one', value: 'address' },
    { label: 'None for now', value: 'skip' },
    { label: 'Back', value: 'back' },
  ];
}

async function askAddress(io: CliIo, driver: SetupDriver): Promise<SetupGatewayChoice> {
  const url = await askText(io, 'Address (wss://gateway.example or ws://127.0.0.1:18789): ');
  const name = defaultGatewayName(url);
  const token = await readHidden(io, 'Its token (not shown; empty: none, its owner approves this computer): ');
  await storeGatewaySecrets(driver, name, { token });
  return { kind: 'url', url, name };
}
