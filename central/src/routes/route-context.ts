import type { EndpointContext } from '../http/register-endpoint.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { SignIn } from '../services/sign-in.ts';
import type { Witness } from '../services/witness-key.ts';

/** What the routes work with. */
export interface RouteContext extends EndpointContext {
  readonly store: ObjectStore;
  readonly signIn: SignIn;
  readonly witness: Witness;
  /** Folder with the model repository. */
  readonly models: string;
  /** Folder with the fonts of reports. */
  readonly fonts: string;
}
