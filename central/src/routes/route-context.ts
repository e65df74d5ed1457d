import type { EndpointContext } from '../http/register-endpoint.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { SignIn } from '../services/sign-in.ts';

/** What the routes work with. */
export interface RouteContext extends EndpointContext {
  readonly store: ObjectStore;
  readonly signIn: SignIn;
  /** Folder with the fonts of reports. */
  readonly fonts: string;
}
