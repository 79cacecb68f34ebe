import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RelayEnvironmentProvider } from 'react-relay';
import { App } from './app.tsx';
import { createEnvironment } from './create-environment.ts';
import './style.css';

const root = document.querySelector('#root');
if (root === null) throw new Error('The page has no #root.');

const environment = createEnvironment(import.meta.env.VITE_GRAPHQL_URL ?? 'http://localhost:4000/graphql', 'demo');

createRoot(root).render(
  <StrictMode>
    <RelayEnvironmentProvider environment={environment}>
      <App />
    </RelayEnvironmentProvider>
  </StrictMode>,
);
