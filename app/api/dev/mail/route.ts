import { z } from 'zod'
import { emailAddressSchema } from '@/lib/auth/email-address'
import { operation, publicRoute } from '@/lib/http'
import { assertMailboxShown, listCapturedEmails } from '@/lib/mail/outbox'

const mailSchema = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  sent_at: z.iso.datetime(),
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicRoute({
  GET: operation({
    query: z.object({ to: emailAddressSchema.optional() }),
    response: z.object({ data: z.array(mailSchema) }),
    run: async ({ query }) => {
      assertMailboxShown()
      const emails = await listCapturedEmails(query.to)
      return {
        data: emails.map(({ to, subject, text, html, createdAt }) => ({
          to,
          subject,
          text,
          html,
          sent_at: createdAt.toISOString(),
        })),
      }
    },
  }),
})
