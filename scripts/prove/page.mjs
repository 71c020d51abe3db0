// The report as a page of its own: one file that works anywhere, in the colors and the type of the product.
import fs from 'node:fs'
import path from 'node:path'
import { root } from '../root.mjs'
import { byKind } from './report.mjs'

const titles = {
  table: [
    'Tables',
    'Every table of the live catalogue, as every role of the application, with and without another organization’s context.',
  ],
  function: ['Functions', 'Those that run with their owner’s rights, and those of the private schema.'],
  rule: ['Rules', 'What the database keeps true whatever the application does.'],
  route: [
    'Routes',
    'Foreign ids in path, query, body, header and cookie; ended, forged and foreign credentials; every verb.',
  ],
  page: [
    'Pages',
    'As a page, as payload, as prefetch; for a stranger, a removed member, a visitor, and a role without permissions.',
  ],
  action: ['Server actions', 'The form of each, posted by others, into other organizations, and from another site.'],
  permission: ['Permissions', 'Tried by a member who holds all others, and by every built-in role that lacks it.'],
  log: ['Log', 'What the server wrote while it was attacked.'],
}

const escape = (text) =>
  String(text).replace(/[&<>"]/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter])

const number = (value) => value.toLocaleString('en')

/** In: the data of report.json. */
export function renderPage(data) {
  const { product, at, failed, targets, attempts, requests, seconds, database, node } = data
  const headline = failed === 0 ? 'Every attack was repelled' : `${failed} of ${targets.length} targets failed`
  const facts = [
    [number(targets.length), 'targets'],
    [number(attempts), 'attempts'],
    [number(requests), 'requests'],
    [`${number(seconds)} s`, 'duration'],
  ]
  const bad = targets.filter(({ failures }) => failures.length > 0)
  const body = `
    <p class="lead">Two organizations, each with a row in every table and a mark in every text. One is attacked as the other, and as
      those who once belonged to it. A target passes if no answer contains a mark of the other
      organization, none of its rows changes, and its ids are answered like ids that do not exist.</p>
    ${renderFacts(facts)}
    ${bad.length > 0 ? `<section><h2>What got through</h2>${bad.map(renderFailure).join('')}</section>` : ''}
    ${byKind(targets).map(renderKind).join('')}`
  return frame({
    title: 'Isolation',
    product,
    headline,
    isGood: failed === 0,
    body,
    footer: `${at.slice(0, 16).replace('T', ' ')} UTC, ${database}, Node ${node}`,
  })
}

/** In: the results of `--mutate`. */
export function renderMutations(data) {
  const { product, at, guards, survivors, seconds, node } = data
  const headline =
    survivors === 0 ? 'Every removed guard was noticed' : `${survivors} of ${guards.length} guards can go unnoticed`
  const facts = [
    [number(guards.length), 'guards removed'],
    [number(guards.length - survivors), 'noticed'],
    [number(survivors), 'not noticed'],
    [`${number(seconds)} s`, 'duration'],
  ]
  const rows = guards
    .map(
      ({ name, file, noticed }) => `<tr>
        <td><strong>${escape(name)}</strong><code>${escape(file.replace(/^prisma\/migrations\/(.*)\/migration\.sql$/, '$1'))}</code></td>
        <td>${
          noticed.length === 0
            ? badge('danger', 'not noticed')
            : noticed
                .slice(0, 4)
                .map((each) => `<p>${escape(each)}</p>`)
                .join('')
        }
          ${noticed.length > 4 ? `<p class="muted">and ${noticed.length - 4} more</p>` : ''}</td>
        <td class="number">${noticed.length}</td></tr>`,
    )
    .join('')
  const body = `
    <p class="lead">Each guard was removed alone, in a copy of the checkout. The middle column shows which targets of the isolation
      report then failed. A guard whose removal nothing notices fails the run.</p>
    ${renderFacts(facts)}
    <section><div class="card"><table><thead><tr><th>Guard removed</th><th>What turned red</th><th class="number">Targets</th></tr></thead>
      <tbody>${rows}</tbody></table></div></section>`
  return frame({
    title: 'Guards',
    product,
    headline,
    isGood: survivors === 0,
    body,
    footer: `${at.slice(0, 16).replace('T', ' ')} UTC, Node ${node}`,
  })
}

const renderFacts = (facts) =>
  `<dl class="facts">${facts.map(([value, label]) => `<div><dt>${label}</dt><dd>${value}</dd></div>`).join('')}</dl>`

const badge = (tone, text) => `<span class="badge" data-tone="${tone}">${text}</span>`

const renderFailure = ({ kind, name, failures }) =>
  `<div class="card failure"><h3>${badge('danger', kind)} <code>${escape(name)}</code></h3>
    <ul>${failures.map((each) => `<li>${escape(each)}</li>`).join('')}</ul></div>`

function renderKind({ kind, targets }) {
  const [title, words] = titles[kind]
  const failed = targets.filter(({ failures }) => failures.length > 0).length
  const rows = targets
    .map(
      ({
        name,
        attempts,
        failures,
      }) => `<tr><td><code>${escape(name)}</code></td><td class="number">${number(attempts)}</td>
        <td class="number">${failures.length === 0 ? badge('success', 'repelled') : badge('danger', `${failures.length} failed`)}</td></tr>`,
    )
    .join('')
  const state = failed === 0 ? badge('success', `${targets.length} repelled`) : badge('danger', `${failed} failed`)
  return `<section><details${failed > 0 ? ' open' : ''}><summary><h2>${title}</h2>${state}<p>${words}</p></summary>
    <div class="card"><table><thead><tr><th>Target</th><th class="number">Attempts</th><th class="number">Result</th></tr></thead>
    <tbody>${rows}</tbody></table></div></details></section>`
}

const frame = ({ title, product, headline, isGood, body, footer }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}: ${headline}</title>
<style>${fontFace()}${tokens()}${styles}</style>
</head>
<body>
<main>
<header><p class="eyebrow">${escape(product)} · ${title}</p><h1><span class="mark" data-good="${isGood}"></span>${headline}</h1></header>
${body}
<footer>${escape(footer)}</footer>
</main>
</body>
</html>
`

// The colors of app/styles/theme.css, so that a fork's report looks like the fork.
function tokens() {
  const theme = fs.readFileSync(path.join(root, 'app/styles/theme.css'), 'utf8')
  return [...theme.matchAll(/:root \{[^}]*\}/g)].map(([block]) => block).join('\n')
}

function fontFace() {
  const faces = [
    ['Geist', 'geist/files/geist-latin-wght-normal.woff2'],
    ['Geist Mono', 'geist-mono/files/geist-mono-latin-wght-normal.woff2'],
  ]
  return faces
    .map(([family, file]) => [family, path.join(root, 'node_modules/@fontsource-variable', file)])
    .filter(([, file]) => fs.existsSync(file))
    .map(
      ([family, file]) => `@font-face { font-family: '${family}'; font-weight: 100 900;
        src: url(data:font/woff2;base64,${fs.readFileSync(file).toString('base64')}) format('woff2') }\n`,
    )
    .join('')
}

const styles = `
* { box-sizing: border-box; margin: 0 }
body { background: var(--background); color: var(--ink); font: 0.875rem/1.5 Geist, ui-sans-serif, system-ui, sans-serif;
  -webkit-font-smoothing: antialiased }
main { max-width: 60rem; margin: 0 auto; padding: 3rem 1.25rem 4rem }
.eyebrow, footer, .muted { color: var(--muted) }
.eyebrow { text-transform: capitalize }
h1 { display: flex; align-items: center; gap: 0.75rem; font-size: 1.875rem; line-height: 1.2; font-weight: 600; letter-spacing: -0.02em;
  margin-top: 0.25rem; text-wrap: balance }
.mark { flex: none; width: 0.875rem; height: 0.875rem; border-radius: 3px; background: var(--accent) }
.mark[data-good='false'] { background: var(--danger) }
.lead { max-width: 44rem; margin-top: 1rem; color: var(--muted); font-size: 0.9375rem; text-wrap: pretty }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); margin: 2rem 0; border: 1px solid var(--line);
  border-radius: 10px; background: var(--surface); overflow: hidden }
.facts div { padding: 0.875rem 1.125rem; border-left: 1px solid var(--line); margin-left: -1px }
.facts dt { color: var(--muted); font-size: 0.8125rem }
.facts dd { font-size: 1.375rem; font-weight: 600; letter-spacing: -0.01em; font-variant-numeric: tabular-nums }
section { margin-top: 1.25rem }
summary { display: grid; grid-template-columns: auto auto 1fr; align-items: center; gap: 0 0.625rem; cursor: pointer; list-style: none;
  padding: 0.25rem 0 }
summary::-webkit-details-marker { display: none }
summary:focus-visible { outline: 2px solid var(--ring); outline-offset: 4px; border-radius: 5px }
summary h2::before { content: ''; display: inline-block; width: 0.4rem; height: 0.4rem; margin: 0 0.625rem 0.125rem 0.125rem;
  border: solid var(--muted); border-width: 0 1.5px 1.5px 0; transform: rotate(-45deg) }
details[open] summary h2::before { transform: rotate(45deg) translate(-1px, -1px) }
summary p { grid-column: 1 / -1; color: var(--muted); padding-left: 1.15rem }
h2 { font-size: 1rem; font-weight: 600 }
h3 { font-size: 0.875rem; font-weight: 500 }
.card { margin-top: 0.75rem; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); overflow-x: auto }
.failure { padding: 0.875rem 1.125rem }
.failure ul { margin-top: 0.5rem; padding-left: 1.125rem }
table { width: 100%; border-collapse: collapse }
th { text-align: left; font-weight: 500; color: var(--muted); font-size: 0.8125rem; background: var(--sunken) }
th, td { padding: 0.5rem 1.125rem; vertical-align: top }
tr + tr td, tbody tr:first-child td { border-top: 1px solid var(--line) }
td strong { display: block; font-weight: 500; min-width: 14rem }
td strong::first-letter, .facts dt::first-letter { text-transform: uppercase }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
code { font: 0.8125rem 'Geist Mono', ui-monospace, Menlo, monospace; overflow-wrap: anywhere }
td strong + code { color: var(--muted); font-size: 0.75rem }
.badge { display: inline-block; padding: 0 0.375rem; border-radius: 5px; font-size: 0.75rem; font-weight: 500; line-height: 1.25rem;
  white-space: nowrap }
.badge[data-tone='success'] { background: var(--success-soft); color: var(--success-text) }
.badge[data-tone='danger'] { background: var(--danger-soft); color: var(--danger-text) }
footer { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.8125rem }
@media (max-width: 40rem) { main { padding-top: 2rem } h1 { font-size: 1.5rem } th, td { padding: 0.5rem 0.75rem } }
`
