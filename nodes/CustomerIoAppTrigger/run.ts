import { optionListsOf } from '../shared/methods/loadOptions';
import { appApi } from '../shared/transport/apis';
import { sources } from './sources';

export { receive } from './receive';
export { register, registrationExists, unregister } from './registration/register';
export { chosenSample, startSample } from './registration/sendSample';

export const loadOptions = optionListsOf(sources, appApi);
