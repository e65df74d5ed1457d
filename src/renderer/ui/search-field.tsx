import { useEffect, useState } from 'react';
import { TextField, type TextFieldProps } from './text-field.tsx';

/** Milliseconds without a key before a list is searched: a whole serial is one question. */
const pauseMs = 200;
const mostCharacters = 200;

type SearchFieldProps = Pick<TextFieldProps, 'label' | 'hideLabel' | 'icon' | 'placeholder' | 'value' | 'onChange'>;

/** Searches once nobody types any more; what was typed stands until it is the filter. */
export function SearchField({ value, onChange, ...rest }: SearchFieldProps) {
  const [typed, type] = useState<string | null>(null);
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => {
      onChange(typed);
      type(null);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed, onChange]);
  return <TextField {...rest} type="search" value={typed ?? value} maxLength={mostCharacters} onChange={type} />;
}
