import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { OperationEntry } from '../operation-entry'
import { readReference, Reference } from '../reference'

type Props = { params: Promise<{ operation: string }> }

async function findOperation({ params }: Props) {
  const { operation: id } = await params
  const { groups } = await readReference()
  const operation = groups.flatMap(({ operations }) => operations).find((each) => each.id === id)
  if (!operation) notFound()
  return operation
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { summary, description } = await findOperation(props)
  return { title: `${summary} · API reference`, ...(description && { description }) }
}

export default async function OperationPage(props: Props) {
  const operation = await findOperation(props)
  return (
    <Reference current={operation.id}>
      <OperationEntry operation={operation} />
    </Reference>
  )
}
