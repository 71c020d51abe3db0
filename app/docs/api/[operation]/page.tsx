import type { Metadata } from 'next'
import { PageHeader } from '@/components/ui/page-header'
import { missing, missingTitle } from '@/lib/pages'
import { OperationEntry } from '../operation-entry'
import { readReference, Reference } from '../reference'

type Props = { params: Promise<{ operation: string }> }

async function findOperation({ params }: Props) {
  const { operation: id } = await params
  const { groups } = await readReference()
  return groups.flatMap(({ operations }) => operations).find((each) => each.id === id)
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const operation = await findOperation(props)
  if (!operation) return { title: missingTitle }
  const { summary, description } = operation
  return { title: `${summary} · API reference`, ...(description && { description }) }
}

export default async function OperationPage(props: Props) {
  const operation = await findOperation(props)
  if (!operation)
    return missing(
      <Reference>
        <div className="pt-10">
          <PageHeader
            title={missingTitle}
            description="The API has no call of this name. The contents list all calls."
          />
        </div>
      </Reference>,
    )
  return (
    <Reference current={operation.id}>
      <OperationEntry operation={operation} />
    </Reference>
  )
}
