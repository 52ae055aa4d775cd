// Tries again at once, then after 1, 2, 4 … and at most 10 seconds, for about an hour: a restart of the server is not the end of the page.
// The first tries are kept short because a phone that wakes up is back within a second.
(() => {
  const bar = document.getElementById('components-reconnect-modal');
  const text = bar?.querySelector('[data-reconnect-text]');
  const say = words => { if (text) text.textContent = words; };

  bar?.addEventListener('components-reconnect-state-changed', e => {
    const state = e.detail.state;
    bar.hidden = state === 'hide';
    if (state === 'show') say('Connection lost. Reconnecting… A running question goes on.');
    else if (state === 'failed') say('The server does not answer. Your conversation is kept.');
    else if (state === 'rejected') {
      // The server was started anew and no longer knows this page: what is shown comes from the database, so load it again.
      say('The server was restarted. Loading the page again…');
      location.reload();
    }
  });
  bar?.querySelector('[data-reconnect-now]')?.addEventListener('click', async () => {
    say('Reconnecting…');
    try {
      if (await Blazor.reconnect() === false) location.reload();
    } catch {
      say('The server still does not answer.');
    }
  });

  Blazor.start({
    circuit: {
      reconnectionOptions: {
        maxRetries: 400,
        retryIntervalMilliseconds: attempt => attempt >= 400 ? null : attempt === 0 ? 0 : Math.min(1000 * 2 ** (attempt - 1), 10000),
      },
    },
  });
})();
