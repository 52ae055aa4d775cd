// <plot-figure src="…/charts/ID">: the figure comes over plain HTTP; the chart library is loaded with the first chart; colours are the page's.
let library;
const load = () => library ??= new Promise((done, failed) => {
  const script = document.createElement('script');
  script.src = document.querySelector('meta[name=plotly]').content;
  script.onload = () => done(window.Plotly);
  script.onerror = () => { library = undefined; failed(new Error('The chart library could not be loaded.')); };
  document.head.append(script);
});

const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
function themed(layout, width) {
  const line = token('--line'), text = token('--text-2');
  const axis = a => ({ ...a, gridcolor: line, zerolinecolor: line, linecolor: line, tickcolor: line });
  const axes = Object.fromEntries(Object.keys(layout).filter(key => /^[xy]axis\d*$/.test(key)).map(key => [key, axis(layout[key])]));
  return {
    ...layout, xaxis: axis(layout.xaxis ?? {}), yaxis: axis(layout.yaxis ?? {}), ...axes,
    // The card's own heading shows the title.
    title: undefined, margin: { ...layout.margin, t: 12 },
    // Beside the chart on a wide page, below it on a phone.
    legend: width < 560 ? { ...layout.legend, orientation: 'h', x: 0, xanchor: 'left', y: -0.28, yanchor: 'top', title: { text: '' } } : layout.legend,
    paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: 'Inter, sans-serif', size: 12, color: text },
    hoverlabel: { bgcolor: token('--bg-3'), bordercolor: line, font: { family: 'Inter, sans-serif', color: token('--text') } },
  };
}

// The library is fetched at once; it is run and a chart drawn only when the page can be used and has nothing else to do, for together they take the
// better part of a second. The server also draws the page anew when it comes to life, and a chart with it.
// Safari does not say when it has nothing to do.
const whenIdle = () => new Promise(done => window.requestIdleCallback ? requestIdleCallback(done, { timeout: 1000 }) : setTimeout(done, 50));
const whenLive = () => new Promise(done => {
  const isDead = () => document.querySelector('[data-live=no]') !== null;
  if (!isDead()) return done();
  const library = Object.assign(document.createElement('link'), { rel: 'preload', as: 'script', fetchPriority: 'low', href: document.querySelector('meta[name=plotly]').content });
  document.head.append(library);
  const ready = () => { clearTimeout(timer); watch.disconnect(); done(); };
  const watch = new MutationObserver(() => { if (!isDead()) ready(); });
  watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-live'] });
  // A page that does not come to life shows its charts all the same.
  const timer = setTimeout(ready, 5000);
});

class PlotFigure extends HTMLElement {
  connectedCallback() {
    this.retheme = () => { if (this.figure) window.Plotly.relayout(this.plot, themed(this.figure.layout, this.clientWidth)); };
    document.addEventListener('themechange', this.retheme);
    if (!this.figure) this.load();
  }

  disconnectedCallback() {
    document.removeEventListener('themechange', this.retheme);
    // Moving an element disconnects it for a moment.
    queueMicrotask(() => {
      if (this.isConnected || !this.figure) return;
      window.Plotly.purge(this.plot);
      this.figure = undefined;
    });
  }

  async load() {
    const wait = Object.assign(document.createElement('p'), { className: 'hint', textContent: 'Drawing the chart…' });
    this.replaceChildren(wait);
    await whenLive();
    await whenIdle();
    if (!this.isConnected) return;
    try {
      const [plotly, figure] = await Promise.all([load(), fetch(this.getAttribute('src')).then(response => {
        if (!response.ok) throw new Error(response.status === 404 ? 'This chart is no longer kept. Ask again to draw it anew.' : 'The chart could not be loaded.');
        return response.json();
      })]);
      await whenIdle();
      if (!this.isConnected) return;
      this.plot = document.createElement('div');
      this.plot.className = 'plot';
      this.plot.setAttribute('role', 'group');
      this.plot.setAttribute('aria-label', `Chart: ${this.getAttribute('label') ?? ''}`);
      this.replaceChildren(this.plot);
      await plotly.newPlot(this.plot, figure.data, themed(figure.layout, this.clientWidth), {
        responsive: true, displaylogo: false, displayModeBar: false,
      });
      this.figure = figure;
      for (const note of figure.notes ?? figure.meta?.notes ?? figure.layout?.meta?.notes ?? []) {
        this.append(Object.assign(document.createElement('p'), { className: 'hint chart-note', textContent: note }));
      }
      this.dataset.ready = '';
      this.dispatchEvent(new CustomEvent('filled', { bubbles: true }));
    } catch (e) {
      const p = Object.assign(document.createElement('p'), { className: 'problem', textContent: `${e instanceof TypeError ? 'The chart could not be drawn.' : e.message} ` });
      p.setAttribute('role', 'alert');
      const again = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet small', textContent: 'Try again' });
      again.onclick = () => this.load();
      p.append(again);
      this.replaceChildren(p);
    }
  }

  download() {
    if (!this.figure) return;
    const name = (this.getAttribute('label') || 'chart').replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60);
    // A picture stands alone: with its title, and on the page's background.
    const layout = { ...themed(this.figure.layout, 1000), title: { text: this.getAttribute('label'), x: 0.02, xanchor: 'left' }, paper_bgcolor: token('--bg'), margin: { ...this.figure.layout.margin, t: 64 } };
    window.Plotly.downloadImage({ data: this.figure.data, layout }, { format: 'png', scale: 2, filename: name, width: Math.max(this.clientWidth, 700), height: 420 });
  }
}
customElements.define('plot-figure', PlotFigure);
