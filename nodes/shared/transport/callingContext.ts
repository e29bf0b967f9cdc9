import type { IExecuteFunctions, IHookFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

/** The contexts of n8n in which Customer.io is called. */
export type CallingContext = IExecuteFunctions | ILoadOptionsFunctions | IHookFunctions;
