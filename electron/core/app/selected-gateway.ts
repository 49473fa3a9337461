import { remedyOf, type UsedGateway } from '../../contract/index.ts';

/**
 * The status of the gateway in use, when the settings choose one by hand that is not there: the best one is used
 * meanwhile, which may not be what the person wants. Whatever is worse is said first.
 */
export function selectedUnknown(status: UsedGateway, selectedId: string): UsedGateway {
  if (status.health !== 'well') return status;
  return {
    ...status,
    health: 'needs-you',
    reason: 'selected-unknown',
    sentence: `${status.sentence} The gateway that was chosen, ${selectedId}, is not among those that are configured.`,
    remedy: remedyOf(
      'choose_gateway',
      'Choose another one: gatehouse gateway use NAME, or the best: gatehouse gateway use --auto',
    ),
  };
}
