// Looking around in a diagram: drag to move, wheel or pinch to zoom, and the relations of the table under the pointer stand out.
// Letters of 13 px: at "readable" they are 10, and below "far" only the names are shown, larger.
const closest = 0.05, farthest = 6, readable = 0.78, far = 0.6;

customElements.define('schema-diagram', class extends HTMLElement {
  // The page puts an element in place first and fills it then.
  connectedCallback() { queueMicrotask(() => this.start()); }

  start() {
    if (!this.isConnected || this.listen && !this.listen.signal.aborted) return;
    this.svg = this.querySelector('svg');
    if (!this.svg) return;
    const [, , width, height] = this.svg.getAttribute('viewBox').split(' ').map(Number);
    this.whole = { width, height };
    this.pointers = new Map();
    this.listen = new AbortController();
    const on = (target, type, act, more) => target.addEventListener(type, act, { signal: this.listen.signal, ...more });
    on(this, 'wheel', e => this.wheel(e), { passive: false });
    on(this, 'pointerdown', e => this.down(e));
    on(this, 'pointermove', e => this.move(e));
    for (const type of ['pointerup', 'pointercancel', 'pointerleave']) on(this, type, e => this.up(e));
    // A drag that ends on a table is no click on it.
    on(this, 'click', e => { if (this.dragged) { e.preventDefault(); e.stopPropagation(); } }, { capture: true });
    on(this, 'dragstart', e => e.preventDefault());
    for (const type of ['pointerover', 'focusin']) on(this, type, e => this.mark(e.target.closest?.('a.box')?.dataset.table));
    on(this, 'focusout', () => this.mark());
    on(this.parentElement, 'click', e => this.button(e.target.closest('[data-diagram]')?.dataset.diagram));
    new ResizeObserver((_, observer) => {
      if (!this.isConnected) observer.disconnect();
      else if (!this.touched) this.fit();
    }).observe(this);
    this.fit();
    this.dataset.ready = '';
  }

  disconnectedCallback() { this.listen?.abort(); }

  // Never larger than life; a schema too large to be read at once begins at its upper left.
  fit(all = false) {
    const { clientWidth: w, clientHeight: h } = this;
    if (!w || !h) return;
    const scale = Math.min(1, w / this.whole.width, h / this.whole.height);
    this.scale = all ? scale : Math.max(scale, readable);
    const room = (size, whole) => Math.max(0, (size / this.scale - whole) / 2);
    this.show(-room(w, this.whole.width), -room(h, this.whole.height));
  }

  show(x, y) {
    const { clientWidth: w, clientHeight: h, scale } = this;
    this.at = { x, y };
    this.svg.setAttribute('viewBox', `${x} ${y} ${w / scale} ${h / scale}`);
    this.toggleAttribute('data-far', scale < far);
    this.toggleAttribute('data-partly', x > 1 || y > 1 || x + w / scale < this.whole.width - 1 || y + h / scale < this.whole.height - 1);
  }

  zoom(factor, clientX, clientY) {
    this.touched = true;
    const box = this.getBoundingClientRect();
    const [px, py] = [(clientX ?? box.left + box.width / 2) - box.left, (clientY ?? box.top + box.height / 2) - box.top];
    const scale = Math.min(farthest, Math.max(closest, this.scale * factor));
    const [x, y] = [this.at.x + px / this.scale - px / scale, this.at.y + py / this.scale - py / scale];
    this.scale = scale;
    this.show(x, y);
  }

  wheel(e) {
    e.preventDefault();
    this.zoom(Math.exp(-e.deltaY * (e.ctrlKey ? 0.01 : 0.0015)), e.clientX, e.clientY);
  }

  down(e) {
    if (e.pointerType === 'mouse' && e.button !== 0) return;
    this.pointers.set(e.pointerId, e);
    this.from = { x: e.clientX, y: e.clientY };
    if (this.pointers.size === 1) this.dragged = false;
  }

  move(e) {
    const last = this.pointers.get(e.pointerId);
    if (!last) return;
    this.pointers.set(e.pointerId, e);
    if (this.pointers.size === 2) {
      this.pinch(last, e);
      return;
    }
    if (!this.dragged && Math.hypot(e.clientX - this.from.x, e.clientY - this.from.y) < 4) return;
    if (!this.dragged) this.setPointerCapture(e.pointerId);
    this.dragged = this.touched = true;
    this.show(this.at.x - (e.clientX - last.clientX) / this.scale, this.at.y - (e.clientY - last.clientY) / this.scale);
  }

  pinch(before, now) {
    const other = [...this.pointers.values()].find(p => p.pointerId !== now.pointerId);
    const apart = p => Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY);
    this.dragged = true;
    if (apart(before) > 0) this.zoom(apart(now) / apart(before), (now.clientX + other.clientX) / 2, (now.clientY + other.clientY) / 2);
  }

  up(e) {
    this.pointers.delete(e.pointerId);
    if (e.type === 'pointerleave') this.mark();
  }

  mark(table) {
    this.toggleAttribute('data-marked', table !== undefined);
    const near = new Set([table]);
    for (const line of this.querySelectorAll('.line')) {
      const isNear = table !== undefined && (line.dataset.from === table || line.dataset.to === table);
      line.classList.toggle('near', isNear);
      if (isNear) near.add(line.dataset.from).add(line.dataset.to);
    }
    for (const box of this.querySelectorAll('.box')) box.classList.toggle('near', near.has(box.dataset.table));
  }

  button(what) {
    if (what === 'in') this.zoom(1.3);
    else if (what === 'out') this.zoom(1 / 1.3);
    else if (what === 'fit') { this.touched = false; this.fit(true); }
  }
});
