export default function Page() {
  return <main>ok</main>
}
