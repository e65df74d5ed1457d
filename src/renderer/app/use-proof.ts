import { useEffect, useRef, useState } from 'react';
import type { ProofFactor } from './proof-factor.ts';
import type { ProofFieldsProps } from './proof-fields.tsx';
import type { Attempt } from './use-attempt.ts';

export interface ProofEntry {
  /** What was typed or scanned; null where nothing was yet, or nothing is asked. */
  readonly given: { readonly factor: ProofFactor; readonly secret: string } | null;
  /** For `ProofFields`; null where there is nothing to prove. */
  readonly fields: ProofFieldsProps | null;
  readonly focus: () => void;
  /** It was refused: typed anew, and nothing else is lost. */
  readonly again: () => void;
}

/** A proof while it is typed. `factors`: ways that the person has, the first is offered first. */
export function useProof(factors: readonly ProofFactor[], attempt: Attempt): ProofEntry {
  const [chosen, setFactor] = useState(factors[0]);
  const factor = factors.find((one) => one === chosen) ?? factors[0];
  const [secret, setSecret] = useState('');
  const inputRef = useRef<HTMLInputElement>(null);
  const focus = () => inputRef.current?.focus();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another factor is another field
  useEffect(focus, [factor]);
  return {
    given: factor === undefined || secret === '' ? null : { factor, secret },
    fields:
      factor === undefined
        ? null
        : {
            factors,
            factor,
            onFactor(next) {
              setFactor(next);
              setSecret('');
              attempt.forget();
            },
            secret,
            onSecret(text) {
              setSecret(text);
              if (text !== '') attempt.forget();
            },
            inputRef,
          },
    focus,
    again() {
      setSecret('');
      focus();
    },
  };
}
