// <result-grid src="…/results/ID">: rows come over plain HTTP, so that sorting, filtering and scrolling cost neither a round trip nor the
// server's memory. Values are PostgreSQL's own text: numbers are compared as numbers but never rounded.
const ROW = 33, OVER = 10;
const words = new Intl.Collator(undefined, { numeric: true });
const plain = /^-?\d+(\.\d+)?$/;

function compareNumbers(a, b) {
  const x = Number(a), y = Number(b);
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
  if (x !== y || a === b || !plain.test(a) || !plain.test(b)) return x - y;
  // Beyond a double's 15 digits: digits decide.
  const sign = a.startsWith('-') ? -1 : 1, [ai, af = ''] = a.replace('-', '').split('.'), [bi, bf = ''] = b.replace('-', '').split('.');
  return sign * (ai.length - bi.length || (ai < bi ? -1 : ai > bi ? 1 : 0) || (af < bf ? -1 : af > bf ? 1 : 0));
}

// 12345.50 is shown as 12,345.50; every digit stays. Identifiers are left alone, and columns where nothing reaches 10,000: those may be years.
const isIdentifier = name => /(^|_)(id|no|nr|code|zip|year|phone)$/i.test(name);
const grouped = text => plain.test(text) ? text.replace(/^-?\d+/, whole => whole.replace(/\B(?=(\d{3})+$)/g, ',')) : text;

class ResultGrid extends HTMLElement {
  connectedCallback() {
    this.source ??= this.getAttribute('src');
    if (!this.data) this.load();
  }

  async load() {
    this.replaceChildren(Object.assign(document.createElement('p'), { className: 'hint', textContent: 'Loading rows…' }));
    this.style.minHeight = `${Math.min(Number(this.getAttribute('rows') ?? 0), 12) * ROW + ROW}px`;
    try {
      const response = await fetch(this.source);
      if (!response.ok) throw new Error(response.status === 404 ? 'These rows are no longer kept. Ask again to get them anew.' : 'The rows could not be loaded.');
      this.data = await response.json();
    } catch (e) {
      this.fail(e instanceof TypeError ? 'The rows could not be loaded: the server does not answer.' : e.message);
      return;
    }
    this.build();
  }

  fail(message) {
    const p = Object.assign(document.createElement('p'), { className: 'problem', textContent: `${message} ` });
    p.setAttribute('role', 'alert');
    const again = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet small', textContent: 'Try again' });
    again.onclick = () => this.load();
    p.append(again);
    this.replaceChildren(p);
  }

  build() {
    const { columns, rows } = this.data;
    this.sorted = -1;
    this.descending = false;
    this.widths = [];
    this.groups = columns.map((column, c) => column.kind === 'number' && !isIdentifier(column.name) && rows.some(row => /^-?\d{5}/.test(row[c] ?? '')));
    this.view = rows.map((_, i) => i);
    this.box = document.createElement('div');
    this.box.className = 'grid-scroll';
    this.box.tabIndex = 0;
    this.box.setAttribute('role', 'region');
    this.box.setAttribute('aria-label', this.getAttribute('label') ?? 'Rows');
    this.table = this.box.appendChild(document.createElement('table'));
    this.table.className = columns.length < 3 ? 'grid narrow' : 'grid';
    const head = this.table.createTHead().insertRow();
    columns.forEach((column, i) => {
      const th = document.createElement('th');
      th.scope = 'col';
      th.ariaSort = 'none';
      th.className = column.kind === 'number' ? 'number' : '';
      const button = th.appendChild(document.createElement('button'));
      button.type = 'button';
      button.textContent = column.name;
      button.title = `${column.name} · ${column.type}\nShift and ← → change the width`;
      button.onclick = () => this.sort(i);
      this.sizable(i, th, button);
      head.append(th);
    });
    this.body = this.table.createTBody();
    this.body.addEventListener('click', e => this.open(e.target.closest('td')));
    this.body.addEventListener('keydown', e => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); this.open(e.target.closest('td')); } });
    this.box.addEventListener('scroll', () => this.draw(), { passive: true });
    this.note = Object.assign(document.createElement('p'), { className: 'hint grid-note', hidden: true });
    this.note.setAttribute('role', 'status');
    this.replaceChildren(this.box, this.note);
    this.style.minHeight = '';
    this.fixWidths();
    this.draw(true);
    this.dataset.ready = '';
    this.dispatchEvent(new CustomEvent('filled', { bubbles: true }));
  }

  // Rows outside of the view do not exist, so the widest text of each column sets its width once: columns do not jump while scrolling.
  fixWidths() {
    const { columns, rows } = this.data;
    if (rows.length <= 40) return;
    [...this.table.tHead.rows[0].cells].forEach((th, c) => {
      let widest = columns[c].name.length;
      for (const row of rows) if (row[c] !== null) widest = Math.max(widest, Math.min(row[c].length, 42));
      th.style.minWidth = th.dataset.min = `${widest + 4}ch`;
    });
  }

  // A column gets another width by its heading's edge, dragged, or by Shift and the arrows on the heading. A double click on the edge, or
  // Shift and Home, gives back the width that it had.
  sizable(i, th, button) {
    const set = width => {
      this.widths[i] = width === null ? undefined : Math.min(1200, Math.max(48, Math.round(width)));
      this.draw(true);
    };
    button.addEventListener('keydown', e => {
      if (!e.shiftKey || !['ArrowLeft', 'ArrowRight', 'Home'].includes(e.key)) return;
      e.preventDefault();
      set(e.key === 'Home' ? null : th.offsetWidth + (e.key === 'ArrowLeft' ? -16 : 16));
    });
    const edge = th.appendChild(document.createElement('span'));
    edge.className = 'edge';
    edge.ariaHidden = 'true';
    edge.addEventListener('dblclick', () => set(null));
    edge.addEventListener('pointerdown', e => {
      e.preventDefault();
      edge.setPointerCapture(e.pointerId);
      const from = e.clientX, width = th.offsetWidth;
      edge.onpointermove = move => set(width + move.clientX - from);
      edge.onpointerup = edge.onpointercancel = () => { edge.onpointermove = edge.onpointerup = edge.onpointercancel = null; };
    });
  }

  // Heading and cells alike: a table gives a column what its cells ask for.
  fit(cell, c) {
    const width = this.widths[c];
    cell.style.width = cell.style.maxWidth = width === undefined ? '' : `${width}px`;
    cell.style.minWidth = width === undefined ? cell.dataset.min ?? '' : `${width}px`;
  }

  sort(i) {
    if (this.sorted !== i) [this.sorted, this.descending] = [i, false];
    else if (!this.descending) this.descending = true;
    else [this.sorted, this.descending] = [-1, false];
    this.apply();
  }

  set filter(text) {
    this.wanted = text.trim().toLowerCase();
    if (this.data) this.apply();
  }

  apply() {
    const { columns, rows } = this.data;
    let view = rows.map((_, i) => i);
    if (this.wanted) view = view.filter(i => rows[i].some(value => value !== null && value.toLowerCase().includes(this.wanted)));
    if (this.sorted >= 0) {
      const c = this.sorted, turn = this.descending ? -1 : 1;
      const compare = columns[c].kind === 'number' ? compareNumbers : words.compare;
      // Nulls last, whichever way.
      view.sort((a, b) => {
        const x = rows[a][c], y = rows[b][c];
        return x === null || y === null ? (x === null) - (y === null) : turn * compare(x, y);
      });
    }
    this.view = view;
    [...this.table.tHead.rows[0].cells].forEach((th, i) => { th.ariaSort = i !== this.sorted ? 'none' : this.descending ? 'descending' : 'ascending'; });
    this.note.hidden = !this.wanted;
    this.note.textContent = this.wanted ? `${view.length.toLocaleString('en')} of the ${rows.length.toLocaleString('en')} rows here match the filter.` : '';
    this.box.scrollTop = 0;
    this.draw(true);
  }

  draw(force) {
    const { columns, rows } = this.data, count = this.view.length;
    const from = Math.max(0, Math.floor(this.box.scrollTop / ROW) - OVER);
    const to = Math.min(count, from + Math.ceil((this.box.clientHeight || 330) / ROW) + 2 * OVER);
    if (!force && this.from === from && this.to === to) return;
    [this.from, this.to] = [from, to];
    const part = document.createDocumentFragment();
    if (force) this.table.classList.toggle('sized', this.widths.some(width => width !== undefined));
    if (force) [...this.table.tHead.rows[0].cells].forEach((th, c) => {
      if (this.widths[c] !== undefined || th.style.maxWidth) this.fit(th, c);
    });
    const space = height => {
      if (height <= 0) return;
      const tr = part.appendChild(document.createElement('tr'));
      tr.style.height = `${height}px`;
      tr.ariaHidden = 'true';
    };
    space(from * ROW);
    for (let k = from; k < to; k++) {
      const tr = document.createElement('tr');
      tr.ariaRowIndex = k + 2;
      columns.forEach((column, c) => {
        const td = tr.insertCell(), value = rows[this.view[k]][c];
        if (this.widths[c] !== undefined) this.fit(td, c);
        if (value === null) {
          td.className = column.kind === 'number' ? 'null number' : 'null';
          td.textContent = 'null';
          return;
        }
        td.className = column.kind === 'number' ? 'number' : column.kind === 'json' ? 'mono' : '';
        td.textContent = value === '' ? '' : this.groups[c] ? grouped(value) : value.length > 300 ? value.slice(0, 300) : value;
        if (value.length > 28 || value.includes('\n')) {
          td.tabIndex = 0;
          td.dataset.full = `${this.view[k]},${c}`;
          td.title = 'Show the whole value';
        }
      });
      part.append(tr);
    }
    space((count - to) * ROW);
    this.body.replaceChildren(part);
    this.table.ariaRowCount = count + 1;
  }

  open(cell) {
    if (!cell?.dataset.full) return;
    const [row, column] = cell.dataset.full.split(',').map(Number);
    const dialog = document.createElement('dialog');
    dialog.className = 'value';
    const head = dialog.appendChild(document.createElement('h2'));
    head.textContent = this.data.columns[column].name;
    const pre = dialog.appendChild(document.createElement('pre'));
    pre.textContent = this.data.rows[row][column];
    pre.tabIndex = 0;
    const close = dialog.appendChild(document.createElement('button'));
    close.type = 'button';
    close.className = 'button';
    close.textContent = 'Close';
    close.onclick = () => dialog.close();
    dialog.addEventListener('click', e => { if (e.target === dialog) dialog.close(); });
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    close.focus();
  }

  // What is filtered and sorted here is what is copied.
  textAs(format) {
    const { columns, rows } = this.data, table = this.view.map(i => rows[i]);
    if (format === 'markdown') {
      const cell = value => value === null ? '' : value.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll(/\r?\n/g, ' ');
      const line = cells => `| ${cells.join(' | ')} |`;
      return [line(columns.map(c => cell(c.name))), line(columns.map(c => c.kind === 'number' ? '---:' : '---')), ...table.map(row => line(row.map(cell)))].join('\n');
    }
    const cell = value => value === null ? '' : /[",\r\n]/.test(value) || value === '' ? `"${value.replaceAll('"', '""')}"` : value;
    return [columns.map(c => cell(c.name)), ...table.map(row => row.map(cell))].map(row => row.join(',')).join('\r\n');
  }
}
customElements.define('result-grid', ResultGrid);
