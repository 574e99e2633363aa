import { LARGE } from '../../testkit/battery/battery-monitors';
import { playAll } from '../../testkit/battery/play-all';

playAll(LARGE);
