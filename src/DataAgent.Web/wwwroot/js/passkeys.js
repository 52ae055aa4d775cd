// Between a form and the device: asks the server for a challenge, the browser for an answer, and sends it with the form.
const root = document.documentElement;

if (window.isSecureContext && window.PublicKeyCredential?.parseRequestOptionsFromJSON && PublicKeyCredential.parseCreationOptionsFromJSON)
  root.dataset.passkeys = 'yes';

const words = {
  NotAllowedError: 'Nothing was done: the browser was told to stop, found no passkey, or waited too long.',
  InvalidStateError: 'This device has a passkey of your account already.',
  SecurityError: 'Passkeys do not work at this address.',
};

function say(form, text) {
  const place = form.querySelector('[data-passkey-problem]');
  place.textContent = text;
  place.hidden = !text;
}

async function ask(form) {
  const name = form.elements.PasskeyName?.value;
  const response = await fetch(form.dataset.passkey + (name ? `?name=${encodeURIComponent(name)}` : ''), { method: 'POST' });
  if (!response.redirected) return response;
  // Signed out meanwhile, or too many attempts: the page it leads to says so.
  location.assign(response.url);
  return null;
}

async function answer(form) {
  if (location.origin !== form.dataset.site) return say(form, `Passkeys work at ${form.dataset.site}. Open it there.`);
  const response = await ask(form);
  if (!response) return;
  const told = await response.json();
  if (!response.ok) return say(form, told.detail);
  const credential = told.rp
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(told) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(told) });
  form.elements.Answer.value = JSON.stringify(credential.toJSON());
  // Without another submit event.
  form.submit();
}

document.addEventListener('submit', async e => {
  const form = e.target.closest('form[data-passkey]');
  if (!form) return;
  e.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = 'yes';
  say(form, '');
  try {
    await answer(form);
  } catch (error) {
    say(form, words[error.name] ?? 'It did not work. Try again, or sign in another way.');
  } finally {
    delete form.dataset.busy;
  }
});
