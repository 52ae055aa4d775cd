// <chart-maker src="…/results/ID">: a chart of a result, chosen by the reader and drawn from the stored rows without the model.
// What was chosen is this browser's, by result, and is there again after a reload. With data-chart='{"chart_type": …}' it begins with that choice.
const kinds = {
  bar: ['Bars', 'Across', 'Up', 'Colors'],
  line: ['Lines', 'Across', 'Up', 'One line each'],
  scatter: ['Points', 'Across', 'Up', 'Colors'],
  pie: ['Pie', 'Slices', 'Sizes'],
  histogram: ['Histogram', 'Spread of', 'Added up', 'Colors'],
  heatmap: ['Heat map', 'Across', 'Up', 'Number of each cell'],
};
const isTime = column => ['date', 'time', 'timestamp'].includes(column.kind);
const isNumber = column => column.kind === 'number';
const isIdentifier = column => /(^|_)(id|no|nr|code|zip|phone)$/i.test(column.name);

const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

/** A choice that most would make first: time as a line, names as bars, two numbers as points. */
function firstChoice(columns) {
  const number = columns.find(c => isNumber(c) && !isIdentifier(c));
  const time = columns.find(isTime), name = columns.find(c => !isNumber(c) && !isTime(c));
  const x = time ?? name ?? columns.find(c => c !== number) ?? columns[0];
  const y = number && number !== x ? number : undefined;
  const type = !y ? (isNumber(x) ? 'histogram' : 'bar') : time ? 'line' : isNumber(x) ? 'scatter' : 'bar';
  const series = time && name && name !== x ? name.name : '';
  return { chart_type: type, x_column: x.name, y_column: y?.name ?? '', color_column: series };
}

class ChartMaker extends HTMLElement {
  connectedCallback() {
    this.source ??= this.getAttribute('src');
    if (!this.form && this.stored) this.show();
  }

  get key() { return `chart${this.source.replace(/^\/api\/v1\/projects/, '')}${this.dataset.chart ? '/of-answer' : ''}`; }
  get stored() { try { return JSON.parse(localStorage.getItem(this.key)); } catch { return null; } }
  get card() { return this.closest('[data-card]'); }
  get isShown() { return this.hasAttribute('data-shown'); }

  toggle() {
    if (this.isShown) this.hide(); else this.show(true);
  }

  hide() {
    localStorage.removeItem(this.key);
    this.removeAttribute('data-shown');
    this.replaceChildren();
    this.form = undefined;
    this.tell();
  }

  tell() {
    const button = this.card?.querySelector('[data-chart-toggle]');
    button?.setAttribute('aria-expanded', String(this.isShown));
    this.card?.toggleAttribute('data-own-chart', this.isShown);
  }

  async show(isAsked = false) {
    this.setAttribute('data-shown', '');
    this.tell();
    this.form = make('form', { className: 'chart-form', onsubmit: e => e.preventDefault() });
    this.form.setAttribute('aria-label', 'Chart of these rows');
    this.replaceChildren(this.form);
    try {
      this.columns = this.card?.querySelector('result-grid')?.data?.columns ?? await this.fetchColumns();
    } catch (e) {
      this.fail(e instanceof TypeError ? 'The rows could not be loaded: the server does not answer.' : e.message);
      return;
    }
    if (!this.isShown) return;
    const known = choice => choice && choice.chart_type in kinds && this.columns.some(c => c.name === choice.x_column);
    const given = this.dataset.chart ? JSON.parse(this.dataset.chart) : null;
    this.choice = [this.stored, given].find(known) ?? firstChoice(this.columns);
    this.build();
    this.draw();
    if (isAsked) this.form.scrollIntoView({ block: 'nearest' });
  }

  async fetchColumns() {
    const response = await fetch(this.source);
    if (!response.ok) throw new Error(response.status === 404 ? 'These rows are no longer kept. Ask again to get them anew.' : 'The rows could not be loaded.');
    return (await response.json()).columns;
  }

  fail(message) {
    const problem = make('p', { className: 'problem', textContent: message });
    problem.setAttribute('role', 'alert');
    this.replaceChildren(problem);
  }

  build() {
    const [, across, up, color] = kinds[this.choice.chart_type], type = this.choice.chart_type;
    const counts = ['bar', 'pie', 'histogram'].includes(type);
    const fits = type === 'heatmap' ? () => true : type === 'scatter' ? c => isNumber(c) || isTime(c) : isNumber;
    const all = this.columns.map(c => c.name), ups = this.columns.filter(fits).map(c => c.name);
    this.form.replaceChildren(
      this.field('chart_type', 'Kind', Object.entries(kinds).map(([value, [label]]) => [value, label])),
      this.field('x_column', across, all.map(name => [name, name])),
      this.field('y_column', up, [...counts ? [['', 'number of rows']] : [], ...ups.map(name => [name, name])]),
      ...color ? [this.field('color_column', color, [['', type === 'heatmap' ? 'number of rows' : 'none'],
        ...this.columns.filter(c => type !== 'heatmap' || isNumber(c)).map(c => [c.name, c.name])])] : [],
      make('span', { className: 'grow' }),
      make('button', { type: 'button', className: 'quiet small', textContent: 'Save as PNG', onclick: () => this.querySelector('plot-figure')?.download() }),
      make('button', { type: 'button', className: 'quiet small', textContent: this.dataset.chart ? 'Back to the answer’s chart' : 'Close the chart', onclick: () => { this.hide(); this.card?.querySelector('[data-chart-toggle]')?.focus(); } }));
  }

  field(name, label, options) {
    // A column that this kind of chart has no use for gives way to the first that it has.
    if (!options.some(([value]) => value === (this.choice[name] ?? ''))) this.choice[name] = options[0]?.[0] ?? '';
    const select = make('select', { name }, ...options.map(([value, text]) => make('option', { value, textContent: text })));
    select.value = this.choice[name] ?? '';
    select.onchange = () => {
      this.choice = { ...this.choice, [name]: select.value };
      if (name === 'chart_type') {
        this.build();
        this.form.querySelector('select').focus();
      }
      localStorage.setItem(this.key, JSON.stringify(this.choice));
      this.draw();
    };
    return make('label', {}, make('span', { textContent: label }), select);
  }

  draw() {
    const { chart_type, x_column, y_column, color_column } = this.choice;
    const query = new URLSearchParams({ chart_type, x_column });
    if (y_column) query.set('y_column', y_column);
    if (color_column && kinds[chart_type][3]) query.set('color_column', color_column);
    const figure = document.createElement('plot-figure');
    const names = { y: y_column || 'Number of rows', x: x_column };
    figure.setAttribute('src', `${this.source}/figure?${query}`);
    figure.setAttribute('label', chart_type === 'histogram' ? `Spread of ${names.x}` : `${names.y} by ${names.x}`);
    const heading = make('p', { className: 'chart-own' }, make('b', { textContent: figure.getAttribute('label') }),
      document.createTextNode(this.dataset.chart ? ' · as you chose; the answer’s own chart is kept' : ' · as you chose, from the rows of this result'));
    this.replaceChildren(this.form, heading, figure);
    if (!localStorage.getItem(this.key)) localStorage.setItem(this.key, JSON.stringify(this.choice));
  }
}
customElements.define('chart-maker', ChartMaker);
