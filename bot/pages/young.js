/* Keeps the chat in one page, so that going back shows nothing, and a lost connection loses
   nothing. Everything works without it. Nothing is kept in the browser. */
(() => {
  'use strict';

  const leave = () => {
    const away = document.querySelector('header .leave').href;
    document.documentElement.hidden = true;
    location.replace(away);
  };

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leave();
  });
  document.addEventListener('click', (event) => {
    if (event.target.closest('.leave')) { event.preventDefault(); leave(); }
    if (event.target.id === 'again') again();
  });
  // A page that the browser kept to go back to is not shown again.
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
  window.addEventListener('online', () => again());

  let waiting = null;
  let busy = false;

  function again() {
    if (!waiting || busy) return;
    const { form, data } = waiting;
    send(form, data);
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    event.preventDefault();
    if (busy) return;
    const data = new URLSearchParams(new FormData(form));
    const pressed = event.submitter;
    if (pressed && pressed.name) data.append(pressed.name, pressed.value);
    send(form, data);
  });

  async function send(form, data) {
    busy = true;
    waiting = { form, data };
    form.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(form.getAttribute('action'), { method: 'POST', body: data });
      if (answer.status >= 500) throw new Error('try again');
      show(await answer.text());
      waiting = null;
    } catch {
      const lost = document.getElementById('lost');
      lost.hidden = false;
      document.getElementById('again').focus();
    } finally {
      busy = false;
      form.removeAttribute('aria-busy');
    }
  }

  function show(text) {
    const made = new DOMParser().parseFromString(text, 'text/html');
    for (const part of ['header', 'main', 'footer']) {
      document.querySelector(part).replaceWith(document.adoptNode(made.querySelector(part)));
    }
    document.title = made.title;
    window.scrollTo(0, 0);
    document.querySelector('h1').focus({ preventScroll: true });
  }
})();
