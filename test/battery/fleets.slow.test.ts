import { FLEET_MONITORS, ONE_SHARD } from '../../testkit/battery/battery-monitors';
import { playAll } from '../../testkit/battery/play-all';

playAll([...ONE_SHARD, ...FLEET_MONITORS]);
