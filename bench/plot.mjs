// A small plot as SVG: panels side by side, lines over a logarithmic axis, from zero. The lines are named at their ends.
import { scaleLinear, scaleLog } from 'd3-scale'

const [width, height] = [420, 260]
const margin = { top: 48, right: 110, bottom: 44, left: 48 }
const colors = ['#2563eb', '#c2410c', '#15803d', '#7e22ce']
const labelHeight = 14

/** In: the name of the horizontal axis; panels of lines of points [x, y], with x above 0. Out: the text of the file. */
export function plot(label, panels) {
  const style = 'font: 12px system-ui, sans-serif'
  const drawn = panels.map((panel, i) => `<g transform="translate(${i * width} 0)">${drawPanel(label, panel)}</g>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width * panels.length} ${height}" style="${style}">
<rect width="100%" height="100%" fill="white"/>
${drawn.join('\n')}
</svg>
`
}

function drawPanel(label, { title, lines }) {
  const points = lines.flatMap((line) => line.points).filter(([, y]) => y !== null)
  const sizes = [...new Set(points.map(([x]) => x))].sort((a, b) => a - b)
  const x = scaleLog([sizes[0], sizes.at(-1)], [margin.left, width - margin.right])
  const y = scaleLinear([0, Math.max(...points.map(([, value]) => value))], [height - margin.bottom, margin.top]).nice(
    5,
  )
  const ends = spread(lines.map((line) => y(line.points.findLast(([, value]) => value !== null)?.[1] ?? 0)))
  return [
    text(margin.left, 24, title, 'font-weight="600"'),
    text((margin.left + width - margin.right) / 2, height - 8, label, 'text-anchor="middle"'),
    ...y.ticks(5).map((value) => drawLevel(value, y(value))),
    ...sizes.map((size) =>
      text(x(size), height - margin.bottom + 16, size.toLocaleString('en'), 'text-anchor="middle"'),
    ),
    ...lines.map((line, i) => drawLine(line, { x, y, end: ends[i], color: colors[i % colors.length] })),
  ].join('\n')
}

const drawLevel = (value, at) =>
  `<line x1="${margin.left}" x2="${width - margin.right}" y1="${at}" y2="${at}" stroke="#e2e8f0"/>` +
  text(margin.left - 6, at + 4, String(value), 'text-anchor="end"')

function drawLine({ title, points }, { x, y, end, color }) {
  const places = points.filter(([, value]) => value !== null).map(([size, value]) => [round(x(size)), round(y(value))])
  return [
    `<polyline points="${places.map((place) => place.join()).join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`,
    ...places.map(([left, top]) => `<circle cx="${left}" cy="${top}" r="3" fill="${color}"/>`),
    text(width - margin.right + 8, end + 4, title, `fill="${color}"`),
  ].join('\n')
}

// Names that would cover each other move up, because below them is the axis.
function spread(tops) {
  const order = tops.map((top, i) => ({ top, i })).sort((a, b) => b.top - a.top)
  const placed = []
  let highest = Infinity
  for (const { top, i } of order) placed[i] = highest = Math.min(top, highest - labelHeight)
  return placed
}

const round = (value) => Math.round(value * 10) / 10

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

const text = (left, top, content, attributes) =>
  `<text x="${round(left)}" y="${round(top)}" ${attributes}>${content.replace(/[&<>]/g, (sign) => escapes[sign])}</text>`
