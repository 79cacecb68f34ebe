/**
 * GraphiQL's tabs have the role of tabs, and buttons inside, of which a screen reader then says nothing. Here they become
 * what they are: a list of buttons, of which one is current.
 */
export function makeTabsAccessible(within: HTMLElement): () => void {
  const make = () => {
    within.querySelector('.graphiql-tabs')?.removeAttribute('role');
    for (const tab of within.querySelectorAll('.graphiql-tab')) {
      tab.removeAttribute('role');
      tab.removeAttribute('aria-selected');
      const isCurrent = tab.classList.contains('graphiql-tab-active');
      tab.querySelector('.graphiql-tab-button')?.setAttribute('aria-current', String(isCurrent));
    }
  };
  const observer = new MutationObserver(make);
  const attributeFilter = ['role', 'aria-selected', 'class'];
  make();
  const header = within.querySelector('.graphiql-session-header') ?? within;
  observer.observe(header, { subtree: true, childList: true, attributes: true, attributeFilter });
  return () => observer.disconnect();
}
