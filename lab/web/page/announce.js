import { byId } from './dom';

/** What was last said of each subject, so that what ticks by isn't said again and again. */
const said = new Map();
/** Tells those who can't see the page, when it is news. */
export function announce(subject, text) {
  const isNews = said.has(subject) && said.get(subject) !== text;
  said.set(subject, text);
  if (isNews) {
    byId('news').textContent = text;
  }
}
