import { FLEET_MONITORS } from '../../testkit/battery/battery-monitors';
import { playAll } from '../../testkit/battery/play-all';

playAll(FLEET_MONITORS);
