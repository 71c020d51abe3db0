// No dialog is open. Next needs a file for each case: a page load, an unknown record, and a navigation to another page.
export default function NoDialog() {
  return null
}
