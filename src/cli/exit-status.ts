/** What the shell is told. The numbers are part of the command line's contract. */
export const exitStatus = {
  ok: 0,
  /** With `--fail-on-defect`: a board failed. */
  defects: 1,
  /** Wrong usage: an option, an argument, a file that names the work. */
  usage: 2,
  /** Some boards could not be inspected or judged; a check failed; what was asked for is refused; stdout lost lines. */
  problems: 3,
  /** A bug of ours. */
  internal: 70,
  /** Stopped by Ctrl-C, or by a reader who left, with something not begun; what was in hand was finished and stored. */
  interrupted: 130,
} as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
