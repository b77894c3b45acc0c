// Everything here works without this file, by forms; with it, the cart fills without a new page.
const bar = document.getElementById('bar');

addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.cart) return putIntoCart(event, form);
  // a double tap is one: the server knows that too, this saves it the second request
  if (form.dataset.once !== undefined || form.method === 'post') {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  }
});

// back from the next page: the form may be sent again
addEventListener('pageshow', ({ persisted }) => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
  // what the browser kept of the page shows the cart as it was
  if (persisted && bar) location.reload();
});

async function putIntoCart(event, form) {
  // on the order page every sum depends on it
  if (!bar) return;
  event.preventDefault();
  if (form.ariaBusy === 'true') return;
  form.ariaBusy = 'true';
  const body = new URLSearchParams(new FormData(form, event.submitter));
  try {
    const answer = await fetch(form.action, { method: 'POST', body, headers: { accept: 'application/json' } });
    if (!answer.ok) throw answer;
    show(form, await answer.json());
  } catch {
    // the server says why on a page of its own
    form.append(
      Object.assign(document.createElement('input'), { type: 'hidden', name: 'qty', value: body.get('qty') }),
    );
    form.submit();
  } finally {
    form.ariaBusy = 'false';
  }
}

function show(form, cart) {
  const template = document.getElementById(cart.qty ? 'count-of' : 'put').content.cloneNode(true);
  const name = form.closest('[id]').querySelector('.name, h1').textContent.trim();
  for (const element of template.querySelectorAll('[aria-label]')) {
    element.ariaLabel = element.ariaLabel.replace('{product}', name);
  }
  const [less, more] = template.querySelectorAll('button');
  if (cart.qty) {
    less.value = cart.qty - 1;
    more.value = cart.qty + 1;
    more.disabled = cart.qty >= 99;
    template.querySelector('output').textContent = cart.shown;
  }
  const old = form.querySelector('.put, .count-of');
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(template);
  if (hadFocus) form.querySelector('button:last-of-type').focus();
  const link = document.getElementById(cart.pieces ? 'bar-order' : 'bar-chat').content.cloneNode(true);
  const status = link.querySelector('.said-so');
  if (status) status.textContent = cart.bar;
  bar.replaceChildren(link);
}

const placed = document.querySelector('[data-news]');
if (placed) {
  const news = new EventSource(placed.dataset.news);
  news.addEventListener('moved', () => {
    news.close();
    location.reload();
  });
  addEventListener('pagehide', () => news.close());
}

// a number that was proved in a messenger meanwhile
const who = document.querySelector('[data-known]');
document.addEventListener('visibilitychange', async () => {
  if (!who?.isConnected || document.visibilityState !== 'visible') return;
  const answer = await fetch(who.dataset.known).catch(() => undefined);
  if (answer?.status !== 200) return;
  const { knownAs, place } = await answer.json();
  document.querySelector('.place button').textContent = place;
  who.replaceWith(
    Object.assign(document.createElement('p'), { className: 'known', role: 'status', textContent: knownAs }),
  );
});
