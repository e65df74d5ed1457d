/** How something stands; tokens.css gives `data-tone` its colour. Never told by colour alone. */
export type Tone = 'quiet' | 'info' | 'pass' | 'warn' | 'fail';
