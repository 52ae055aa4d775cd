// What must not cost a round trip: theme, copying, the drawer, staying at the end while an answer streams.
const root = document.documentElement;

function flash(button, words) {
  if (button.dataset.was !== undefined) return;
  const label = [...button.childNodes].find(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  if (!label) return;
  button.dataset.was = label.data;
  label.data = words;
  setTimeout(() => { label.data = button.dataset.was; delete button.dataset.was; }, 1400);
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    flash(button, 'Copied');
  } catch {
    // Without https the clipboard is closed to scripts, except for a selection.
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'unseen';
    document.body.append(area);
    area.select();
    flash(button, document.execCommand('copy') ? 'Copied' : 'Not copied');
    area.remove();
  }
}

document.addEventListener('click', e => {
  const hit = selector => e.target.closest?.(selector);
  let b;
  if ((b = hit('[data-copy]'))) copy(b, b.closest('.code').querySelector('code').textContent);
  else if ((b = hit('[data-copy-text]'))) copy(b, b.dataset.copyText);
  else if ((b = hit('[data-copy-link]'))) copy(b, new URL(b.dataset.copyLink, location.href).href);
  else if ((b = hit('[data-grid-copy]'))) copy(b, b.closest('[data-card]').querySelector('result-grid').textAs(b.dataset.gridCopy));
  else if ((b = hit('[data-png]'))) b.closest('[data-card]').querySelector('plot-figure').download();
  else if ((b = hit('[data-chart-toggle]'))) {
    // Who looks at a chart stays there, whatever grows below.
    stick = false;
    b.closest('[data-card]').querySelector('chart-maker').toggle();
  }
  else if (hit('[data-theme-toggle]')) {
    localStorage.theme = root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    document.dispatchEvent(new Event('themechange'));
  } else if (hit('[data-toggle-nav]')) root.toggleAttribute('data-nav');
  else if (hit('[data-close-nav]')) root.removeAttribute('data-nav');
  else if (hit('[data-reload]')) { e.preventDefault(); location.reload(); }
  else if ((b = hit('[data-to-end]'))) { stick = true; toEnd(); }
  else if (hit('.side a') && matchMedia('(max-width: 820px)').matches) root.removeAttribute('data-nav');
  if (hit('a.new')) setTimeout(() => document.querySelector('#ask')?.focus(), 60);
  if (!hit('details.switch')) document.querySelector('details.switch[open]')?.removeAttribute('open');
});

document.addEventListener('keydown', e => {
  if (e.key === 'Escape') {
    document.querySelector('details.switch[open]')?.removeAttribute('open');
    if (matchMedia('(max-width: 820px)').matches) root.removeAttribute('data-nav');
  }
});

document.addEventListener('input', e => {
  const filter = e.target.closest?.('[data-grid-filter]');
  if (filter) filter.closest('[data-card]').querySelector('result-grid').filter = filter.value;
});

// Of a long list of contents, the place where one is.
document.querySelector('.guide-contents [aria-current]')?.scrollIntoView({ block: 'center' });

// The end stays in view while text arrives, unless the reader has scrolled up.
let stick = true, top = 0;
const area = () => document.querySelector('[data-scroll]');
function toEnd() {
  const a = area();
  if (a) a.scrollTop = a.scrollHeight;
}
function mark() {
  const a = area(), button = document.querySelector('[data-to-end]');
  if (a && button) button.hidden = stick || a.scrollHeight - a.scrollTop - a.clientHeight < 240;
}
document.addEventListener('scroll', e => {
  const a = e.target;
  if (!a?.matches?.('[data-scroll]')) return;
  // What grew below since does not count: only a reader scrolls up.
  if (a.scrollHeight - a.scrollTop - a.clientHeight < 90) stick = true;
  else if (a.scrollTop < top) stick = false;
  top = a.scrollTop;
  mark();
}, { capture: true, passive: true });
let turns = 0;
// Who looks at another version of a question stays there, however many turns come after it.
let looked = 0;
// A link to an answer opens there, once, and stays there while grids above it fill in.
let linked = '', landed = 0;
function land() {
  const turn = document.querySelector('.turn[data-linked]');
  if (!turn || linked === location.href && Date.now() - landed > 3000) return;
  if (linked !== location.href) landed = Date.now();
  linked = location.href;
  looked = Date.now();
  stick = false;
  turn.scrollIntoView({ block: 'start' });
}
document.addEventListener('click', e => {
  if (!e.target.closest?.('[data-version]')) return;
  looked = Date.now();
  stick = false;
}, true);
new MutationObserver(() => {
  const rename = document.querySelector('#rename:not([data-seen])');
  if (rename) {
    rename.dataset.seen = '';
    rename.select();
  }
  const field = document.querySelector('[data-take-focus]:not([data-seen])');
  if (field) {
    field.dataset.seen = '';
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }
  const now = document.querySelectorAll('.turn').length;
  if (now !== turns) {
    turns = now;
    land();
    if (Date.now() - looked > 3000) {
      stick = true;
      toEnd();
    }
  } else if (stick && document.querySelector('[data-streaming]')) toEnd();
  mark();
}).observe(document.body, { childList: true, subtree: true, characterData: true });
// A grid or a chart that fills in after the page was opened must not push the end out of view.
document.addEventListener('filled', () => {
  land();
  if (stick) toEnd();
});

// Times in the reader's own zone: the server doesn't know it.
class LocalTime extends HTMLElement {
  static observedAttributes = ['at'];
  attributeChangedCallback() { this.show(); }
  connectedCallback() { this.show(); }
  show() {
    const at = new Date(this.getAttribute('at'));
    if (isNaN(at)) return;
    const today = new Date().toDateString() === at.toDateString();
    this.textContent = at.toLocaleString(undefined, today ? { hour: '2-digit', minute: '2-digit' } : { dateStyle: 'medium', timeStyle: 'short' });
    this.title = at.toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' });
  }
}
customElements.define('local-time', LocalTime);
