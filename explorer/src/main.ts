/** What the page begins with: it is drawn, and then the rest is fetched. */
import './skeleton.css';

const page = document.querySelector('#page') as HTMLElement;

const { showExplorer } = await import('./explorer.tsx').catch((error: unknown) => {
  const status = page.querySelector('[role="status"]');
  if (status) status.textContent = 'The explorer could not be loaded. Load this page again.';
  throw error;
});
showExplorer(page);
