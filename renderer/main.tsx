import './bridge/no-eval.ts';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { openBridge } from './bridge/open.ts';
import { Popover } from './popover/popover.tsx';
import './styles/index.css';
import { PageRoot } from './state/page-root.tsx';
import { QueryCache } from './state/query-cache.ts';

const root = document.getElementById('root');
if (root !== null) {
  // The same page is the full window and, where the host asks for it, the popover. Read before the bridge cleans the address.
  const isPopover = new URLSearchParams(window.location.search).get('window') === 'popover';
  const bridge = openBridge(window);
  const queries = new QueryCache();
  createRoot(root).render(
    <StrictMode>
      <PageRoot bridge={bridge} queries={queries}>
        {isPopover ? <Popover /> : <App />}
      </PageRoot>
    </StrictMode>,
  );
}
