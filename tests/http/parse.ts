/** An answer's JSON. */
// oxlint-disable-next-line no-explicit-any -- answers are compared with what they must be
export const parse = (answer: Response): Promise<any> => answer.json();
