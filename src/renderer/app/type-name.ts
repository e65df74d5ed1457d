/** A defect type for people: the model's own word; only what joins its parts is replaced. */
export const typeName = (type: string): string => type.replaceAll('_', ' ');
