// Run the demo's page: who you are, what time it is, and the chat that belongs to both.

import { chatIsHere, openChat } from './chat.js';

const POLL_MS = 2000;
const SEEN = 'seen';
const find = (id) => document.getElementById(id);
const nonce = find('page').nonce;

let people = [];
let chosen = null;
let visit = 0;
let away = false;
let leave = () => {};

// What was last looked at, per person; kept for a reload, gone with the tab.
const seen = new Map(JSON.parse(sessionStorage.getItem(SEEN) || '[]'));

async function ask(path, body) {
  const post = body && { method: 'POST', headers: { 'Content-Type': 'application/json' } };
  const answer = await fetch(path, post && { ...post, body: JSON.stringify(body) });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error.message);
  return said;
}

function say(words, trouble = false) {
  const status = find('status');
  status.classList.remove('hint');
  status.classList.toggle('trouble', trouble);
  if (status.textContent !== words) status.textContent = words;
}

// --- who you are -----------------------------------------------------------------------------

function drawPeople() {
  const groups = new Map(people.map((each) => [each.group, []]));
  for (const each of people) groups.get(each.group).push(each);
  const parts = [...groups].flatMap(([group, members]) => {
    const list = element('ul', {}, ...members.map((each) => element('li', {}, personButton(each))));
    return [element('h3', {}, group), list];
  });
  find('people').replaceChildren(...parts);
}

function personButton(each) {
  // Young people have a page of their own, without an account.
  const way = each.page
    ? { href: each.page, target: '_blank', rel: 'noreferrer' }
    : { type: 'button' };
  const button = element(
    each.page ? 'a' : 'button',
    { ...way, class: 'person', id: `person-${each.id}` },
    element('b', {}, each.name),
    element('span', { class: 'new', hidden: '' }, 'New'),
    element('span', { class: 'post' }, each.post),
  );
  if (each.page) return button;
  button.addEventListener('click', () => {
    fold();
    if (location.hash.slice(1) === each.id) choose(each.id);
    else location.hash = each.id;
  });
  return button;
}

function element(name, attributes, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

function markPeople() {
  const looking = chosen && document.visibilityState === 'visible';
  let waiting = 0;
  for (const each of people) {
    if (looking && each.id === chosen) seen.set(each.id, each.latest);
    const fresh = each.latest > (seen.get(each.id) || 0);
    waiting += fresh ? 1 : 0;
    const button = find(`person-${each.id}`);
    button.querySelector('.new').hidden = !fresh;
    if (each.id === chosen) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  }
  sessionStorage.setItem(SEEN, JSON.stringify([...seen]));
  find('chooser-new').hidden = !waiting;
  find('chooser-new').textContent = waiting ? `${waiting} new` : '';
}

function fold(open = false) {
  find('chooser').setAttribute('aria-expanded', String(open));
}

async function choose(id) {
  const person = people.find((each) => each.id === id && !each.page) || people[0];
  if (!person) return;
  const mine = ++visit;
  chosen = person.id;
  document.title = `${person.name} – Getting to Good demo`;
  find('chosen').textContent = person.name;
  find('chat-title').textContent = person.name;
  find('chat-post').textContent = person.post;
  find('chat-only').hidden = person.types;
  find('quiet').hidden = Boolean(person.latest) || !chatIsHere();
  markPeople();
  if (!chatIsHere()) {
    find('no-chat').hidden = false;
    return;
  }
  try {
    const pass = await ask(`/demo/people/${encodeURIComponent(person.id)}/token`, {});
    // Somebody quicker may have been chosen while this one's token was on its way.
    if (mine !== visit) return;
    leave();
    leave = openChat(find('chat'), {
      token: pass.token,
      types: person.types,
      key: `${person.id} ${mine}`,
      nonce,
      heard: (words) => { find('heard').textContent = words; },
      shown: () => { find('quiet').hidden = true; },
      lost: () => { if (mine === visit) setTimeout(() => mine === visit && choose(person.id), POLL_MS); },
    });
  } catch {
    // The poll below notices that the demo is away, says so, and comes back here.
    away = true;
  }
}

// --- the clock -------------------------------------------------------------------------------

const moves = { 'to-next': null, 'to-working-day': null, 'to-board-day': null };
let moving = false;

function drawClock(clock) {
  find('now').textContent = clock.words;
  find('next').textContent = clock.next ? `Next, ${clock.next.when}. ${clock.next.words}.` : 'Nothing more is planned.';
  moves['to-next'] = clock.next?.at ?? null;
  moves['to-working-day'] = clock.workingDay;
  moves['to-board-day'] = clock.boardDay;
  drawMoves();
}

function drawMoves() {
  for (const [id, to] of Object.entries(moves)) {
    find(id).setAttribute('aria-disabled', String(moving || !to));
  }
}

function named(told) {
  if (told.length > 3) return `${told.length} people`;
  return new Intl.ListFormat('en-GB').format(told.map((each) => each.name));
}

async function move(id) {
  if (moving || !moves[id]) return;
  moving = true;
  drawMoves();
  say('Moving the clock…');
  try {
    const before = new Map((await ask('/demo/people')).map((each) => [each.id, each.latest]));
    drawClock(await ask('/demo/clock', { to: moves[id] }));
    people = await ask('/demo/people');
    const told = people.filter((each) => each.latest > (before.get(each.id) || 0));
    say(told.length ? `Something new for ${named(told)}.` : 'Nobody was told anything new.');
    markPeople();
  } catch (error) {
    say(error.message, true);
  } finally {
    moving = false;
    drawMoves();
  }
}

// --- staying up to date ------------------------------------------------------------------------

async function look() {
  if (moving || document.visibilityState === 'hidden') return;
  try {
    const [found, clock] = await Promise.all([ask('/demo/people'), ask('/demo/clock')]);
    if (moving) return;
    const others = found.map((each) => each.id).join() !== people.map((each) => each.id).join();
    people = found;
    if (others) drawPeople();
    drawClock(clock);
    markPeople();
    if (away || others) {
      if (away) say('');
      away = false;
      await choose(location.hash.slice(1));
    }
  } catch {
    away = true;
    say('The demo has stopped. Start it again, and this page carries on.', true);
  }
}

for (const id of Object.keys(moves)) find(id).addEventListener('click', () => move(id));
find('chooser').addEventListener('click', () => fold(find('chooser').getAttribute('aria-expanded') !== 'true'));
find('people').addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    fold();
    find('chooser').focus();
  }
});
document.addEventListener('pointerdown', (event) => {
  if (!event.target.closest('.people')) fold();
});
addEventListener('hashchange', () => choose(location.hash.slice(1)));
document.addEventListener('visibilitychange', look);
setInterval(look, POLL_MS);
look();
