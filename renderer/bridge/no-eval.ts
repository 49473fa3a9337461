import { z } from 'zod';

// The page's CSP forbids eval, and zod would try it while building its first schema: this has to be loaded before any.
z.config({ jitless: true });
