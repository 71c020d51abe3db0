// A finding of `npm run doctor`: what it is about, what was found, and what to do.

export const ok = (about, text) => ({ level: 'ok', about, text })
export const warning = (about, text, advice) => ({ level: 'warning', about, text, advice })
export const error = (about, text, advice) => ({ level: 'error', about, text, advice })
