// <sql-editor><textarea>…</textarea></sql-editor>: the textarea is what the server sees; CodeMirror stands in front of it once it has been
// loaded, and without it the textarea itself is the editor. The text lives here: it goes to the server with Run, with Save and when the
// field is left, and it outlives a reload in the browser's own storage.
let library, formatter;
const address = name => new URL(document.querySelector(`meta[name=${name}]`).content, document.baseURI).href;
const load = () => library ??= import(address('codemirror')).catch(e => { library = undefined; throw e; });
const vocabularies = new Map();
// Where the caret was when the circuit took the page over and drew it anew.
let last;
let waiting = false;

async function words(source) {
  if (!vocabularies.has(source)) {
    vocabularies.set(source, (async () => {
      const response = await fetch(source);
      if (!response.ok) throw new Error(response.status);
      return response.json();
    })());
    vocabularies.get(source).catch(() => vocabularies.delete(source));
  }
  return vocabularies.get(source);
}

// The tables that the statement reads are offered with their columns also where no alias stands in front.
function sources(cm, { tables, functions }) {
  const schema = Object.fromEntries(tables.map(table => [table.name, {
    self: { label: table.name, type: 'class', detail: table.about, boost: 20 },
    children: table.columns.map(column => ({ label: column.name, type: 'property', detail: column.type, boost: 20 })),
  }]));
  const byName = new Map(tables.map(table => [table.name.toLowerCase(), table]));
  const plain = /^[a-z_][a-z0-9_]*$/;
  const quoted = name => plain.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
  const calls = functions.map(name => ({
    label: name, type: 'function', boost: -20,
    // The bracket as if it were typed, so that the closing one is typed over.
    apply: (view, completion, from, to) => {
      view.dispatch({ changes: { from, to, insert: name }, selection: { anchor: from + name.length }, userEvent: 'input.complete' });
      view.dispatch(cm.insertBracket(view.state, '(') ?? view.state.replaceSelection('('));
    },
  }));
  // Of the long lists only what begins like the word: "ord" is not the middle of json_to_record.
  const begins = (word = '') => completion => completion.label.toLowerCase().startsWith(word.toLowerCase());
  const dialect = cm.PostgreSQL;
  const loose = context => {
    const word = context.matchBefore(/[\w$]+/);
    if (!word && !context.explicit) return null;
    const from = word?.from ?? context.pos;
    if (/[.\d"']/.test(context.state.sliceDoc(from - 1, from)) || /^\d/.test(word?.text ?? '')) return null;
    const text = context.state.doc.toString(), named = new Set();
    for (const match of text.matchAll(/\b(?:from|join)\s+"?([\w$]+)"?/gi)) named.add(match[1].toLowerCase());
    for (const match of text.matchAll(/,\s*"?([\w$]+)"?/g)) if (byName.has(match[1].toLowerCase())) named.add(match[1].toLowerCase());
    const columns = new Map();
    for (const name of named) {
      for (const column of byName.get(name)?.columns ?? []) {
        columns.set(column.name, { label: column.name, apply: quoted(column.name), type: 'property', boost: 10, detail: `${column.type} · ${name}` });
      }
    }
    return { from, options: [...columns.values(), ...calls.filter(begins(word?.text))] };
  };
  const keywords = cm.keywordCompletionSource(dialect, false, (label, type) => ({ label, type: type === 'keyword' ? 'keyword' : 'type', boost: -30 }));
  return [
    cm.schemaCompletionSource({ dialect, schema }), loose,
    context => {
      const found = keywords(context);
      return found && { from: found.from, options: found.options.filter(begins(context.state.sliceDoc(found.from, context.pos))) };
    },
  ];
}

class SqlEditor extends HTMLElement {
  static observedAttributes = ['marks', 'live'];

  // Blazor puts the element into the page before its children.
  connectedCallback() { queueMicrotask(() => { if (this.isConnected && !this.view) this.begin(); }); }

  begin() {
    this.area = this.querySelector('textarea');
    this.recall();
    if (last && last.id === this.area.id && Date.now() - last.at < 5000) this.area.value = last.text;
    this.area.addEventListener('input', () => this.keep());
    this.area.addEventListener('keydown', e => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); this.run(); } });
    this.mount();
  }

  disconnectedCallback() {
    if (!this.view) return;
    last = { id: this.area.id, text: this.text, selection: this.view.state.selection, focused: this.view.hasFocus, at: Date.now() };
    this.view.destroy();
    this.view = undefined;
  }

  attributeChangedCallback(name) {
    if (name === 'marks') this.mark();
    if (name === 'live' && waiting && this.isLive && this.isConnected) { waiting = false; setTimeout(() => this.run()); }
  }

  get isLive() { return this.getAttribute('live') === 'yes' && !document.querySelector('#components-reconnect-modal:not([hidden])'); }
  get text() { return this.view ? this.view.state.doc.toString() : this.area.value; }

  // A text that was asked for by the page's address takes the place of the kept one, once.
  recall() {
    const key = this.getAttribute('store');
    if (!key) return;
    const from = this.getAttribute('from') ?? '';
    let kept;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { /* Not ours, or none. */ }
    if (kept && (!from || kept.from === from)) this.area.value = kept.text;
    else if (kept?.text && kept.text !== this.area.value) this.earlier = kept.text;
    if (from) this.keep();
  }

  keep() {
    const key = this.getAttribute('store');
    if (!key) return;
    const from = this.getAttribute('from') ?? '';
    try { localStorage.setItem(key, JSON.stringify({ text: this.text, from })); } catch { /* Full or forbidden: the text is still on the page. */ }
  }

  // To the server. The gate takes half of this at most, so what is longer is refused with or without its end.
  tell() {
    this.area.value = this.text.slice(0, 60000);
    this.area.dispatchEvent(new Event('change', { bubbles: true }));
  }

  run() {
    const form = this.closest('form');
    if (!form) return;
    if (!this.isLive) { waiting = true; return; }
    if (this.view) this.cm.closeCompletion(this.view);
    this.tell();
    form.requestSubmit();
  }

  // As one step that undo takes back.
  replace(text) {
    if (this.view) {
      this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true });
      this.view.focus();
    } else {
      this.area.value = text;
      this.keep();
    }
    this.tell();
  }

  async mount() {
    let cm;
    try { cm = await load(); } catch (e) { console.warn('The SQL editor could not be loaded; the plain field is used.', e); return; }
    if (!this.isConnected || this.view) return;
    this.cm = cm;
    const completion = new cm.Compartment();
    const hadFocus = document.activeElement === this.area;
    const selection = { anchor: this.area.selectionStart, head: this.area.selectionEnd };
    this.view = new cm.EditorView({
      parent: this,
      state: cm.EditorState.create({
        doc: this.earlier ?? this.area.value,
        extensions: [
          cm.Prec.highest(cm.keymap.of([
            { key: 'Mod-Enter', run: () => { this.run(); return true; } },
            // Just after the list has opened nothing is taken yet: Tab must not leave the field then.
            { key: 'Tab', run: view => cm.acceptCompletion(view) || cm.completionStatus(view.state) === 'active' },
          ])),
          cm.lineNumbers(), cm.history(), cm.drawSelection(), cm.highlightActiveLine(), cm.bracketMatching(), cm.closeBrackets(), cm.lintGutter(),
          cm.EditorView.lineWrapping, cm.sql({ dialect: cm.PostgreSQL }), cm.syntaxHighlighting(colours(cm)),
          completion.of(cm.autocompletion({ override: [] })),
          cm.keymap.of([...cm.closeBracketsKeymap, ...cm.completionKeymap, ...cm.historyKeymap, ...cm.defaultKeymap]),
          cm.placeholder('select …'),
          cm.EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': `${this.getAttribute('label')}. Escape, then Tab, leaves the field.`, spellcheck: 'false' }),
          cm.EditorView.updateListener.of(update => { if (update.docChanged) { this.area.value = this.text; this.keep(); } }),
          cm.EditorView.domEventHandlers({ blur: () => { if (this.isLive && this.isConnected) this.tell(); } }),
        ],
      }),
    });
    if (this.earlier !== undefined) this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: this.area.value } });
    this.earlier = undefined;
    this.dataset.ready = '';
    if (last && last.id === this.area.id && Date.now() - last.at < 5000) {
      if (last.text === this.text) this.view.dispatch({ selection: last.selection });
      if (last.focused) this.view.focus();
    } else if (hadFocus) {
      this.view.dispatch({ selection });
      this.view.focus();
    }
    last = undefined;
    this.mark();
    try {
      const override = sources(cm, await words(this.getAttribute('words')));
      this.view?.dispatch({ effects: completion.reconfigure(cm.autocompletion({ override, icons: false, maxRenderedOptions: 60 })) });
      this.dataset.words = '';
    } catch { /* Written without help: the editor works, and running says what is wrong. */ }
  }

  mark() {
    if (!this.view) return;
    const length = this.view.state.doc.length, marks = JSON.parse(this.getAttribute('marks') || '[]');
    this.view.dispatch(this.cm.setDiagnostics(this.view.state, marks.map(({ at, message }) => {
      const from = Math.min(at, length), rest = this.view.state.sliceDoc(from, Math.min(length, from + 64));
      const to = Math.min(length, from + (/^("[^"]*"|[\w$.]+)/.exec(rest)?.[0].length ?? 1));
      return { from: from === to ? Math.max(0, from - 1) : from, to, severity: 'error', message };
    })));
  }

  async format() {
    const { formatDialect, postgresql } = await (formatter ??= import(address('sql-format')).catch(e => { formatter = undefined; throw e; }));
    const text = this.text;
    const formatted = formatDialect(text, { dialect: postgresql, tabWidth: 2, keywordCase: 'preserve', paramTypes: { named: [':'] } });
    // It may move words, never change them.
    const bare = sql => sql.replaceAll(/\s+/g, '');
    if (bare(formatted) !== bare(text)) throw new Error('changed');
    if (formatted !== text) this.replace(formatted);
  }
}

const colours = cm => cm.HighlightStyle.define([
  { tag: [cm.tags.keyword, cm.tags.operatorKeyword], color: 'var(--sql-keyword)', fontWeight: '600' },
  { tag: [cm.tags.string, cm.tags.special(cm.tags.string)], color: 'var(--sql-text)' },
  { tag: [cm.tags.number, cm.tags.bool, cm.tags.null], color: 'var(--sql-number)' },
  { tag: [cm.tags.standard(cm.tags.name), cm.tags.typeName], color: 'var(--sql-call)' },
  { tag: cm.tags.comment, color: 'var(--sql-comment)', fontStyle: 'italic' },
]);

customElements.define('sql-editor', SqlEditor);

// Before the page's own listeners, so that the server has the text when the button's news comes.
document.addEventListener('click', e => {
  const button = e.target.closest?.('[data-takes-sql], form[data-sql-form] button[type=submit]');
  const editor = (button?.closest('form') ?? document).querySelector('sql-editor') ?? (button && document.querySelector('sql-editor'));
  if (button && editor?.isLive) editor.tell();
}, true);

document.addEventListener('click', async e => {
  const chosen = e.target.closest?.('[data-load-sql]');
  if (chosen) {
    const editor = document.querySelector('sql-editor');
    editor?.replace(chosen.dataset.loadSql);
    editor?.scrollIntoView({ block: 'nearest' });
  }
  const format = e.target.closest?.('[data-format-sql]');
  if (!format) return;
  const label = [...format.childNodes].find(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  try {
    await format.closest('form').querySelector('sql-editor').format();
  } catch {
    label.data = 'Not formatted: check the SQL';
    setTimeout(() => { label.data = 'Format'; }, 2500);
  }
});

// Enter in a field of the form submits without a click; before the circuit is there, nothing could answer.
document.addEventListener('submit', e => {
  if (!e.target.matches?.('form[data-sql-form]') || e.target.dataset.live === 'yes') return;
  e.preventDefault();
  e.stopImmediatePropagation();
  if (e.target.matches('.editor')) waiting = true;
}, true);
