// The limits of what happens often. A process takes some attempts from the store before it needs them, so that most calls
// ask the store nothing. What it took and did not use is lost, so together the processes never allow more than the limit.
import { AppError } from '@/lib/errors'
import { take, type Counted } from './rate-limits'

const takenAtOnce = 10
const maxKeys = 10_000

type Stock = { left: number; endsAtMs: number }

const stocks = new Map<string, Stock>()

/** Counts the key, then does the work. Takes the count back if the work throws. Throws rate_limited. */
export async function countingAhead<T>(counted: Counted, work: () => Promise<T>): Promise<T> {
  const stock = await useOne(counted)
  try {
    return await work()
  } catch (error) {
    stock.left++
    throw error
  }
}

async function useOne([limit, key]: Counted): Promise<Stock> {
  const name = `${limit} ${key}`
  const known = find(name)
  if (known && known.left > 0) return use(known)
  const { granted, retryAfterSeconds } = await take(limit, key, takenAtOnce)
  // A call at the same moment may have taken the last ones, more than it needs.
  if (granted === 0 && !find(name)?.left) throw new AppError('rate_limited', { retryAfterSeconds })
  // The seconds are rounded up.
  const stock = find(name) ?? keep(name, { left: 0, endsAtMs: Date.now() + (retryAfterSeconds - 1) * 1000 })
  stock.left += granted
  return use(stock)
}

// Attempts of a window that has ended do not count in the next one.
function find(name: string): Stock | undefined {
  const stock = stocks.get(name)
  return stock && stock.endsAtMs > Date.now() ? stock : undefined
}

function keep(name: string, stock: Stock): Stock {
  stocks.delete(name)
  if (stocks.size >= maxKeys) stocks.delete(stocks.keys().next().value!)
  stocks.set(name, stock)
  return stock
}

function use(stock: Stock): Stock {
  stock.left--
  return stock
}
