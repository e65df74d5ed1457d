import { html } from './html.ts';
import { page } from './layout.ts';

/** `problem`: why the last try did not work. */
export const signInPage = (problem: string | null): string =>
  page(
    'Sign in',
    '',
    null,
    html`<form class="sign-in panel" method="post" action="/sign-in"><h1>Sign in</h1>
${problem !== null && html`<p class="problem" role="alert">${problem}</p>`}
<label>Name <input name="username" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Sign in</button></form>`,
  );
