import { z } from 'zod';

/** How a gate, or all of them together, stands. The five words of the tray icon, worst first in the comment's order:
 * broken, needs-you, working, well; paused replaces all. */
export const Health = z.enum(['broken', 'needs-you', 'working', 'well', 'paused']);
export type Health = z.infer<typeof Health>;
