import type { World } from '../handler.ts';
import type { JsonObject } from '../types.ts';
import { report } from '../webhooks/lifecycle.ts';
import { Dropped } from './people.ts';

/**
 * Reports what became of a delivery. Throws `Dropped` for an unknown delivery and for a metric that
 * its channel does not have.
 */
export function reportMetric(
	world: World,
	deliveryId: unknown,
	metric: string,
	{ timestamp, ...extra }: JsonObject,
): void {
	const delivery = world.state.deliveries.find(({ id }) => id === deliveryId);
	if (!delivery) throw new Dropped(`there is no delivery "${String(deliveryId)}"`);
	const operation = world.specs.track.resources
		.flatMap(({ operations }) => operations)
		.find(({ metricsByChannel }) => metricsByChannel !== undefined);
	if (!operation?.metricsByChannel?.[delivery.channel]?.includes(metric))
		throw new Dropped(`channel ${delivery.channel} has no metric ${metric}`);
	const isFirst = !(metric in delivery.metrics);
	report(world, delivery, metric, extra);
	if (isFirst && typeof timestamp === 'number') delivery.metrics[metric] = timestamp;
}
