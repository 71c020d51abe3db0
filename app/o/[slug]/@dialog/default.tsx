// No dialog is open. Next needs a file for each case: a page load, an unknown record, and a navigation to another page.
// Next may choose this slot as what it scrolls to, and scrolls nowhere if there is nothing: so this is the top of the page.
export default function NoDialog() {
  return <span aria-hidden className="absolute top-0" />
}
