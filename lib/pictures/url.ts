// The URLs of drawn pictures in answers of the API.
import { z } from 'zod'
import { getEnv } from '@/lib/env'

export const pictureUrlJsonSchema = z
  .string()
  .nullable()
  .meta({ description: 'A WebP of at most 256 × 256, for anyone who has its URL.', example: null })

export const toPictureUrl = (path: string | null): string | null => path && `${getEnv().APP_URL}${path}`
