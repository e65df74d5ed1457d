/** The two kinds of channels between the window and the shell, and the types that follow from them. */
import type { z } from 'zod';

/** What a call answers: failures are coded values, never exceptions. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ReplyError };

/** First word of an error code: one errors file each. */
const errorAreas = [
  'IPC',
  'DB',
  'AUDIT',
  'KEY',
  'STORE',
  'IMAGE',
  'ORIGINAL',
  'GOLDEN',
  'MODEL',
  'PROVIDER',
  'ENGINE',
  'OUTPUT',
  'INSPECTION',
  'REGISTRATION',
  'REVIEW',
  'ANNOTATION',
  'IMPORT',
  'MANIFEST',
  'RECIPE',
  'REPORT',
  'EXPORT',
  'EVIDENCE',
  'SETTING',
  'SYNC',
  'PICTURE',
  'BACKUP',
  'IDENTITY',
] as const;
export type ErrorArea = (typeof errorAreas)[number];

export interface ReplyError {
  /** `AREA_REASON`; the window words it by its own text for the code. */
  readonly code: string;
  /** One English sentence: what happened, what was kept, what to do. Shown where the window has no text for the code. */
  readonly message: string;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

/** A question from the window with one answer. Input that does not parse has no effect. */
export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'call';
  readonly input: I;
  readonly output: O;
  /** Areas whose codes (`AREA_REASON`) the answer may carry, beside IPC and IDENTITY, which every call may. */
  readonly errors: readonly ErrorArea[];
}

/** Something the shell tells the window without being asked. */
export interface Event<P extends z.ZodType = z.ZodType> {
  readonly kind: 'event';
  readonly payload: P;
}

export const call = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  errors: readonly ErrorArea[] = [],
): Call<I, O> => ({ kind: 'call', input, output, errors });

export const event = <P extends z.ZodType>(payload: P): Event<P> => ({ kind: 'event', payload });

type Feature = Readonly<Record<string, Call | Event>>;
export type AnyContract = Readonly<Record<string, Feature>>;

type CallsOf<F extends Feature> = { [K in keyof F as F[K] extends Call ? K : never]: F[K] };
type EventsOf<F extends Feature> = { [K in keyof F as F[K] extends Event ? K : never]: F[K] };

/** What the shell gives out it does not give away: its own values may be readonly all the way down. */
type Immutable<T> = T extends readonly (infer E)[]
  ? readonly Immutable<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Immutable<T[K]> }
    : T;

type AskOf<C> = C extends Call<infer I, infer O> ? (input: z.input<I>) => Promise<Reply<z.output<O>>> : never;
type AnswerOf<C> =
  C extends Call<infer I, infer O>
    ? (input: z.output<I>) => Reply<Immutable<z.input<O>>> | Promise<Reply<Immutable<z.input<O>>>>
    : never;
type ListenOf<E> = E extends Event<infer P> ? (listener: (payload: z.output<P>) => void) => () => void : never;
type TellOf<E> = E extends Event<infer P> ? (payload: Immutable<z.input<P>>) => void : never;

/** What the window sees: calls as functions; events as functions that take a listener and return its unsubscribe. */
export type ClientOf<C extends AnyContract> = {
  readonly [F in keyof C]: {
    readonly [K in keyof CallsOf<C[F]>]: AskOf<CallsOf<C[F]>[K]>;
  } & {
    readonly [K in keyof EventsOf<C[F]>]: ListenOf<EventsOf<C[F]>[K]>;
  };
};

/** What the shell answers calls with. */
export type HandlersOf<C extends AnyContract> = {
  readonly [F in keyof C]: { readonly [K in keyof CallsOf<C[F]>]: AnswerOf<CallsOf<C[F]>[K]> };
};

/** How the shell tells events. */
export type TellersOf<C extends AnyContract> = {
  readonly [F in keyof C]: { readonly [K in keyof EventsOf<C[F]>]: TellOf<EventsOf<C[F]>[K]> };
};

/** The names alone, for the preload script, which carries no schemas. */
export type NamesOf<C extends AnyContract> = {
  readonly [F in keyof C]: { readonly [K in keyof C[F]]: C[F][K]['kind'] };
};
