import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './style.css';

const root = document.querySelector('#root');
if (root === null) throw new Error('The page has no #root.');

createRoot(root).render(
  <StrictMode>
    <App
      url={import.meta.env.VITE_GRAPHQL_URL ?? 'http://localhost:4000/graphql'}
      signIn={import.meta.env.VITE_SIGN_IN === 'on'}
      persisted={import.meta.env.VITE_PERSISTED_DOCUMENTS === 'on'}
    />
  </StrictMode>,
);
