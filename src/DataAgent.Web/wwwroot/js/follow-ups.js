// <follow-ups>: what could be asked next, from the shape of the last table. Found in the browser, asked like any other question.
const identifier = /(^|_)(id|no|nr|code|zip|year|phone)$/i;

function suggestions(turn) {
  const data = [...turn.querySelectorAll('result-grid')].at(-1)?.data;
  if (!data || data.rows.length < 2) return [];
  const of = (...kinds) => data.columns.filter(column => kinds.includes(column.kind) && !identifier.test(column.name));
  const figures = of('number'), times = of('date', 'timestamp'), words = of('text');
  if (!figures.length || !times.length && !words.length) return [];
  const found = [];
  if (!turn.querySelector('plot-figure')) found.push(`Show this as a ${times.length ? 'line' : 'bar'} chart`);
  if (words.length && data.rows.length > 5) found.push('Only the top 5');
  if (!times.length && !data.columns.some(column => /month|week|day|quarter|year/i.test(column.name))) found.push('And per month?');
  return found;
}

class FollowUps extends HTMLElement {
  connectedCallback() {
    this.fill = () => this.show();
    document.addEventListener('filled', this.fill);
    this.show();
  }

  disconnectedCallback() { document.removeEventListener('filled', this.fill); }

  show() {
    const turn = [...document.querySelectorAll('.turn')].at(-1);
    const found = turn?.dataset.status === 'done' ? suggestions(turn) : [];
    if (found.join() === this.shown) return;
    this.shown = found.join();
    this.replaceChildren(...found.map(text => {
      const button = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet small', textContent: text });
      button.onclick = () => this.ask(text);
      return button;
    }));
    this.toggleAttribute('data-filled', found.length > 0);
    this.dispatchEvent(new CustomEvent('filled', { bubbles: true }));
  }

  // What somebody is writing stays theirs: it is not sent and not lost.
  ask(text) {
    const area = document.querySelector('form[data-composer] textarea');
    if (!area) return;
    if (!area.value.trim()) area.dispatchEvent(new CustomEvent('ask', { bubbles: true, detail: text }));
    else area.focus();
  }
}
customElements.define('follow-ups', FollowUps);
