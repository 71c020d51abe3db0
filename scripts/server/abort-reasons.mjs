// React ends every render by aborting a signal with an error. V8 keeps the receivers of an error's frames until its stack is read, and
// one of them is an Immediate, which Node leaves linked to those that ran beside it. So each render kept its neighbours in memory, and
// they theirs. Nobody reads that stack: it is read here, once.

/** Makes every AbortController read the stack of the error that it is aborted with. Out: a function that ends it. */
export function freeAbortReasons() {
  const { abort } = AbortController.prototype
  AbortController.prototype.abort = function (reason) {
    if (reason instanceof Error) void reason.stack
    return abort.call(this, reason)
  }
  return () => void (AbortController.prototype.abort = abort)
}
