import './bridge/no-eval.ts';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { openBridge } from './bridge/open.ts';
import { Formats } from './format/formats.ts';
import './styles/index.css';
import { PageContext } from './state/page-context.ts';
import { QueryCache } from './state/query-cache.ts';
import { en } from './text/index.ts';

const root = document.getElementById('root');
if (root !== null) {
  const page = {
    bridge: openBridge(window),
    text: en,
    formats: new Formats(navigator.language),
    queries: new QueryCache(),
  };
  createRoot(root).render(
    <StrictMode>
      <PageContext value={page}>
        <App />
      </PageContext>
    </StrictMode>,
  );
}
