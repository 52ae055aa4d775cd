// Enter sends, Shift+Enter makes a line, a draft outlives a reload. Works while the circuit is not there yet: the question waits for it.
const find = () => document.querySelector('form[data-composer] textarea');
const key = () => `draft:${location.pathname}`;
const isCut = () => document.querySelector('#components-reconnect-modal:not([hidden])') !== null;
const isLive = () => find()?.dataset.live === 'yes' && !isCut();
let waiting = false;

// The draft is kept until the server has taken the question: it empties the field then.
function forget() {
  const draft = key(), started = Date.now();
  const timer = setInterval(() => {
    const taken = !find()?.value;
    if (taken) sessionStorage.removeItem(draft);
    if (taken || Date.now() - started > 20000) clearInterval(timer);
  }, 150);
}

function send() {
  const area = find();
  if (!area || !area.value.trim()) return;
  if (!isLive()) {
    waiting = true;
    return;
  }
  waiting = false;
  area.dispatchEvent(new Event('change', { bubbles: true }));
  area.form.requestSubmit();
}

document.addEventListener('keydown', e => {
  if (e.key !== 'Enter' || e.shiftKey || e.isComposing || e.target !== find()) return;
  e.preventDefault();
  send();
});

document.addEventListener('ask', e => {
  if (e.target !== find()) return;
  e.target.value = e.detail;
  send();
});

// The field in which a question is edited sends in the same way.
document.addEventListener('keydown', e => {
  if (e.key !== 'Enter' || e.shiftKey || e.isComposing || !e.target.matches?.('textarea[data-enter-sends]')) return;
  e.preventDefault();
  e.target.dispatchEvent(new Event('change', { bubbles: true }));
  e.target.form.requestSubmit();
});

document.addEventListener('submit', e => {
  if (!e.target.matches('form[data-composer]')) return;
  if (isLive()) {
    forget();
    return;
  }
  e.preventDefault();
  e.stopImmediatePropagation();
  waiting = true;
}, true);

document.addEventListener('input', e => {
  if (e.target !== find()) return;
  if (e.target.value) sessionStorage.setItem(key(), e.target.value);
  else sessionStorage.removeItem(key());
});

let seen;
function settle() {
  const area = find();
  if (!area || area === seen && !waiting) return;
  if (area !== seen) {
    seen = area;
    const draft = sessionStorage.getItem(key());
    if (draft && !area.value) area.value = draft;
    if (matchMedia('(hover: hover)').matches && document.activeElement === document.body) area.focus({ preventScroll: true });
  }
  if (waiting && isLive()) send();
}
new MutationObserver(settle).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-live', 'hidden'] });
settle();
