// The last answer to a form, for the fields inside it.
import type { ActionState } from '@/lib/actions'
import { createContext, useContext } from 'react'

export const idle: ActionState = { status: 'idle' }

export const FormContext = createContext<ActionState>(idle)

export const useFormContext = () => useContext(FormContext)
