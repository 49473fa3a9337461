import './bridge/no-eval.ts';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { openBridge } from './bridge/open.ts';
import './styles/index.css';
import { PageRoot } from './state/page-root.tsx';
import { QueryCache } from './state/query-cache.ts';

const root = document.getElementById('root');
if (root !== null) {
  const bridge = openBridge(window);
  const queries = new QueryCache();
  createRoot(root).render(
    <StrictMode>
      <PageRoot bridge={bridge} queries={queries}>
        <App />
      </PageRoot>
    </StrictMode>,
  );
}
