/**
 * Registration score from which a golden is trusted, unless a recipe says otherwise: between the right goldens, which
 * score 0.64 and more, and those of other boards, which reach 0.44 (docs/adr/0005-registration.md).
 */
export const defaultMinRegistrationScore = 0.55;
