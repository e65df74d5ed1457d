/** Small signs beside a box, as paths: severity while a person must decide, the decision afterwards. Never colour alone. */
import type { Severity, Verification } from '../../../core/inspection/vocabulary.ts';

type Path = Pick<CanvasRenderingContext2D, 'moveTo' | 'lineTo' | 'arc' | 'closePath' | 'rect'>;

/** Adds the filled shape of a severity around (x, y) with half side `r`. */
export function traceSeverity(path: Path, severity: Severity, x: number, y: number, r: number): void {
  switch (severity) {
    case 'critical': {
      const cut = r * 0.42;
      path.moveTo(x - cut, y - r);
      path.lineTo(x + cut, y - r);
      path.lineTo(x + r, y - cut);
      path.lineTo(x + r, y + cut);
      path.lineTo(x + cut, y + r);
      path.lineTo(x - cut, y + r);
      path.lineTo(x - r, y + cut);
      path.lineTo(x - r, y - cut);
      path.closePath();
      // An upright bar is cut out, wound the other way: at this size an octagon alone is a dot.
      path.moveTo(x - r * 0.18, y - r * 0.6);
      path.lineTo(x - r * 0.18, y + r * 0.6);
      path.lineTo(x + r * 0.18, y + r * 0.6);
      path.lineTo(x + r * 0.18, y - r * 0.6);
      path.closePath();
      return;
    }
    case 'high':
      path.rect(x - r * 0.86, y - r * 0.86, r * 1.72, r * 1.72);
      return;
    case 'medium':
      path.moveTo(x, y - r);
      path.lineTo(x + r, y);
      path.lineTo(x, y + r);
      path.lineTo(x - r, y);
      path.closePath();
      return;
    case 'low':
      path.moveTo(x + r * 0.9, y);
      path.arc(x, y, r * 0.9, 0, Math.PI * 2);
      // A ring.
      path.moveTo(x + r * 0.45, y);
      path.arc(x, y, r * 0.45, 0, Math.PI * 2, true);
      return;
  }
}

/** Adds the stroked sign of a decision; nothing while there is none. */
export function traceDecision(path: Path, state: Verification, x: number, y: number, r: number): void {
  switch (state) {
    case 'not_verified':
      return;
    case 'confirmed':
      path.moveTo(x - r * 0.8, y);
      path.lineTo(x - r * 0.2, y + r * 0.65);
      path.lineTo(x + r * 0.85, y - r * 0.65);
      return;
    case 'rejected':
      path.moveTo(x - r * 0.65, y - r * 0.65);
      path.lineTo(x + r * 0.65, y + r * 0.65);
      path.moveTo(x + r * 0.65, y - r * 0.65);
      path.lineTo(x - r * 0.65, y + r * 0.65);
      return;
    case 'accepted':
      path.moveTo(x - r * 0.8, y - r * 0.3);
      path.lineTo(x + r * 0.8, y - r * 0.3);
      path.moveTo(x - r * 0.8, y + r * 0.35);
      path.lineTo(x + r * 0.8, y + r * 0.35);
      return;
    case 'repaired':
      path.moveTo(x - r * 0.8, y);
      path.lineTo(x + r * 0.8, y);
      path.moveTo(x, y - r * 0.8);
      path.lineTo(x, y + r * 0.8);
      return;
  }
}
