import { type CodedError, codedErrors } from '../kernel/coded-errors.ts';

const errors = codedErrors({
  SYNC_NOT_CONFIGURED: 'Nothing is sent: no central service is set. Everything is kept; set its address and a token.',
  SYNC_PAUSED: 'Sending is paused. Everything is kept; resume it to go on.',
  SYNC_TOKEN_MISSING:
    'The token of this station for the central service is missing. Everything is kept; enter it again.',
  SYNC_TOKEN_SEALED_ELSEWHERE:
    'The token for the central service is sealed for the window of this computer. Everything is kept; the window sends it, or name a token file.',
  SYNC_TOKEN_DAMAGED:
    'The token for the central service cannot be read. Everything is kept; enter it again, or sign in as the usual user of this computer.',
  SYNC_TOKEN_NOT_STORED:
    'What this station proves itself with could not be stored. The connection stays as it was; check the disk.',
  SYNC_CREDENTIALS_LEFT:
    'The change holds, but a file with earlier credentials could not be removed. Remove it from the folder keys, or make them void where they come from.',
  SYNC_TOKEN_REFUSED:
    'The central service does not accept the token of this station. Everything is kept; get a new token for this station.',
  SYNC_UNREACHABLE: 'The central service does not answer. Everything is kept and sent when it does.',
  SYNC_BUSY: 'The central service asks to wait. Everything is kept and sent after that.',
  SYNC_FAULTY: 'The central service answered with a fault of its own. Everything is kept and tried again.',
  /** A refusal of one item in the service's own words. */
  SYNC_REFUSED: 'The central service refused this item. It is kept here; see what the service says about it.',
  SYNC_DOCUMENT_INVALID:
    'This item does not have the form that the central service takes. It is kept here and not sent; `details` names the field.',
  SYNC_RECEIPT_DIFFERS:
    'The central service says that it stored something else than was sent. The item is kept as not sent and tried again.',
  SYNC_ORIGINAL_UNREADABLE: 'The original image cannot be read, so it was not sent. Check the data folder’s disk.',
  SYNC_ORIGINAL_DAMAGED:
    'The original image is not the one that was stored: its hash differs. It was not sent; restore it from a backup.',
  SYNC_BUCKET_UNREADABLE:
    'The file with the credentials for the bucket cannot be read, or has another form. Large images go by addresses of the central service.',
  SYNC_BUCKET_INVALID: 'This is no access to a bucket. Nothing was changed; `details` names the field.',
  SYNC_BUCKET_SEALED_ELSEWHERE:
    'The credentials for the bucket are sealed for the window of this computer. Large images go by addresses of the central service.',
  SYNC_BUCKET_DAMAGED:
    'The credentials for the bucket cannot be read. Large images go by addresses of the central service; enter them again.',
  SYNC_BUCKET_KEY_REFUSED:
    'The bucket’s server does not know this key, or the secret is not the one of this key. Nothing was changed; enter both again.',
  SYNC_BUCKET_MISSING:
    'There is no such bucket there. Nothing was changed; check its name, the address and the region.',
  SYNC_BUCKET_ELSEWHERE: 'The bucket is in another region. Nothing was changed; enter its region.',
  SYNC_BUCKET_NO_RIGHT:
    'The key may not do in this bucket what large images need. Nothing was changed; `details` names the right that is missing.',
  SYNC_BUCKET_CLOCK:
    'The bucket’s server takes nothing, since this computer’s clock is more than 15 minutes off. Nothing was changed; set the clock.',
  SYNC_BUCKET_UNREACHABLE:
    'The bucket’s server does not answer. Nothing was changed; check the address and the network.',
  SYNC_BUCKET_FAULTY:
    'What answers there does not answer as a bucket’s server does. Nothing was changed; check the address, or try again later.',
  /** While sending. */
  SYNC_BUCKET_REFUSED:
    'The bucket does not take images with this station’s credentials. They go by addresses of the central service; enter credentials that hold, or take them away.',
  SYNC_BUCKET_DIFFERS:
    'The bucket that this station has credentials for is not the one of the central service. Images go by addresses of the service; enter the right bucket, or take it away.',
  SYNC_STORE_UNREACHABLE:
    'The host that takes the images does not answer, though the central service does. Images are kept and sent when it does; check the firewall, and S3_PUBLIC_ENDPOINT at the service. `details` names the host.',
  SYNC_UPLOAD_REFUSED: 'The object store did not take the image. It is kept here and tried again with a new address.',
  SYNC_LOG_DIFFERS:
    'The central service has other entries of this station’s log. Nothing more of the log is sent; verify the log, and ask who restored or changed which side.',
  SYNC_WITNESS_CHANGED:
    'The central service countersigns with another key than before. Its signature was not kept. Ask whoever runs it why: the former key comes back with its former JWT_SECRET; where that is lost, an administrator accepts the new key (`fiducial sync witness accept`).',
  SYNC_WITNESS_KEY:
    'This is no verifier key of a witness (NAME+ID+KEY, as GET /v1/audit/witness of the service gives it). Nothing was changed.',
  SYNC_WITNESS_INVALID: 'The countersignature of the central service does not verify. It was not kept.',
  /** Of an item that waits again. */
  SYNC_SENT_AGAIN: 'The central service had taken this item and has lost it. It is sent again.',
  SYNC_RECIPE_INVALID:
    'A recipe of the central service is not one that this version knows, or not the one that was published. The recipe before it holds.',
  /** Another file or description under a name and version that are here. */
  SYNC_MODEL_DIFFERS:
    'The central service has another model under a name and version that this station has already. The one here stays.',
  /** Not one, cut off again and again, or larger than it was said to be. */
  SYNC_MODEL_INVALID:
    'What the central service sent as a model is not the one that it announced. It was not kept; the models here stay.',
  SYNC_MODEL_NOT_STORED:
    'A model of the central service could not be stored, and nothing of it was kept. Check the disk; it is fetched again later.',
  SYNC_NO_ITEM: 'There is no such item to be sent, or it is sent already. Nothing was changed.',
});
export const syncErrorCodes = errors.codes;
export type SyncError = CodedError<(typeof syncErrorCodes)[number]>;
export const syncError = errors.make;
