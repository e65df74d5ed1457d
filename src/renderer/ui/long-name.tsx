import styles from './long-name.module.css';

interface LongNameProps {
  readonly text: string;
}

/** Characters at the end that stay in view: serials and lots of one kind differ there. */
const endLength = 6;
/** Characters that have room everywhere: such a name is written as it is. */
const shortLength = 12;

const graphemes = new Intl.Segmenter();

/** A name on one line. Where there is no room for all of it, its middle goes: both ends tell it from its like. */
export function LongName({ text }: LongNameProps) {
  const characters = [...graphemes.segment(text)].map(({ segment }) => segment);
  if (characters.length <= shortLength) return text;
  return (
    <span className={styles.name} title={text}>
      <span className="visually-hidden">{text}</span>
      <span className={styles.start} aria-hidden="true">
        {characters.slice(0, -endLength).join('')}
      </span>
      <span className={styles.end} aria-hidden="true">
        {characters.slice(-endLength).join('')}
      </span>
    </span>
  );
}
