// A classic script in <head>: the theme is set before the first paint.
(() => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => { root.dataset.theme = localStorage.theme ?? (system.matches ? 'dark' : 'light'); };
  apply();
  system.addEventListener('change', () => { apply(); document.dispatchEvent(new Event('themechange')); });
  window.addEventListener('storage', () => { apply(); document.dispatchEvent(new Event('themechange')); });
})();
